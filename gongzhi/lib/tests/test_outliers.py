"""Values far from their peers are found; few or equal values accuse nobody."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.lib.outliers import MODIFIED_BOUND, median, scores

NUMBERS = st.lists(st.integers(-99, 99), min_size=5, max_size=12)


def of(*values: int):
    return scores([Fraction(v) for v in values])


def test_the_modified_score_is_counted_as_by_hand():
    """The median is 2.45, the median distance from it 0.15."""
    found = scores([Fraction(v, 10) for v in (21, 26, 24, 25, 23, 21, 23, 26, 82, 83)])
    assert [score.outlier for score in found] == [False] * 8 + [True] * 2
    assert found[8].modified == pytest.approx(0.6745 * 5.75 / 0.15)


def test_a_z_score_alone_would_miss_what_hides_behind_its_own_spread():
    found = of(1, 2, 1, 2, 1, 2, 1, 2, 90)
    assert found[-1].z < 3 < MODIFIED_BOUND < found[-1].modified
    assert found[-1].outlier


def test_where_most_values_are_equal_the_z_score_still_tells():
    found = of(*[5] * 20, 60)
    assert found[-1].modified is None
    assert found[-1].outlier
    assert not found[0].outlier


def test_few_or_equal_values_accuse_nobody():
    assert not any(score.outlier for score in (*of(1, 1, 1, 900), *of(7, 7, 7, 7, 7, 7)))


def test_nothing_has_no_median():
    with pytest.raises(ValueError, match="median"):
        median([])


@settings(max_examples=30, deadline=None)
@given(NUMBERS, st.integers(1, 9), st.integers(-99, 99))
def test_scores_do_not_depend_on_the_unit(values, scale, shift):
    own, other = of(*values), of(*(v * scale + shift for v in values))
    for one, two in zip(own, other, strict=True):
        assert one.modified == (None if two.modified is None else pytest.approx(two.modified))
        assert (one.z is None) == (two.z is None)
