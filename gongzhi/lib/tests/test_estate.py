from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.majority import (
    Choice,
    OwnersBallot,
    OwnersItem,
    Unit,
    UnitKind,
    count_votes,
    decide,
    public_rows,
    roll,
    sold,
)

A_DAY = date(2026, 6, 30)
DAYS = st.sampled_from([date(2020, 12, 31), date(2021, 1, 1), date(2026, 6, 30)])
OWNERS = st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=2)
KINDS = st.sampled_from([UnitKind.FLAT, UnitKind.FLAT, UnitKind.SHOP, UnitKind.PARKING])


@st.composite
def estates(draw: st.DrawFn) -> tuple[Unit, ...]:
    rows = draw(st.lists(st.tuples(st.integers(0, 20_000), OWNERS, KINDS), min_size=1, max_size=12))
    return tuple(
        Unit(room=f"{n:03}", area=area, owners=owners, kind=kind)
        for n, (area, owners, kind) in enumerate(rows)
    )


@st.composite
def votes(draw: st.DrawFn) -> tuple[tuple[Unit, ...], tuple[OwnersBallot, ...]]:
    """An estate, and at most one ballot a voter."""
    units = draw(estates())
    ballots = [
        OwnersBallot(n, voter.rooms[0], min(voter.owners), draw(st.sampled_from(Choice)))
        for n, voter in enumerate(roll(units).values())
        if draw(st.booleans())
    ]
    return units, tuple(ballots)


@given(votes(), DAYS, st.sampled_from(OwnersItem))
def test_another_yes_never_makes_a_passed_motion_fail(
    vote: tuple[tuple[Unit, ...], tuple[OwnersBallot, ...]], on: date, item: OwnersItem
) -> None:
    units, ballots = vote
    silent = [each for each in roll(units).values() if each.rooms[0] not in {b.room for b in ballots}]
    more = [OwnersBallot(100 + n, v.rooms[0], min(v.owners), Choice.YES) for n, v in enumerate(silent)]
    passed = [
        decide(item, on=on, units=units, ballots=(*ballots, *more[:some])).judgement.passed
        for some in range(len(more) + 1)
    ]
    assert passed == sorted(passed)


@given(votes(), st.randoms())
def test_the_order_in_which_ballots_are_read_does_not_matter(
    vote: tuple[tuple[Unit, ...], tuple[OwnersBallot, ...]], chance: Random
) -> None:
    units, ballots = vote
    late = [OwnersBallot(50 + b.received, b.room, b.by, Choice.NO) for b in ballots]
    every = [*ballots, *late]
    chance.shuffle(every)
    first, other = count_votes(roll(units), ballots, on=A_DAY), count_votes(roll(units), every, on=A_DAY)
    assert (first.area, first.persons) == (other.area, other.persons)
    assert len(other.refused) == len(late)


@given(estates())
def test_area_and_heads_add_up_exactly(units: tuple[Unit, ...]) -> None:
    voters = roll(units)
    counting = [unit for unit in units if unit.kind is not UnitKind.PARKING]
    assert sum(voter.area for voter in voters.values()) == sum(unit.area for unit in counting)
    assert sum(voter.head for voter in voters.values()) == len({unit.owners for unit in counting})
    everybody = [
        OwnersBallot(n, v.rooms[0], min(v.owners), Choice.YES) for n, v in enumerate(voters.values())
    ]
    taken = count_votes(voters, everybody, on=A_DAY)
    assert taken.area.yes == taken.area.members
    assert taken.persons.yes == taken.persons.members


@given(votes(), st.data())
def test_a_flat_entered_as_two_of_the_same_owner_changes_nothing(
    vote: tuple[tuple[Unit, ...], tuple[OwnersBallot, ...]], data: st.DataObject
) -> None:
    units, ballots = vote
    split = data.draw(st.sampled_from(units))
    part = data.draw(st.integers(0, split.area))
    others = [unit for unit in units if unit is not split]
    halves = [
        Unit(room=split.room, area=part, owners=split.owners, kind=split.kind),
        Unit(room=f"{split.room}b", area=split.area - part, owners=split.owners, kind=split.kind),
    ]
    before, after = (
        count_votes(roll(units), ballots, on=A_DAY),
        count_votes(roll([*others, *halves]), ballots, on=A_DAY),
    )
    assert (before.area, before.persons) == (after.area, after.persons)


@given(votes())
def test_nobody_is_counted_twice(vote: tuple[tuple[Unit, ...], tuple[OwnersBallot, ...]]) -> None:
    units, ballots = vote
    twice = [
        OwnersBallot(99, room, min(v.owners), Choice.YES) for v in roll(units).values() for room in v.rooms
    ]
    taken = count_votes(roll(units), [*ballots, *twice], on=A_DAY)
    assert taken.persons.present == taken.persons.members
    assert taken.area.present == taken.area.members


@given(estates(), OWNERS, st.data())
def test_a_sale_leaves_the_area_as_it_was(
    units: tuple[Unit, ...], owners: frozenset[str], data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(units))
    after = sold(units, unit.room, owners, voted=[])
    assert sum(v.area for v in roll(after).values()) == sum(v.area for v in roll(units).values())
    assert sold(units, unit.room, owners, voted=[unit.owners]) == units


def test_what_is_published_shows_room_and_area_and_no_name() -> None:
    units = [
        Unit(room="2-102", area=8905, owners=frozenset({"张三"})),
        Unit(room="2-101", area=9000, owners=frozenset({"李四"})),
    ]
    rows = public_rows(units, voted=[frozenset({"张三"})])
    assert [(row.room, row.area, row.voted) for row in rows] == [
        ("2-101", "90.00", False),
        ("2-102", "89.05", True),
    ]
    assert "张三" not in repr(rows)
    assert all(one.room < other.room for one, other in pairwise(rows))


def test_a_unit_without_owner_or_given_twice_is_refused() -> None:
    flat = Unit(room="101", area=9000, owners=frozenset("a"))
    with pytest.raises(ValueError, match="an owner"):
        Unit(room="101", area=9000, owners=frozenset())
    with pytest.raises(ValueError, match="given twice"):
        roll([flat, flat])
    with pytest.raises(LookupError, match="no 102"):
        sold([flat], "102", frozenset("b"), voted=[])
