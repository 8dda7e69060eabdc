"""Whole numbers shared out by weights."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.apportion import apportion


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=60).filter(any))
def test_parts_add_up_and_each_is_next_to_its_share(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part * sum(weights) - total * weight) < sum(weights)
        for part, weight in zip(parts, weights, strict=True)
    )


def test_whoever_weighs_nothing_gets_nothing() -> None:
    assert apportion(7, [0, 1, 0, 2, 0]) == [0, 2, 0, 5, 0]


def test_nothing_can_be_shared_out_among_nobody_and_a_thing_cannot() -> None:
    assert apportion(0, [0, 0]) == [0, 0]
    with pytest.raises(ValueError, match="shared out"):
        apportion(1, [0, 0])
