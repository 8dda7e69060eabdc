"""Who may not be a member of the committee is not put to the vote; they are told why, and may be readmitted."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Message
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.owners import services
from gongzhi.modules.owners.factories import DAY, HOUR, NAMES, World
from gongzhi.modules.owners.models import Motion
from gongzhi.modules.owners.procedures.qualifying import standing
from gongzhi.modules.owners.services import Person, Question

pytestmark = pytest.mark.django_db
WHY = "议事规则第八条：欠缴物业费一年以上的不得任职。"


def election(world: World, *names: str, seats: int = 1) -> Motion:
    world.seated()
    candidates = [world.owner(name).pk for name in names]
    ask = Question(subject=3, title="补选委员", text="补选一名。", seats=seats, candidates=candidates)
    return world.motion(ask)


def bar(world: World, motion: Motion, number: int, **other: Any) -> None:
    said = {"item": 1, "number": number, "bar": "rules", "why": WHY, **other}
    world.act(motion.matter, "bar_candidate", world.at, **said)


def ballot(motion: Motion) -> list[tuple[int, str]]:
    return [(c.number, c.owner.name) for c in standing(motion.items.get())]


def page(motion: Motion, client: Client, world: World) -> str:
    with time_machine.travel(world.at):
        return client.get(reverse("shell:open_matter", args=[motion.matter.number])).content.decode()


def test_whoever_is_barred_is_told_why_and_nobody_else(world: World) -> None:
    motion = election(world, *NAMES[5:8])
    bar(world, motion, 1)
    assert ballot(motion) == [(1, NAMES[6]), (2, NAMES[7])]
    told = Message.objects.get(account=world.people[NAMES[5]])
    assert "（《物业管理条例》第十八条）" in told.text
    assert WHY in told.text
    entry = Entry.objects.get(kind="owners.candidate_barred")
    assert WHY not in str(entry.payload)
    read = page(motion, Client(), world)
    assert "1 名不列入表决：不符合议事规则规定的任职条件（《物业管理条例》第十八条）" in read
    assert NAMES[5] not in read
    assert WHY not in read
    member = Client()
    member.force_login(Account.objects.get(pk=world.chair.account))
    assert WHY in page(motion, member, world)


def test_the_vote_is_among_those_who_stand(world: World) -> None:
    motion = election(world, *NAMES[5:8])
    bar(world, motion, 1)
    poll = world.polling(motion)
    assert poll.questions[0]["answers"] == [NAMES[6], NAMES[7]]
    for name in NAMES[:6]:
        world.vote(poll, name, [[0, 1]])
    assert f"候选人：{NAMES[6]}、{NAMES[7]}" in motion.matter.publications.get(kind="owners.notice").text
    world.finish(poll)
    elected = motion.items.get().candidates.filter(elected=True)
    assert [c.owner.name for c in elected] == [NAMES[7]]


def test_the_subdistrict_readmits_a_candidate_behind_the_others(world: World) -> None:
    motion = election(world, *NAMES[5:8])
    bar(world, motion, 1)
    again = {"item": 1, "number": 3, "reason": "已经缴清"}
    with pytest.raises(Refused):
        world.act(motion.matter, "readmit_candidate", world.at, **again)
    world.act(motion.matter, "readmit_candidate", world.at, world.above, **again)
    assert ballot(motion) == [(1, NAMES[6]), (2, NAMES[7]), (3, NAMES[5])]


def test_fewer_who_stand_than_seats_are_not_put_to_the_owners(world: World) -> None:
    motion = election(world, NAMES[5])
    bar(world, motion, 1)
    with pytest.raises(Refused, match="应选1名，符合任职条件的候选人只有0名"):
        world.act(motion.matter, "notice", world.at + HOUR, how="张贴")


def test_an_owner_is_not_barred_as_none_and_whoever_sold_must_be(world: World) -> None:
    motion = election(world, *NAMES[4:6])
    with pytest.raises(Refused, match="现在是业主"):
        bar(world, motion, 2, bar="not_owner")
    world.act(motion.matter, "notice", world.at + HOUR, how="张贴")
    buyer = [Person(name="新主人")]
    day = (world.at + DAY).date()
    world.at += 2 * DAY
    unit = world.unit("2栋", "1-1").pk
    services.sell(unit=unit, buyers=buyer, since=day, actor=world.clerk, at=world.at)
    hours = {"opens_at": world.at + 20 * DAY, "closes_at": world.at + 25 * DAY, "secret": False}
    with pytest.raises(Refused, match="第2号候选人已经不是本小区业主"):
        world.act(motion.matter, "prepare_owners", world.at, **hours)
    bar(world, motion, 2, bar="not_owner", why="房屋已经转让。")
    world.act(motion.matter, "prepare_owners", world.at, **hours)


def test_only_an_election_has_candidates_to_look_at(world: World) -> None:
    world.seated()
    with pytest.raises(Refused, match="没有候选人"):
        bar(world, world.motion(), 1)
