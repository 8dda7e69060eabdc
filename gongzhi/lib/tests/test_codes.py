import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gongzhi.lib.codes import LENGTHS, after, ancestors, covers, cut, is_area_code

codes = st.builds(
    lambda province, rest, length: (province + rest)[:length],
    st.integers(11, 82).map(str),
    st.text("0123456789", min_size=13, max_size=13),
    st.sampled_from(LENGTHS),
)


def test_the_ancestors_of_a_community_are_its_levels_nearest_first() -> None:
    assert ancestors("500103001001") == ["500103001", "500103", "5001", "50"]
    assert ancestors("50") == []


def test_a_code_is_cut_by_level_and_never_stripped_of_zeros() -> None:
    """Qijiang is 500110, Dazu 500111: their zeros belong to them."""
    assert ancestors("500110000000") == ["500110000", "500110", "5001", "50"]
    assert cut("500110001001", 6) == "500110"
    assert after("500110") == "500111"
    assert after("500109") == "500110"
    assert not covers("500110", "500111001001")


@pytest.mark.parametrize(("code", "behind"), [("50", "51"), ("500199", "500200"), ("000000001", "000000002")])
def test_the_code_behind_another_is_as_long(code: str, behind: str) -> None:
    assert after(code) == behind


@pytest.mark.parametrize("code", ["99", "999999", "9" * 15])
def test_behind_nines_lies_nothing(code: str) -> None:
    with pytest.raises(ValueError, match="no code"):
        after(code)


@given(codes, codes)
def test_a_scope_is_the_range_up_to_the_code_behind(scope: str, code: str) -> None:
    assert covers(scope, code) == (scope <= code < after(scope))


@given(codes, st.text("0123456789", max_size=9))
def test_everything_below_an_area_lies_in_its_scope(scope: str, more: str) -> None:
    assert scope <= scope + more < after(scope)


@given(codes)
def test_every_ancestor_covers_its_code_and_is_a_code(code: str) -> None:
    for above in ancestors(code):
        assert covers(above, code)
        assert is_area_code(above)
        assert cut(code, len(above)) == above


@given(codes, codes)
def test_two_areas_lie_in_one_another_or_apart(one: str, other: str) -> None:
    assume(one != other)
    assert (one in ancestors(other)) == (covers(one, other) and len(one) < len(other))


def test_a_shorter_code_has_no_part_of_that_level() -> None:
    assert cut("500103", 9) == ""
    assert cut("500103", 6) == "500103"


@pytest.mark.parametrize(
    "text",
    ["", "5", "500", "5001031", "50010300100", "abcdef", "５０", "50 ", "50\n", "-1", "5001030010010010"],
)
def test_what_is_no_code_is_told_apart(text: str) -> None:
    assert not is_area_code(text)


def test_a_scope_of_nines_is_no_area_code() -> None:
    """No area has one, and there is no range for it."""
    assert not any(is_area_code("9" * length) for length in LENGTHS)
