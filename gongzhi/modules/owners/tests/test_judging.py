"""Quorums and majorities by item, before and after 2021; who is elected; when secrecy would be none."""

from datetime import date

import pytest

from gongzhi.kernel.ballots.outcomes import Outcome, Tally
from gongzhi.modules.owners.models import Item
from gongzhi.modules.owners.procedures.judging import judged
from gongzhi.modules.owners.procedures.weighing import betrays

OLD, NEW = date(2020, 6, 1), date(2026, 3, 20)


def outcome(*, yes: int, no: int, yes_area: int, no_area: int) -> Outcome:
    """Of 30 heads and 3,000 m²."""
    return Outcome(
        tallies={
            "person": Tally(30, yes + no, [[yes, no]], [0]),
            "area": Tally(300000, yes_area + no_area, [[yes_area, no_area]], [0]),
        },
        online=0,
    )


@pytest.mark.parametrize(
    ("subject", "on", "yes", "no", "passed"),
    [
        (5, NEW, 11, 9, True),  # two thirds take part, more than half of them agree
        (5, NEW, 10, 10, False),
        (5, NEW, 19, 0, False),  # nineteen of thirty are not two thirds
        (6, NEW, 15, 5, True),  # three quarters of twenty
        (6, NEW, 14, 6, False),
        (7, NEW, 14, 6, False),
        (8, NEW, 14, 6, False),
        (8, OLD, 16, 0, True),  # until 2020 the use of common parts needed more than half of all
        (5, OLD, 19, 0, False),  # and using the repair fund two thirds of all
        (5, OLD, 20, 0, True),
        (4, OLD, 15, 1, False),
        (4, OLD, 16, 0, True),
    ],
)
def test_an_item_is_judged_by_the_law_of_its_day(
    subject: int, on: date, yes: int, no: int, passed: bool
) -> None:
    counted = outcome(yes=yes, no=no, yes_area=yes * 10000, no_area=no * 10000)
    assert judged(Item(subject=subject), 0, counted, on=on).passed is passed


@pytest.mark.parametrize(
    ("yes", "no", "yes_area", "no_area"),
    [(18, 3, 90000, 120000), (9, 12, 150000, 60000), (18, 3, 100000, 90000)],
)
def test_heads_without_area_or_area_without_heads_decide_nothing(
    yes: int, no: int, yes_area: int, no_area: int
) -> None:
    counted = outcome(yes=yes, no=no, yes_area=yes_area, no_area=no_area)
    assert not judged(Item(subject=9), 0, counted, on=NEW).passed


def test_an_abstention_takes_part_and_is_not_for_it() -> None:
    counted = Outcome(
        tallies={"person": Tally(3, 3, [[1, 0]], [2]), "area": Tally(300, 300, [[290, 0]], [10])}, online=0
    )
    verdict = judged(Item(subject=9), 0, counted, on=NEW)
    assert verdict.judgements[0].valid
    assert not verdict.passed


def elected(votes: list[int], seats: int) -> tuple[list[int], list[int]]:
    counted = Outcome(
        tallies={
            "person": Tally(10, 10, [votes], [0]),
            "area": Tally(1000, 1000, [[v * 100 for v in votes]], [0]),
        },
        online=0,
    )
    verdict = judged(Item(subject=3, seats=seats), 0, counted, on=NEW)
    return verdict.elected, verdict.tied


def test_those_with_more_than_half_are_elected_the_most_votes_first() -> None:
    assert elected([9, 5, 7, 8, 6, 6], 3) == ([1, 3, 4], [])
    assert elected([9, 5, 4], 3) == ([1], [])


def test_equal_votes_at_the_last_seat_elect_nobody_of_the_equals() -> None:
    assert elected([9, 7, 7], 2) == ([1], [2, 3])


def test_a_sum_of_areas_hides_single_owners_only_among_many() -> None:
    assert betrays(3, 30000)
    assert betrays(24, 240000)
    assert not betrays(60, 600000)
    # 2**n groups against 1024 for each of the sums: equal is still too few.
    assert betrays(20, 1024)
    assert not betrays(21, 1024)
