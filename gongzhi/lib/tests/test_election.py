import ast
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib import election, majority, participatory
from gongzhi.lib.election import (
    Ballots,
    Body,
    Electorate,
    Office,
    Proxy,
    Round,
    Stood,
    Way,
    check_proxies,
    due,
    later,
    may_vote,
    plan,
    recall,
    result,
    rules,
    term_end,
    ways,
)
from gongzhi.lib.majority import Count
from gongzhi.lib.workdays import Calendar

A_DAY = date(2026, 6, 30)
PLAIN = Calendar({}, frozenset())
PEOPLE = [f"voter{n}" for n in range(8)]
BY = {Body.VILLAGE: st.just(Way.VOTERS), Body.RESIDENTS: st.sampled_from(Way)}


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    body = draw(st.sampled_from(Body))
    good = draw(st.integers(1, 40))
    blank, invalid = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    seats = draw(st.integers(1, 4))
    left = seats * good
    stood = []
    for n in range(draw(st.integers(0, 6))):
        votes = draw(st.integers(0, min(good, left)))
        left -= votes
        stood.append(Stood(id=f"c{n}", office=Office.MEMBER, votes=votes, woman=draw(st.booleans())))
    pairs = st.frozensets(st.sampled_from([f"c{n}" for n in range(6)]), min_size=2, max_size=2)
    returned = good + blank + invalid
    return Round(
        body=body,
        way=draw(BY[body]),
        on=A_DAY,
        roll=returned + draw(st.integers(0, 60)),
        seats={Office.MEMBER: seats},
        ballots=Ballots(issued=returned, returned=returned, blank=blank, invalid=invalid),
        candidates=tuple(stood),
        relatives=draw(st.frozensets(pairs, max_size=4)),
        number=draw(st.integers(1, 3)),
    )


@given(rounds())
def test_seats_are_filled_or_empty_and_never_both(vote: Round) -> None:
    found = result(vote)
    assert len(found.elected) + sum(found.empty.values()) == vote.seats[Office.MEMBER]
    assert not {each.id for each in found.elected} & {
        name for names in found.again.values() for name in names
    }


@given(rounds())
def test_whoever_is_elected_has_the_votes_and_no_relative_beside_them(vote: Round) -> None:
    found = result(vote)
    chosen = {each.id for each in found.elected}
    returned = vote.ballots.returned
    for each in found.elected:
        assert each.votes * 2 > returned if vote.number == 1 else each.votes * 3 >= returned
    assert not [pair for pair in vote.relatives if pair <= chosen]


@given(rounds())
def test_nobody_is_passed_over_for_fewer_votes_without_a_reason(vote: Round) -> None:
    found = result(vote)
    told = {who for reason in found.reasons for who in reason.about}
    least = min((each.votes for each in found.elected), default=0)
    chosen = {each.id for each in found.elected}
    if found.elected:
        assert not [c.id for c in vote.candidates if c.votes > least and c.id not in chosen | told]


@given(rounds(), st.randoms())
def test_the_order_of_candidates_does_not_matter(vote: Round, chance: Random) -> None:
    shuffled = list(vote.candidates)
    chance.shuffle(shuffled)
    again = Round(
        **{name: getattr(vote, name) for name in vote.__dataclass_fields__} | {"candidates": tuple(shuffled)}
    )
    one, other = result(vote), result(again)
    assert {each.id for each in one.elected} == {each.id for each in other.elected}
    assert (one.empty, one.again, one.tied, one.valid) == (other.empty, other.again, other.tied, other.valid)


