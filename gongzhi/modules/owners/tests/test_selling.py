"""Flats are sold, also while a vote runs; joint owners have one voice."""

from datetime import date, timedelta

import pytest

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Message
from gongzhi.modules.owners import services
from gongzhi.modules.owners.factories import BEGAN, DAY, NAMES, World
from gongzhi.modules.owners.models import Holding
from gongzhi.modules.owners.procedures.rolls import units_of
from gongzhi.modules.owners.services import Person

pytestmark = pytest.mark.django_db
BUYER = Person(name="新主人", phone="13900000077")


def test_a_sale_ends_one_holding_and_begins_another_and_each_day_knows_its_owner(world: World) -> None:
    unit, day = world.unit("1栋", "2-1"), date(2026, 2, 1)
    services.sell(unit=unit.pk, buyers=[BUYER], since=day, actor=world.clerk, at=world.at)
    before, after = (
        units_of(world.estate.pk, on).get(pk=unit.pk).now for on in (day - timedelta(days=1), day)
    )
    assert (before[0].owner.name, after[0].owner.name) == (NAMES[1], "新主人")
    with pytest.raises(Refused, match="转让日期"):
        services.sell(unit=unit.pk, buyers=[BUYER], since=BEGAN, actor=world.clerk, at=world.at)


def test_a_flat_that_is_sold_during_the_vote_is_voted_for_by_its_new_owner(world: World) -> None:
    world.seated()
    poll = world.polling(world.motion())
    unit = world.unit("2栋", "底-1")
    buyer = Person(name=NAMES[7], phone="13900000007")  # so far only a joint owner who is not the voice
    now = poll.opens_at
    services.sell(unit=unit.pk, buyers=[buyer], since=now.date(), actor=world.clerk, at=now)
    with pytest.raises(Refused, match="名册"):
        world.vote(poll, NAMES[8], [[1, 0]])
    world.vote(poll, NAMES[7], [[1, 0]])


def test_a_vote_that_was_cast_stands_when_the_flat_is_sold_afterwards(world: World) -> None:
    world.seated()
    poll = world.polling(world.motion())
    world.vote(poll, NAMES[8], [[1, 0]])
    unit, now = world.unit("2栋", "底-1"), poll.opens_at + DAY
    services.sell(unit=unit.pk, buyers=[BUYER], since=now.date(), actor=world.clerk, at=now)
    voter = poll.voters.get(owners_lines__unit=unit)
    assert voter.name == NAMES[8]


def test_another_joint_owner_may_become_the_voice(world: World) -> None:
    unit, other = world.unit("2栋", "1-2"), world.owner(NAMES[7])
    services.name_voice(unit=unit.pk, owner=other.pk, actor=world.clerk, at=world.at)
    assert Holding.objects.get(unit=unit, votes=True).owner == other
    with pytest.raises(Refused, match="共有人"):
        services.name_voice(unit=unit.pk, owner=world.owner(NAMES[0]).pk, actor=world.clerk, at=world.at)


def test_a_joint_owner_who_becomes_the_voice_casts_the_vote_that_runs(world: World) -> None:
    world.seated()
    poll = world.polling(world.motion())
    unit, now = world.unit("2栋", "1-2"), poll.opens_at
    with pytest.raises(Refused, match="名册"):
        world.vote(poll, NAMES[7], [[1, 0]])
    given = {"unit": unit.pk, "actor": world.clerk}
    services.name_voice(owner=world.owner(NAMES[7]).pk, at=now, **given)
    world.vote(poll, NAMES[7], [[1, 0]])
    services.name_voice(owner=world.owner(NAMES[6]).pk, at=now, **given)
    with pytest.raises(Refused, match="名册"):
        world.vote(poll, NAMES[6], [[0, 1]])


def test_joint_owners_have_one_voice_for_all_that_they_own_together(world: World) -> None:
    buyers = [Person(name=NAMES[n], phone=f"1390000000{n}") for n in (6, 7)]
    other, day = world.unit("2栋", "1-1"), date(2026, 2, 1)
    services.sell(unit=other.pk, buyers=buyers, since=day, actor=world.clerk, at=world.at)
    voice = world.owner(NAMES[7])
    services.name_voice(unit=other.pk, owner=voice.pk, actor=world.clerk, at=world.at)
    voices = Holding.objects.filter(unit=world.unit("2栋", "1-2"), votes=True, until__isnull=True)
    assert voices.get().owner == voice


def test_a_buyer_who_has_a_place_on_the_roll_is_told_to_vote_on_paper_for_what_they_bought(
    world: World,
) -> None:
    world.seated()
    poll = world.polling(world.motion())
    buyer = [Person(name=NAMES[2], phone="13900000002")]
    unit, now = world.unit("2栋", "底-1"), poll.opens_at
    services.sell(unit=unit.pk, buyers=buyer, since=now.date(), actor=world.clerk, at=now)
    voter = poll.voters.get(owners_lines__unit=unit)
    assert (voter.name, voter.account) == (NAMES[2], None)
    told = Message.objects.get(account=world.people[NAMES[2]], text__contains="书面表决票")
    assert f"2栋底-1另有一票（名册第{voter.number}号）" in told.text
    world.vote(poll, NAMES[2], [[1, 0]])
