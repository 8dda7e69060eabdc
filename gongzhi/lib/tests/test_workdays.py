from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.lib.workdays import CHINA, CLOSE, Calendar, Due, Term, Unit, due, left, resume, warn

JANUARY_2020 = Calendar(
    {date(2020, 1, 19): True}
    | {date(2020, 1, 24) + timedelta(days=n): False for n in range(10)},  # 24 January to 2 February
    frozenset({2020}),
)

zones = st.sampled_from([UTC, CHINA, timezone(timedelta(hours=-11)), timezone(timedelta(hours=14))])
days = st.dates(date(2019, 11, 1), date(2021, 3, 1))
calendars = st.builds(
    Calendar,
    st.dictionaries(days, st.booleans(), max_size=60),
    st.frozensets(st.integers(2019, 2021)),
)
moments = st.builds(
    lambda day, of_day, zone: datetime.combine(day, of_day, zone),
    st.dates(date(2019, 12, 1), date(2020, 12, 31)),
    st.times(),
    zones,
)
day_units = st.sampled_from([Unit.CALENDAR, Unit.WORKING])
terms = st.builds(Term, st.integers(1, 45), st.sampled_from(Unit))
spans = st.timedeltas(timedelta(0), timedelta(days=60))


def local(*numbers: int) -> datetime:
    return datetime(*numbers, tzinfo=CHINA)  # type: ignore[arg-type,misc]


def working(amount: int) -> Term:
    return Term(amount, Unit.WORKING)


def test_five_working_days_from_20_january_2020_skip_the_long_spring_festival() -> None:
    found = due(local(2020, 1, 20, 10), working(5), JANUARY_2020)
    assert found == Due(
        at=local(2020, 2, 4, 17),
        counted=(*(date(2020, 1, n) for n in (21, 22, 23)), date(2020, 2, 3), date(2020, 2, 4)),
        provisional=False,
        rolled_from=None,
    )


def test_a_make_up_sunday_counts_as_a_working_day() -> None:
    assert due(local(2020, 1, 17, 9), working(1), JANUARY_2020).at == local(2020, 1, 19, 17)


def test_a_calendar_term_that_ends_on_a_day_off_moves_to_the_next_workday() -> None:
    found = due(local(2020, 1, 20, 10), Term(5, Unit.CALENDAR), JANUARY_2020)
    assert (found.at, found.rolled_from) == (local(2020, 2, 3, 17), date(2020, 1, 25))


def test_a_calendar_term_that_ends_on_a_make_up_sunday_stays_there() -> None:
    found = due(local(2020, 1, 14, 10), Term(5, Unit.CALENDAR), JANUARY_2020)
    assert (found.at, found.rolled_from) == (local(2020, 1, 19, 17), None)


def test_hours_run_through_the_night_and_the_festival() -> None:
    assert due(local(2020, 1, 24, 22, 30), Term(24, Unit.HOURS), JANUARY_2020).at == local(
        2020, 1, 25, 22, 30
    )


def test_the_first_day_is_the_day_in_china_wherever_the_moment_was_written() -> None:
    late = datetime(2020, 1, 20, 17, tzinfo=UTC)  # 01:00 on the 21st in China
    assert due(late, working(1), JANUARY_2020).at == local(2020, 1, 22, 17)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(local(2020, 1, 20).replace(tzinfo=None), working(1), JANUARY_2020)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_term_of_nothing_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        working(amount)


def test_a_term_that_reaches_an_unpublished_year_is_provisional() -> None:
    start = local(2020, 12, 30, 9)
    assert not due(start, working(1), JANUARY_2020).provisional
    assert due(start, working(2), JANUARY_2020).provisional


def test_a_pause_over_the_weekend_costs_no_working_day() -> None:
    # two days from Thursday 2 January: Friday 3, Monday 6
    pauses = [(local(2020, 1, 3, 16), local(2020, 1, 5, 16))]
    assert due(local(2020, 1, 2, 9), working(2), JANUARY_2020, pauses).at == local(2020, 1, 6, 17)


def test_the_day_of_the_pause_and_the_day_of_resuming_count_as_one() -> None:
    # five days from Monday 6 January: 7 to 10, 13; paused on the 8th with two used, three left
    pauses = [(local(2020, 1, 8, 9), local(2020, 1, 13, 15))]
    found = due(local(2020, 1, 6, 9), working(5), JANUARY_2020, pauses)
    assert found.counted == tuple(date(2020, 1, n) for n in (7, 8, 14, 15, 16))