PROXIES = st.lists(st.builds(Proxy, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=20)


@given(PROXIES, st.sampled_from(Body), st.frozensets(st.sampled_from(PEOPLE), max_size=2))
def test_no_vote_is_cast_twice_and_none_is_lost(
    asked: list[Proxy], body: Body, candidates: frozenset[str]
) -> None:
    electorate = Electorate(
        body=body, way=Way.VOTERS, on=A_DAY, roll=frozenset(PEOPLE), candidates=candidates
    )
    found = check_proxies(electorate, asked)
    assert sum(found.votes(voter) for voter in PEOPLE) == len(PEOPLE)
    assert len(found.accepted) + len(found.refused) == len(asked)
    for proxy in found.accepted:
        assert not may_vote(electorate, found, proxy.voter).yes
        assert may_vote(electorate, found, proxy.agent).yes
        assert proxy.agent not in candidates
        assert found.votes(proxy.agent) <= 4
    assert found.published() == tuple(sorted((proxy.voter, proxy.agent) for proxy in found.accepted))


@given(PROXIES)
def test_representatives_vote_themselves(asked: list[Proxy]) -> None:
    electorate = Electorate(body=Body.RESIDENTS, way=Way.REPRESENTATIVES, on=A_DAY, roll=frozenset(PEOPLE))
    assert check_proxies(electorate, asked).accepted == ()


@given(st.dates(date(2018, 12, 29), date(2040, 12, 31)), st.sampled_from(Body))
def test_every_way_has_its_rules(day: date, body: Body) -> None:
    for way in ways(body, day)[0]:
        assert set(rules(body, way, day)) == {"valid", "elected", "second_round", "recall"}


def test_a_village_is_not_elected_by_its_representatives() -> None:
    with pytest.raises(ValueError, match="village committee"):
        rules(Body.VILLAGE, Way.REPRESENTATIVES, A_DAY)


@given(st.dates(date(2026, 1, 1), date(2040, 12, 31)), st.sampled_from(Body))
def test_the_days_of_an_election_follow_each_other(voting: date, body: Body) -> None:
    steps = {step.key: step for step in plan(body, voting, PLAIN)}
    published = steps["roll_published"].latest
    assert published == voting - timedelta(days=20)
    assert steps["voting"].earliest == voting
    assert published < steps["objection"].latest < voting < steps["handover"].latest  # type: ignore[operator]


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2024, 2, 29), 60, date(2029, 2, 28)),
        (date(2024, 2, 29), 12 * 4, date(2028, 2, 29)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(day: date, months: int, end: date) -> None:
    assert later(day, months) == end


def test_a_term_lasts_five_years_and_is_told_a_year_before() -> None:
    end = term_end(Body.RESIDENTS, date(2026, 3, 1))
    assert end == date(2031, 3, 1)
    assert not due(Body.RESIDENTS, end, date(2030, 2, 28)).within_a_year
    assert due(Body.RESIDENTS, end, date(2030, 3, 1)).days_left == 365


def test_a_recall_goes_the_way_of_the_election() -> None:
    count = Count(members=60, present=40, yes=40)
    assert not recall(Body.RESIDENTS, Way.REPRESENTATIVES, A_DAY, count).valid
    assert recall(Body.RESIDENTS, Way.HOUSEHOLDS, A_DAY, count).passed


@pytest.mark.parametrize(
    "wrong",
    [
        {"candidates": (Stood(id="a", office=Office.CHAIR, votes=10),)},
        {
            "candidates": (
                Stood(id="a", office=Office.CHAIR, votes=5),
                Stood(id="b", office=Office.CHAIR, votes=5),
            )
        },
        {
            "candidates": (
                Stood(id="a", office=Office.CHAIR, votes=1),
                Stood(id="a", office=Office.CHAIR, votes=1),
            )
        },
    ],
)
def test_votes_that_no_ballots_can_give_are_refused(wrong: dict[str, tuple[Stood, ...]]) -> None:
    with pytest.raises(ValueError, match=r"votes|twice"):
        Round(
            body=Body.VILLAGE,
            way=Way.VOTERS,
            on=A_DAY,
            roll=20,
            seats={Office.CHAIR: 1},
            ballots=Ballots(issued=10, returned=10, invalid=1),
            **wrong,
        )


def sources() -> list[Path]:
    folders = [Path(str(package.__file__)).parent for package in (election, majority)]
    return [*(path for folder in folders for path in folder.glob("*.py")), Path(participatory.__file__)]


@pytest.mark.parametrize("path", sources(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_counts_votes_and_areas_knows_no_floats(path: Path) -> None:
    wrong = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div))
        or (isinstance(node, ast.Name) and node.id == "float")
    ]
    assert wrong == []
