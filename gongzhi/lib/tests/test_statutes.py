from datetime import date

import pytest

from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import BOUNDS, INTERVALS, SETTINGS, TERMS, lasts, local, post_ends
from gongzhi.lib.workdays import Term, Unit

LAST_OLD, FIRST_NEW = date(2025, 12, 31), date(2026, 1, 1)


@pytest.mark.parametrize("table", [TERMS, INTERVALS, BOUNDS])
def test_every_number_cites_an_article_that_is_in_force_on_its_first_day(table: dict) -> None:
    for key, dated in table.items():
        for since, value in dated:
            assert isinstance(value.law, Cite), key
            assert value.law.in_force(since), key


@pytest.mark.parametrize("table", [TERMS, INTERVALS, BOUNDS])
def test_no_number_is_held_by_an_article_that_has_ended(table: dict) -> None:
    today = date(2026, 11, 24)
    assert [key for key, dated in table.items() if not dated.on(today).law.in_force(today)] == []


def test_the_new_texts_begin_with_2026_and_not_with_their_publication() -> None:
    term = TERMS["publication_village"]
    published = date(2025, 10, 28)
    assert [term.on(day).amount for day in (published, LAST_OLD, FIRST_NEW)] == [10, 10, 15]
    with pytest.raises(LookupError):
        TERMS["publication_residents"].on(LAST_OLD)


def test_what_only_the_city_says_can_be_told_from_what_the_law_says() -> None:
    term = TERMS["publication_village"]
    assert [local(term.on(day).law) for day in (LAST_OLD, FIRST_NEW)] == [True, False]


def test_settings_are_terms() -> None:
    assert set(TERMS) >= SETTINGS


def test_a_notice_of_fifteen_days_stands_through_the_fifteenth_day_after() -> None:
    term = TERMS["publication_village"].on(FIRST_NEW)
    assert lasts(term, date(2026, 3, 1), date(2026, 3, 16))
    assert not lasts(term, date(2026, 3, 1), date(2026, 3, 15))
    with pytest.raises(ValueError, match="calendar days"):
        lasts(Term(5, Unit.WORKING), date(2026, 3, 1), date(2026, 3, 16))


@pytest.mark.parametrize(
    ("unfit", "ends"),
    [
        ([], False),
        ([True], False),
        ([True, False, True], False),
        ([True, True], True),
        ([False, True, True], True),
        ([True, True, False], False),
    ],
)
def test_two_appraisals_in_a_row_as_unfit_end_the_post(unfit: list[bool], ends: bool) -> None:
    assert post_ends("unfit_village", unfit, on=FIRST_NEW) is ends
