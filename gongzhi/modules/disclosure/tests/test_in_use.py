"""A community that does nothing for a quarter is seen at every level up, whether or not anybody there ever began."""

from datetime import date, datetime, timedelta

import time_machine
from django.core.management import call_command

from gongzhi.kernel.bodies.models import InUse, Seat
from gongzhi.kernel.people.models import Mandate
from gongzhi.kernel.publications.models import Obligation
from gongzhi.kernel.publications.selectors import standings
from gongzhi.kernel.publications.services import arise
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.disclosure.factories import CHINA, CITY, COUNTY, LATE, TOWNSHIP, UNUSED

THIRD = date(2026, 7, 1)
BEGINS = datetime(2026, 6, 20, 9, tzinfo=CHINA)
AFTER = datetime(2026, 10, 30, 9, tzinfo=CHINA)
BUTTON = f'action="/disclosure/begin/{TOWNSHIP}/"'


def late_at(level: int, code: str, under: str) -> int:
    found = standings(under, level=level, since=THIRD, on=AFTER.date())
    return sum(row.late for row in found if row.code == code)


def test_a_community_that_does_nothing_for_a_quarter_shows_three_late_duties_at_every_level(client, world):
    assert not Seat.objects.filter(post__organisation__area_code=UNUSED).exists()
    assert not Mandate.objects.filter(area_code=UNUSED).exists()
    client.force_login(world.district)
    with time_machine.travel(BEGINS):
        assert BUTTON in client.get(f"/disclosure/?area={TOWNSHIP}").content.decode()
        said = client.post(f"/disclosure/begin/{TOWNSHIP}/", follow=True).content.decode()
        assert "所辖村（社区）从下一个公开期间起全部计入" in said
        assert BUTTON not in said
    while arise(at=AFTER):
        pass
    Obligation.objects.exclude(area_code=UNUSED).delete()  # what others owe does not matter here

    assert late_at(12, UNUSED, TOWNSHIP) == 3
    assert late_at(9, TOWNSHIP, COUNTY) == 3
    assert late_at(6, COUNTY, CITY) == 3
    with time_machine.travel(AFTER):
        for above in (CITY, COUNTY, TOWNSHIP):
            assert "共3项" in client.get(f"/disclosure/?area={above}").content.decode()
        assert "3 项逾期未公开" in client.get(f"/disclosure/{UNUSED}/").content.decode()


def test_only_who_governs_an_area_takes_it_into_use_and_only_once(client, world):
    with time_machine.travel(LATE, tick=False):
        for who in (world.community, world.town, world.resident, world.auditor):
            client.force_login(who)
            assert client.post(f"/disclosure/begin/{TOWNSHIP}/").status_code in (403, 404)
        assert not InUse.objects.exists()
        client.force_login(world.subdistrict)
        for _again in range(2):
            assert client.post(f"/disclosure/begin/{TOWNSHIP}/").status_code == 302
    assert Entry.objects.filter(kind="bodies.taken_into_use").count() == 1


def test_the_operator_takes_an_area_into_use_from_a_day(world, capsys):
    with time_machine.travel(LATE, tick=False):
        call_command("take_into_use", COUNTY, since=LATE.date() + timedelta(days=1))
        assert "2026-07-21" in capsys.readouterr().out
        assert InUse.objects.get().area_code == COUNTY
        for since in (LATE.date(), LATE.date() + timedelta(days=9)):
            call_command("take_into_use", COUNTY, since=since)
    assert InUse.objects.get().since == LATE.date()
    assert Entry.objects.filter(kind="bodies.taken_into_use").count() == 2
