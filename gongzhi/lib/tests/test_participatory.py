from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.participatory import NotCounted, Poll, choose, read

PARK = """META
key;value
unit;Somewhere
num_projects;4
num_votes;5
budget;1000
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;votes;name;selected
a;600;4;Park;1
b;500;3;Bridge;0
c;400;2;Court;1
d;100;1;Dogs;0
VOTES
voter_id;age;vote
1;30;a,b
2;31;a,b,c
3;;a,b
4;70;a,c
5;22;d
"""


def winners(text: str | bytes) -> tuple[str, ...]:
    return choose(read(text if isinstance(text, bytes) else text.encode())).winners


def test_most_votes_first_and_what_does_not_fit_is_passed_over() -> None:
    poll = read(PARK.encode())
    outcome = choose(poll)
    assert poll.points == {"a": 4, "b": 3, "c": 2, "d": 1}
    assert outcome.winners == ("a", "c")
    assert outcome.official == ("a", "c")
    assert outcome.spent == 1000
    assert outcome.agrees is True


def test_without_skipping_it_ends_at_the_first_that_does_not_fit() -> None:
    assert winners(PARK.replace("rule;greedy", "rule;greedy-no-skip")) == ("a",)


def test_a_withdrawn_project_does_not_end_it() -> None:
    text = PARK.replace("rule;greedy", "rule;greedy-no-skip").replace("b;500", "b;999999999")
    assert winners(text) == ("a", "c")


@pytest.mark.parametrize("rule", ["greedy", "greedy-threshold", "greedy-no-skip"])
def test_a_project_below_the_threshold_is_never_chosen(rule: str) -> None:
    text = PARK.replace("rule;greedy", f"min_project_score_threshold;3\nrule;{rule}")
    assert winners(text) == ("a",)


def test_a_threshold_rule_without_a_threshold_is_refused() -> None:
    with pytest.raises(NotCounted, match="threshold"):
        winners(PARK.replace("rule;greedy", "rule;greedy-threshold"))


def test_points_are_added_where_voters_share_them_out() -> None:
    text = (
        PARK.replace("approval", "cumulative")
        .replace("voter_id;age;vote", "voter_id;vote;points")
        .partition("\n1;30")[0]
        + "\n1;d,b;4,1\n2;d;5\n3;c;2.5\n4;b;1\n5;;\n"
    )
    assert read(text.encode()).points == {"a": 0, "b": 2, "c": Decimal("2.5"), "d": 9}
    assert winners(text) == ("d", "c", "b")


def test_a_ballot_whose_points_do_not_match_its_projects_counts_as_far_as_it_goes() -> None:
    text = PARK.replace("approval", "cumulative").replace("voter_id;age;vote", "voter_id;points;vote")
    poll = read(text.replace("1;30;a,b", "1;3,2;a,b").replace("5;22;d", "5;;d").encode())
    assert poll.points == {"a": 3 + 31 + 70, "b": 2, "c": 0, "d": 0}
    assert poll.oddities["points_differ"] == 4


def test_how_many_voters_named_a_project_is_not_its_score() -> None:
    text = PARK.replace("approval", "cumulative").replace("voter_id;age;vote", "voter_id;points;vote")
    shared = text.partition("\n1;30")[0] + "\n1;3,2;a,b\n"
    assert "other_totals" not in read(shared.encode()).oddities
    assert read(shared.replace(";votes;", ";score;").encode()).oddities["other_totals"] == 4


def test_shared_points_without_any_points_are_refused() -> None:
    with pytest.raises(NotCounted, match="points"):
        read(PARK.replace("approval", "cumulative").encode())


def test_a_single_choice_is_counted_as_an_approval() -> None:
    assert winners(PARK.replace("approval", "choose-1")) == ("a", "c")


@pytest.mark.parametrize("vote_type", ["ordinal", "scoring", ""])
def test_another_kind_of_vote_is_refused(vote_type: str) -> None:
    with pytest.raises(NotCounted, match="vote_type"):
        read(PARK.replace("approval", vote_type).encode())


@pytest.mark.parametrize("rule", ["equalshares", "greedy-exclusive", "greedy-custom", "unknown", ""])
def test_another_rule_is_refused(rule: str) -> None:
    with pytest.raises(NotCounted, match="rule"):
        winners(PARK.replace("rule;greedy", f"rule;{rule}"))


