import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.likeness import NEAR, bands, difference_hash, distance, joined

hashes = st.integers(0, 2**64 - 1)
RISING = [0, 50, 100, 50, 100, 50, 100, 50, 100]


def test_a_bit_says_whether_it_grows_brighter_to_the_right() -> None:
    found = difference_hash([RISING] * 8)
    assert found == joined([0b1101_0101_1101_0101] * 4)


@given(hashes, st.sets(st.integers(0, 63), max_size=NEAR))
def test_what_differs_in_at_most_three_bits_agrees_in_a_band(one: int, flipped: set[int]) -> None:
    other = one
    for bit in flipped:
        other ^= 1 << bit
    assert distance(one, other) == len(flipped) <= NEAR
    assert any(mine == theirs for mine, theirs in zip(bands(one), bands(other), strict=True))


@given(hashes)
def test_bands_hold_the_whole_hash(one: int) -> None:
    assert joined(bands(one)) == one
    assert all(0 <= band < 2**16 for band in bands(one))


@given(st.integers(-60, 60))
def test_a_brighter_or_darker_picture_is_the_same_one(more: int) -> None:
    row = [60 + value for value in RISING]
    assert difference_hash([[value + more for value in row]] * 8) == difference_hash([row] * 8)


@pytest.mark.parametrize("row", [[200] * 9, [200, 202, 200, 201, 203, 200, 202, 201, 200], range(0, 90, 10)])
def test_a_picture_that_shows_nothing_has_no_hash(row: list[int]) -> None:
    assert difference_hash([list(row)] * 8) is None


def test_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="8 rows of 9"):
        difference_hash([[0] * 8] * 8)
