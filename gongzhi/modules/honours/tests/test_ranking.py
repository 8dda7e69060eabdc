"""The arithmetic of a round: order, equals, places shared among districts."""

from hypothesis import given
from hypothesis import strategies as st

from gongzhi.modules.honours.procedures.ranking import Tally, counted_marks, ranked, shared

MARKS = st.lists(st.integers(0, 100), min_size=1, max_size=7).map(tuple)


def order(tallies, **more):
    return [rank.key for rank in ranked(tallies, **{"places": 1, **more})]


def test_the_higher_sum_comes_first():
    assert order([Tally("a", (80, 81)), Tally("b", (90, 70)), Tally("c", (95, 90))]) == ["c", "a", "b"]


def test_extremes_are_dropped_only_when_the_programme_says_so():
    tallies = [Tally("a", (0, 90, 91, 92)), Tally("b", (80, 81, 82, 100))]
    assert order(tallies) == ["b", "a"]
    assert order(tallies, drops=True) == ["a", "b"]
    assert counted_marks((50, 90), drops=True) == (140, 2)


def test_one_mark_less_after_somebody_stepped_back_neither_helps_nor_harms():
    equal = ranked([Tally("a", (90, 90, 90)), Tally("b", (90, 90))], places=1)
    assert [rank.equals for rank in equal] == [2, 2]
    assert order([Tally("a", (90, 90, 89)), Tally("b", (90, 90))]) == ["b", "a"]


def test_equals_who_all_have_a_place_need_no_decision():
    tallies = [Tally("a", (90,)), Tally("b", (90,)), Tally("c", (80,))]
    assert [rank.open for rank in ranked(tallies, places=2)] == [False, False, False]
    assert [rank.open for rank in ranked(tallies, places=1)] == [True, True, False]


def test_equals_among_the_reserves_need_a_decision_because_they_follow_in_order():
    tallies = [Tally("a", (90,)), Tally("b", (80,)), Tally("c", (80,))]
    assert [rank.open for rank in ranked(tallies, places=1)] == [False, True, True]


def test_what_the_meeting_decided_orders_equals():
    tallies = [Tally("a", (90,), 2), Tally("b", (90,), 1)]
    assert order(tallies) == ["b", "a"]
    assert not any(rank.open for rank in ranked(tallies, places=1))


@given(st.dictionaries(st.integers(0, 50), MARKS, min_size=1, max_size=8), st.data(), st.booleans())
def test_the_order_in_which_marks_are_entered_does_not_matter(marks, data, drops):
    tallies = [Tally(key, given) for key, given in marks.items()]
    mixed = [Tally(key, tuple(data.draw(st.permutations(given)))) for key, given in marks.items()]
    once = ranked(tallies, places=3, drops=drops)
    assert once == ranked(data.draw(st.permutations(mixed)), places=3, drops=drops)
    assert [rank.place for rank in once] == list(range(1, len(once) + 1))


@given(
    st.integers(0, 500),
    st.dictionaries(st.integers(500100, 500160).map(str), st.integers(0, 900), max_size=40),
)
def test_places_shared_among_districts_add_up_to_the_programmes(total, weights):
    places = shared(total, weights)
    assert sum(places.values()) == (total if weights else 0)
    assert all(n >= 0 for n in places.values())
    assert total < len(weights) or all(n >= 1 for n in places.values())
    heaviest = max(weights, key=weights.get, default=None)
    assert heaviest is None or places[heaviest] == max(places.values())
