from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.law import Cite, Dated, number_of

DAY = timedelta(days=1)
COMMITTEES = Dated((date(2010, 10, 28), 3), (date(2018, 12, 29), 5))
values = st.dictionaries(st.dates(), st.integers(), min_size=1, max_size=6)


def test_a_value_holds_from_its_first_day() -> None:
    assert COMMITTEES.on(date(2018, 12, 28)) == 3
    assert COMMITTEES.on(date(2018, 12, 29)) == 5
    assert COMMITTEES.on(date(2099, 1, 1)) == 5


def test_before_the_first_day_there_is_no_value() -> None:
    with pytest.raises(LookupError, match="2010-10-28"):
        COMMITTEES.on(date(2010, 10, 27))


def test_a_false_value_is_a_value() -> None:
    assert Dated((date(2020, 1, 1), 0)).on(date(2020, 1, 1)) == 0


@pytest.mark.parametrize("given_", [(), ((date(2020, 1, 2), 1), (date(2020, 1, 1), 2))])
def test_values_are_given_in_the_order_of_their_days(given_: tuple[tuple[date, int], ...]) -> None:
    with pytest.raises(ValueError, match="ascending"):
        Dated(*given_)


@given(values, st.dates())
def test_on_every_day_the_latest_value_that_has_begun_holds(by_day: dict[date, int], day: date) -> None:
    dated = Dated(*sorted(by_day.items()))
    begun = [since for since in by_day if since <= day]
    if begun:
        assert dated.on(day) == by_day[max(begun)]
    else:
        with pytest.raises(LookupError):
            dated.on(day)
    assert dict(dated) == by_day


def test_an_article_is_cited_in_chinese() -> None:
    assert str(Cite("信访工作条例", "二十三条", date(2022, 5, 1))) == "《信访工作条例》第二十三条"


def test_an_article_is_in_force_from_its_day_and_on_its_last_day_no_more() -> None:
    since, until = date(2005, 5, 1), date(2022, 5, 1)
    article = Cite("信访条例", "三十三条", since, until)
    held = [article.in_force(day) for day in (since - DAY, since, until - DAY, until)]
    assert held == [False, True, True, False]
    assert Cite("信访工作条例", "一条", until).in_force(date.max)


@pytest.mark.parametrize(
    ("article", "number"),
    [("八", 8), ("十", 10), ("十二", 12), ("二十", 20), ("三十四", 34), ("一百零一", 101), ("二百零三", 203)],
)
def test_the_number_of_an_article_is_read_from_chinese(article: str, number: int) -> None:
    assert number_of(article) == number


def test_a_word_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not found"):
        number_of("附则")
