"""The committee chooses its chair and deputies among its members; everybody can read whom, and by when."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.bodies.services import unseat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.owners import services
from gongzhi.modules.owners.factories import DAY, MEMBERS, NAMES, World, photo
from gongzhi.modules.owners.selectors.officers import members, officers

pytestmark = pytest.mark.django_db


@pytest.fixture
def elected(world: World) -> World:
    """A committee that was elected five days ago."""
    world.seated()
    held = world.assembly
    held.elected_on = world.at.date() - timedelta(days=5)
    held.save()
    return world


def key(world: World, name: str) -> int:
    return members(world.assembly, world.at.date()).get(holder=name).pk


def choose(world: World, **other: Any) -> Publication:
    said = {
        "day": world.at.date(),
        "chair": key(world, MEMBERS[0]),
        "deputies": [key(world, MEMBERS[1])],
        "present": 4,
        "agreed": 3,
        "minutes": photo(),
    }
    given = services.Choice(**{**said, **other})
    return services.choose_officers(estate=world.estate.pk, given=given, actor=world.chair, at=world.at)


def page(world: World) -> str:
    with time_machine.travel(world.at):
        return Client().get(reverse("owners:show", args=[world.estate.pk])).content.decode()


def test_until_they_are_chosen_the_page_says_by_when(elected: World) -> None:
    assert "还没有推选，2026-03-04 前在委员中推选" in page(elected)
    found = officers(elected.assembly, elected.at.date() + 3 * DAY)
    assert found is not None
    assert (found.until, found.late) == (date(2026, 3, 4), True)


def test_whom_the_committee_chose_is_published_and_stays_a_member(elected: World) -> None:
    shown = choose(elected)
    assert f"主任：{MEMBERS[0]}" in shown.text
    assert "《物业管理条例》第十六条" in shown.text
    read = page(elected)
    assert f"主任 {MEMBERS[0]}" in read
    assert f"副主任 {MEMBERS[1]}" in read
    assert "5 名" in read
    payload = Entry.objects.get(kind="owners.officers_chosen").payload
    assert (payload["agreed"], payload["days"]) == (3, "选出后第5日")
    assert MEMBERS[0] not in str(payload)


def test_a_later_choice_takes_the_place_of_the_one_before(elected: World) -> None:
    choose(elected)
    elected.at += 10 * DAY
    deputies = [key(elected, MEMBERS[0]), key(elected, MEMBERS[3])]
    choose(elected, day=elected.at.date(), chair=key(elected, MEMBERS[2]), deputies=deputies)
    found = officers(elected.assembly, elected.at.date())
    assert found is not None
    assert (found.chair, list(found.deputies)) == (MEMBERS[2], [MEMBERS[0], MEMBERS[3]])


def test_whoever_leaves_the_committee_is_its_chair_no_more(elected: World) -> None:
    choose(elected)
    seat = members(elected.assembly, elected.at.date()).get(holder=MEMBERS[0])
    day = elected.at.date() + DAY
    unseat(seat=seat, on=day, reason="不再是业主", at=elected.at, actor=SYSTEM)
    found = officers(elected.assembly, day)
    assert found is not None
    assert found.chair == ""


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"agreed": 2}, "须过半数委员同意"),
        ({"present": 6}, "不能多于委员5人"),
        ({"agreed": 5}, "不能多于到会的"),
        ({"deputies": []}, "副主任至少一人"),
        ({"minutes": []}, "会议记录"),
        ({"day": date(2026, 2, 1)}, "日期"),
        ({"day": date(2026, 3, 3)}, "日期"),
        ({"chair": 0}, "现任委员"),
    ],
)
def test_what_is_no_choice_of_the_committee_is_refused(elected: World, other: Any, why: str) -> None:
    with pytest.raises(Refused, match=why):
        choose(elected, **other)
    assert not Publication.objects.exists()


def test_nobody_is_chair_and_deputy_at_once_and_only_a_member_enters_it(elected: World) -> None:
    with pytest.raises(Refused, match="不能是同一人"):
        choose(elected, deputies=[key(elected, MEMBERS[0])])
    choice = services.Choice(
        day=elected.at.date(), chair=0, deputies=[1], present=5, agreed=5, minutes=photo()
    )
    given = {"estate": elected.estate.pk, "given": choice, "at": elected.at}
    with pytest.raises(Refused, match="业主委员会的成员"):
        services.choose_officers(actor=elected.actor(NAMES[8]), **given)


def test_a_member_enters_it_on_the_page(elected: World) -> None:
    client, there = Client(), reverse("owners:do", args=[elected.estate.pk, "officers", 0])
    client.force_login(Account.objects.get(pk=elected.chair.account))
    given = {
        "officers-0-day": "2026-03-02",
        "officers-0-chair": key(elected, MEMBERS[0]),
        "officers-0-deputies": [key(elected, MEMBERS[1])],
        "officers-0-present": "5",
        "officers-0-agreed": "2",
    }
    with time_machine.travel(elected.at):
        refused = client.post(there, {**given, "officers-0-file": photo()[0]})
        assert "须过半数委员同意" in refused.content.decode()
        done = client.post(there, {**given, "officers-0-agreed": "5", "officers-0-file": photo()[0]})
    assert done.status_code == 302
    assert Publication.objects.get().kind == "owners.officers"