def test_equals_are_taken_in_the_order_of_the_file() -> None:
    text = PARK.replace("5;22;d", "5;22;d,c").replace("a;600", "a;700").replace("b;500", "b;300")
    assert read(text.encode()).points["b"] == read(text.encode()).points["c"] == 3
    assert winners(text) == ("a", "b")


def test_a_result_that_only_a_lot_explains_is_told_as_such() -> None:
    text = PARK.replace("5;22;d", "5;22;d,c").replace("a;600", "a;600").replace("b;500", "b;400")
    outcome = choose(read(text.encode()))
    assert outcome.winners == ("a", "b")
    assert (outcome.agrees, outcome.by_lot) == (False, True)


def test_a_result_that_the_rule_does_not_explain_is_told_as_such() -> None:
    outcome = choose(read(PARK.replace("Court;1", "Court;0").encode()))
    assert (outcome.agrees, outcome.by_lot) == (False, False)


def test_a_project_chosen_for_another_reason_is_not_official_by_the_rule() -> None:
    outcome = choose(read(PARK.replace("Bridge;0", "Bridge;2").encode()))
    assert outcome.official == ("a", "c")


def test_a_file_without_a_result_is_counted_and_compared_with_nothing() -> None:
    text = PARK.replace(";selected", "").replace(";1\nb", "\nb").replace("Bridge;0", "Bridge")
    outcome = choose(read(text.replace("Court;1", "Court").replace("Dogs;0", "Dogs").encode()))
    assert outcome.winners == ("a", "c")
    assert outcome.official is outcome.agrees is None


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PARK,
        PARK.replace("\n", "\r\n"),
        PARK.replace("META\n", "META;;\n").replace("PROJECTS\n", "projects;\n"),
        PARK.replace(";", " ; "),
        PARK.replace("\nVOTES", "\n\n;;;\nVOTES"),
        PARK.replace("budget;1000", "budget;1 000,00").replace("a;600", "a;600,0"),
        PARK.replace("Park", '"Park; ""green"""'),
        PARK.replace("Park", '"Park\nand lake"'),
        PARK.replace("Park", '"Park').replace("Dogs", 'Dogs" run'),  # stray quotes swallow three rows
        PARK.replace("Park", '"Park'),
        PARK.replace("1;30;a,b", '1;30;"a, b,"'),
        PARK.replace("key;value\n", ""),
        PARK.replace("num_votes;5\n", "").replace("num_projects;4\n", ""),
    ],
)
def test_what_real_files_do_otherwise_is_read(text: str) -> None:
    poll = read(text.encode())
    assert poll.points == {"a": 4, "b": 3, "c": 2, "d": 1}
    assert choose(poll).winners == ("a", "c")
    assert choose(poll).spent == 1000


def test_cents_are_exact() -> None:
    text = PARK.replace("a;600", "a;0.1").replace("b;500", "b;0.2").replace("budget;1000", "budget;0.3")
    assert winners(text) == ("a", "b")


def test_what_the_ballots_say_counts_and_differences_are_told() -> None:
    text = (
        PARK.replace("a;600;4", "a;600;1")
        .replace("5;22;d", "5;22;d,zz,d")
        .replace("num_votes;5", "num_votes;6")
    )
    poll = read(text.encode())
    assert poll.points == {"a": 4, "b": 3, "c": 2, "d": 1}
    assert poll.oddities == {
        "unknown_project": 1,
        "repeated_project": 1,
        "other_ballots": 1,
        "other_totals": 1,
    }


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("a;600", "a;", "number"),
        ("a;600", "a;NaN", "number"),
        ("b;500", "a;500", "project_id"),
        ("b;500", ";500", "project_id"),
        ("budget;1000\n", "", "number"),
        ("VOTES\n", "", "sections"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_its_reason(old: str, new: str, why: str) -> None:
    with pytest.raises(NotCounted) as refused:
        choose(read(PARK.replace(old, new).encode()))
    assert refused.value.code == why


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(NotCounted):
        assert isinstance(read(content), Poll)


@given(st.permutations(PARK.splitlines()[-5:]))
def test_the_order_of_ballots_does_not_matter(ballots: list[str]) -> None:
    head = PARK.splitlines()[:-5]
    assert winners("\n".join([*head, *ballots])) == ("a", "c")