def test_a_term_paused_on_its_last_day_gets_a_last_day_again() -> None:
    start, paused = local(2020, 1, 6, 9), local(2020, 1, 8, 16)
    rest = left(working(2), start, paused, JANUARY_2020)
    assert resume(rest, local(2020, 1, 10, 11), JANUARY_2020).at == local(2020, 1, 10, 17)
    assert resume(rest, local(2020, 1, 10, 17), JANUARY_2020).at == local(2020, 1, 13, 17)


def test_pauses_out_of_order_are_refused() -> None:
    early, late = local(2020, 1, 7, 9), local(2020, 1, 8, 9)
    with pytest.raises(ValueError, match="does not lie behind"):
        due(local(2020, 1, 6, 9), working(5), JANUARY_2020, [(late, early)])


@given(moments, terms, calendars)
def test_a_term_ends_after_it_began(start: datetime, term: Term, calendar: Calendar) -> None:
    found = due(start, term, calendar)
    assert found.at > start
    assert start < warn(start, found.at) < found.at


@given(moments, st.integers(1, 45), day_units, calendars)
def test_a_term_in_days_ends_on_a_workday_when_the_offices_close(
    start: datetime, amount: int, unit: Unit, calendar: Calendar
) -> None:
    found = due(start, Term(amount, unit), calendar)
    assert calendar.is_workday(found.at.date())
    assert found.at.timetz() == CLOSE.replace(tzinfo=CHINA)
    assert len(found.counted) == amount
    assert found.counted[-1] == (found.rolled_from or found.at.date())


@given(moments, terms, calendars)
def test_one_more_is_never_earlier(start: datetime, term: Term, calendar: Calendar) -> None:
    longer = Term(term.amount + 1, term.unit)
    assert due(start, longer, calendar).at >= due(start, term, calendar).at


@given(moments, st.integers(1, 2000), calendars)
def test_an_hour_has_sixty_minutes(start: datetime, amount: int, calendar: Calendar) -> None:
    assert due(start, Term(amount, Unit.HOURS), calendar).at - start == timedelta(hours=amount)


@given(moments, moments, terms, calendars)
def test_a_later_start_never_ends_earlier(
    one: datetime, two: datetime, term: Term, calendar: Calendar
) -> None:
    early, late = sorted([one, two])
    assert due(early, term, calendar).at <= due(late, term, calendar).at


@given(moments, terms, spans, calendars)
def test_pausing_and_resuming_at_once_changes_nothing(
    start: datetime, term: Term, wait: timedelta, calendar: Calendar
) -> None:
    now = start + wait
    assert due(start, term, calendar, [(now, now)]).at == due(start, term, calendar).at
    assert resume(left(term, start, now, calendar), now, calendar).at == due(start, term, calendar).at


@given(moments, terms, st.lists(spans, min_size=2, max_size=8), calendars)
def test_no_pause_makes_a_term_shorter(
    start: datetime, term: Term, steps: list[timedelta], calendar: Calendar
) -> None:
    pauses, now, before = [], start, due(start, term, calendar)
    for wait, length in zip(steps[::2], steps[1::2], strict=False):
        pauses.append((now + wait, now + wait + length))
        now = pauses[-1][1]
        after = due(start, term, calendar, pauses)
        assert after.at >= before.at
        assert len(after.counted) == len(before.counted)
        before = after


@given(moments, terms, spans, spans, spans, calendars)
def test_a_longer_pause_never_ends_earlier(
    start: datetime, term: Term, wait: timedelta, length: timedelta, more: timedelta, calendar: Calendar
) -> None:
    paused = start + wait
    short = due(start, term, calendar, [(paused, paused + length)])
    assert due(start, term, calendar, [(paused, paused + length + more)]).at >= short.at


@given(moments, terms, spans, spans, spans, calendars)
def test_a_pause_in_two_pieces_is_one_pause(
    start: datetime, term: Term, wait: timedelta, first: timedelta, second: timedelta, calendar: Calendar
) -> None:
    paused = start + wait
    middle, end = paused + first, paused + first + second
    assert due(start, term, calendar, [(paused, middle), (middle, end)]).at == (
        due(start, term, calendar, [(paused, end)]).at
    )


@given(moments, terms, spans, spans, calendars)
def test_a_term_that_is_over_stays_over(
    start: datetime, term: Term, late: timedelta, length: timedelta, calendar: Calendar
) -> None:
    ended = due(start, term, calendar)
    paused = ended.at + late
    assert due(start, term, calendar, [(paused, paused + length)]) == ended


@given(moments, terms, spans, spans, calendars)
def test_a_running_term_that_paused_is_running_when_it_resumes(
    start: datetime, term: Term, wait: timedelta, length: timedelta, calendar: Calendar
) -> None:
    rest = left(term, start, start + wait, calendar)
    at = start + wait + length
    assert (resume(rest, at, calendar).at > at) == (rest.over is None)
