"""What somebody could try, or a machine could do, to make a case disappear from sight."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import assignable
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Clock, Kind, Matter, Message
from gongzhi.kernel.matters.services import send, tick
from gongzhi.kernel.matters.services.files import check
from gongzhi.kernel.people.gateways import Console
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.services import ATTEMPTS, deliver
from gongzhi.modules.cases.factories import COMMUNITY, COUNTY, MONDAY, make_case, take
from gongzhi.modules.cases.services import Contact, Report, report
from gongzhi.modules.cases.vocabulary import State

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Deaf(Console):
    """A gateway of the city that is down."""

    tried = 0

    def send(self, phone: str, text: str) -> None:
        Deaf.tried += 1
        raise ConnectionError("gateway is down")


def test_a_late_case_stays_late_when_it_is_paused(cast):
    matter = take(make_case(cast.resident), "accept", cast.community, MONDAY + HOUR)
    due = matter.clocks.get(rule="answer").due_at
    tick(at=due)
    paused = take(matter, "pause", cast.community, due + HOUR, ground="expert", reason="送检")
    assert paused.state == State.PAUSED
    assert paused.overdue
    assert paused.clocks.get(rule="answer").state == Clock.State.RUNNING


def test_two_cases_cannot_be_merged_into_each_other(cast):
    one, two = make_case(cast.resident), make_case(cast.county)
    stale = Matter.objects.get(pk=one.pk)
    take(one, "merge", cast.community, MONDAY + HOUR, matter=two)
    with pytest.raises(Refused, match="只能并入"):
        take(two, "merge", cast.community, MONDAY + HOUR, matter=stale)
    assert Matter.objects.get(pk=two.pk).closed_at is None


def test_a_clock_that_cannot_be_handled_does_not_keep_the_others_waiting(cast):
    broken, sound = make_case(cast.resident), make_case(cast.resident)
    Clock.objects.filter(matter=broken, rule="answer").update(rule="gone")
    end = MONDAY + 60 * DAY
    tick(at=end)
    assert Matter.objects.get(pk=sound.pk).overdue


def test_a_case_is_handed_only_to_bodies_that_govern_its_place(cast):
    Organisation.objects.create(
        code="500104:housing",
        name="别区住建委",
        kind="department",
        area_code="500104",
        function="housing",
        since=MONDAY.date(),
    )
    city = Organisation.objects.get(code="50")
    chosen = {o.code for o in assignable(area_code=COMMUNITY, by=city, on=MONDAY.date())}
    assert f"{COUNTY}:housing" in chosen
    assert "500104:housing" not in chosen


def test_a_deaf_gateway_is_tried_a_few_times_and_holds_up_nobody(cast, settings):
    settings.SMS_GATEWAY = f"{__name__}.Deaf"
    kind = make_case(cast.resident).kind
    contact = Contact(name="刘春燕", phone="13800008100")
    given = Report(
        kind=kind, area_code=COMMUNITY, body="路灯不亮，请来修。", channel="phone", contact=contact
    )
    matter, _code = report(
        given=given, by=cast.community.snapshot(role=Role.COMMUNITY_WORKER, office="窗口"), at=MONDAY
    )
    take(matter, "accept", cast.community, MONDAY + HOUR)
    deliver(at=MONDAY + HOUR)
    assert Message.objects.filter(reporter__matter=matter).count() == 1
    at = MONDAY + HOUR
    for _round in range(2 * ATTEMPTS):
        send(at=at)
        at += HOUR
    assert Deaf.tried == ATTEMPTS
    assert Message.objects.get(reporter__matter=matter).send_at is None


def test_on_a_shared_device_nobody_finds_what_somebody_else_has_opened(cast, client):
    matter, code = report(
        given=Report(
            kind=Kind.objects.get(pk="010101"),
            area_code=COMMUNITY,
            body="楼下垃圾没有清运。",
            channel=Matter.Channel.WEB,
            contact=Contact(name="刘春燕", phone="13800008100"),
        ),
        by=cast.resident.snapshot(role=Role.RESIDENT, office="反映人"),
        at=MONDAY,
    )
    client.post("/cases/lookup/", {"number": matter.number, "code": code})
    assert client.get(f"/cases/{matter.number}/").status_code == 200
    client.force_login(Account.objects.get(username="陈秀兰"))
    assert client.get(f"/cases/{matter.number}/").status_code == 403


def test_a_small_file_that_holds_a_vast_picture_is_refused_before_it_is_opened():
    out = io.BytesIO()
    Image.new("1", (8000, 7000)).save(out, "PNG")
    with pytest.raises(Refused, match="尺寸太大"):
        check(SimpleUploadedFile("图.png", out.getvalue()))
