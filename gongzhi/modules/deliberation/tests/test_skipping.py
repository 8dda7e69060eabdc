"""Attempts to skip a step of 四议两公开: by service, address, interface, session, clock, table. None gets through."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.matters.declarations import PROCEDURES, Party
from gongzhi.kernel.matters.errors import Refused, Stale
from gongzhi.kernel.matters.models import Clock, Matter
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.matters.services.convening import Call, call_meeting, cancel_meeting
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.models import Account, Mandate
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.deliberation.factories import (
    DAY,
    MONDAY,
    NOTICE,
    Village,
    meet,
    pass_time,
    take,
)
from gongzhi.modules.deliberation.procedures import VILLAGE_FOUR_DELIBERATIONS
from gongzhi.modules.deliberation.vocabulary import Four as S

from .way import RESULT, brought_to, consult, running

ON_THE_WAY = (
    S.PROPOSED,
    S.CONSULTED,
    S.REVIEWED,
    S.RESOLVED,
    S.SHOWING_RESOLUTION,
    S.CARRYING,
    S.CARRIED,
    S.SHOWING_RESULT,
    S.DONE,
)
ANYTHING = {**NOTICE, "reason": "等不及", "text": "改", "progress": "有", "summary": "完", "objection": "否"}


def everything() -> Actor:
    """Answer somebody who holds every mandate there is, in the whole city: the worst administrator."""
    account = Account.objects.create(username="admin", name="管理员", registered_at=MONDAY)
    return Actor(account=str(account.pk), name="管理员", grants=tuple(Grant(role, "50") for role in Role))


def unchanged(matter: Matter, before: tuple[str, int], entries: int) -> bool:
    matter.refresh_from_db()
    return (matter.state, matter.version) == before and Entry.objects.count() == entries


@pytest.mark.parametrize("state", ON_THE_WAY)
def test_from_no_state_a_service_takes_a_step_that_is_not_next(village: Village, state: S) -> None:
    matter, at = brought_to(village, state)
    before, entries = (matter.state, matter.version), Entry.objects.count()
    for who in (village.secretary, everything()):
        for step in VILLAGE_FOUR_DELIBERATIONS.steps:
            if state in step.sources and not step.meeting and not step.key.startswith("close_"):
                continue
            with pytest.raises(Refused):
                act(matter_id=matter.pk, step=step.key, values=ANYTHING, actor=who, at=at)
        assert unchanged(matter, before, entries)


@pytest.mark.parametrize("state", ON_THE_WAY)
def test_an_officer_of_the_city_takes_no_step_of_the_village(village: Village, state: S) -> None:
    matter, at = brought_to(village, state)
    before, entries = (matter.state, matter.version), Entry.objects.count()
    for step in VILLAGE_FOUR_DELIBERATIONS.steps:
        if Party.ANYONE not in step.by:
            with pytest.raises(Refused):
                act(matter_id=matter.pk, step=step.key, values=ANYTHING, actor=village.city, at=at)
    for decision in ("consult", "review", "resolve", "resolve_by_all"):
        given = Call(decision=decision, rule="committee", place="市政府", starts_at=at + DAY, motion="同意")
        with pytest.raises(Refused):
            call_meeting(matter_id=matter.pk, given=given, actor=village.city, at=at)
    assert unchanged(matter, before, entries)


@pytest.fixture
def spring() -> Iterator[Any]:
    with time_machine.travel(MONDAY + 3 * DAY, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("step", [s.key for s in VILLAGE_FOUR_DELIBERATIONS.steps if s.by != (Party.ANYONE,)])
def test_no_address_takes_a_later_step(client: Client, village: Village, spring: Any, step: str) -> None:
    matter, _at = brought_to(village, S.PROPOSED)
    account = Account.objects.get(pk=village.secretary.account)
    Mandate.objects.create(
        account=account, role="community_worker", area_code=village.area, since=MONDAY.date()
    )
    client.force_login(account)
    if step == "end":
        return
    entries = Entry.objects.count()
    fields = {f"{step}-{name}": value for name, value in ANYTHING.items()}
    answer = client.post(reverse("shell:step", args=[matter.number, step]), fields)
    assert answer.status_code == 409
    assert unchanged(matter, (S.PROPOSED, 1), entries)


def test_no_interface_for_machines_takes_a_step(client: Client, ground: None) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert [path for path in paths if "deliberation" in path] == []


def test_a_page_that_is_out_of_date_takes_no_step(village: Village) -> None:
    matter, at = brought_to(village, S.RESOLVED)
    seen = matter.version
    take(matter, "publish_resolution", village.secretary, at, **NOTICE)
    with pytest.raises(Stale):
        act(
            matter_id=matter.pk,
            step="publish_resolution",
            values=NOTICE,
            actor=village.deputy,
            at=at,
            version=seen,
        )


def test_a_meeting_of_an_earlier_version_decides_nothing_about_the_next(village: Village) -> None:
    matter, at = brought_to(village, S.CONSULTED)
    first = matter.meetings.get(decision="consult")
    who = village.secretary
    matter = meet(matter, "review", "party_members", who, at, present=8, yes=0, no=8)
    matter = take(matter, "revise", who, at + 3 * DAY, text="改为五百米。", reason="预算高")
    with pytest.raises(Refused, match="没有作出这一决定"):
        act(matter_id=matter.pk, step="consult", values={}, actor=who, at=at + 3 * DAY, meeting=first)


def test_a_meeting_that_has_not_ended_decides_nothing(village: Village) -> None:
    matter, at = brought_to(village, S.PROPOSED)
    meeting, _given = running(village, matter, at)
    with pytest.raises(Refused, match="没有作出这一决定"):
        act(
            matter_id=matter.pk,
            step="consult",
            values={},
            actor=village.secretary,
            at=at + 3 * DAY,
            meeting=meeting,
        )


def test_a_clock_set_forward_ends_nothing_early_once_it_is_right_again(village: Village) -> None:
    matter, at = brought_to(village, S.SHOWING_RESOLUTION)
    pass_time(at + 20 * DAY)
    matter.refresh_from_db()
    assert matter.state == S.CARRYING
    with pytest.raises(Refused, match="系统时间早于上一次办理"):
        take(matter, "complete", village.deputy, at + DAY, summary="完")


def test_a_clock_set_back_holds_no_meeting_before_its_notice(village: Village) -> None:
    matter, at = brought_to(village, S.REVIEWED)
    given = Call(
        decision="resolve",
        rule="village_representatives",
        place="村委会",
        starts_at=at - 9 * DAY,
        motion="同意",
    )
    for when in (at, at - 10 * DAY):
        with pytest.raises(Refused):
            call_meeting(matter_id=matter.pk, given=given, actor=village.secretary, at=when)


def test_a_period_does_not_end_while_its_notice_stands_though_its_clock_was_changed(village: Village) -> None:
    matter, at = brought_to(village, S.SHOWING_RESOLUTION)
    Clock.objects.filter(matter=matter, rule="stand_resolution").update(due_at=at, next_at=at)
    tick(at=at + DAY)
    matter.refresh_from_db()
    assert matter.state == S.SHOWING_RESOLUTION
    system = everything()
    with pytest.raises(Refused, match="不能提前结束"):
        act(matter_id=matter.pk, step="close_resolution", values={}, actor=system, at=at + DAY)


@pytest.mark.parametrize("forged", [s for s in ON_THE_WAY if s is not S.PROPOSED])
def test_a_state_that_was_written_into_the_table_leads_nowhere(village: Village, forged: S) -> None:
    matter, at = brought_to(village, S.PROPOSED)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_matter SET state = %s", [forged.value])
    for step in PROCEDURES[matter.procedure].steps_from(forged):
        with pytest.raises(Refused):
            act(matter_id=matter.pk, step=step.key, values=ANYTHING, actor=village.secretary, at=at)
    given = Call(
        decision="resolve",
        rule="village_representatives",
        place="村委会",
        starts_at=at + DAY,
        motion="同意",
    )
    with pytest.raises(Refused):
        call_meeting(matter_id=matter.pk, given=given, actor=village.secretary, at=at)
    pass_time(at + 40 * DAY)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("field", ["valid", "passed"])
def test_a_meeting_that_was_rewritten_in_the_table_is_judged_again(village: Village, field: str) -> None:
    matter, at = brought_to(village, S.REVIEWED)
    meet(matter, "resolve", "village_representatives", village.secretary, at, present=9, yes=9)
    meeting = matter.meetings.get(decision="resolve")
    meeting.valid = meeting.passed = True
    with pytest.raises(Refused, match="没有作出这一决定"):
        act(
            matter_id=matter.pk,
            step="resolve",
            values={},
            actor=village.secretary,
            at=at + 4 * DAY,
            meeting=meeting,
        )


def test_the_result_is_not_published_twice_nor_before_the_work_is_done(village: Village) -> None:
    matter, at = brought_to(village, S.CARRYING)
    with pytest.raises(Refused):
        take(matter, "publish_result", village.secretary, at, **RESULT)
    with pytest.raises(Refused):
        take(matter, "publish_resolution", village.secretary, at, **NOTICE)


def test_a_cancelled_meeting_leaves_the_step_to_be_taken(village: Village) -> None:
    matter, at = brought_to(village, S.PROPOSED)
    given = Call(decision="consult", rule="two_committees", place="村委会", starts_at=at + DAY, motion="同意")
    meeting = call_meeting(matter_id=matter.pk, given=given, actor=village.secretary, at=at)
    with pytest.raises(Refused, match="已经通知了会议"):
        take(matter, "end", village.secretary, at, reason="不办了")
    cancel_meeting(meeting_id=meeting.pk, reason="停电", actor=village.secretary, at=at)
    matter.refresh_from_db()
    assert matter.state == S.PROPOSED
    assert consult(village, matter, at + DAY).state == S.CONSULTED
