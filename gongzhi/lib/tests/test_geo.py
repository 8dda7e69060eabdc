import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.geo import distance_m, gcj02_to_wgs84, wgs84_to_gcj02

in_china = st.tuples(st.floats(73, 136), st.floats(4, 54))
anywhere = st.tuples(st.floats(-180, 180), st.floats(-90, 90))


@given(in_china)
def test_a_point_that_is_shifted_and_shifted_back_is_where_it_was(point):
    assert distance_m(gcj02_to_wgs84(*wgs84_to_gcj02(*point)), point) < 0.01


@given(in_china)
def test_the_shift_is_some_hundred_metres_and_never_more_than_two_kilometres(point):
    assert distance_m(wgs84_to_gcj02(*point), point) < 2000


def test_the_shift_in_chongqing_is_about_half_a_kilometre():
    shifted = wgs84_to_gcj02(106.547918, 29.565689)
    assert shifted == pytest.approx((106.551643, 29.562849), abs=5e-6)


def test_a_point_outside_china_is_not_shifted():
    assert gcj02_to_wgs84(24.94, 60.17) == wgs84_to_gcj02(24.94, 60.17) == (24.94, 60.17)


@given(anywhere, anywhere)
def test_a_distance_is_the_same_both_ways_and_at_most_half_round_the_earth(a, b):
    assert distance_m(a, b) == pytest.approx(distance_m(b, a))
    assert 0 <= distance_m(a, b) <= 20_015_115


def test_a_degree_of_latitude_is_111_kilometres():
    assert distance_m((106.5, 29), (106.5, 30)) == pytest.approx(111_195, abs=1)
