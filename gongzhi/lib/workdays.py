"""Terms: when they end, what is left of them when they pause, when they end after that.

Civil Code (2020-05-28) articles 201-204. In days the first day is not counted; a last day that is a day off
moves to the next workday; it ends when offices close. Hours run by the clock, through nights and days off.

Pauses, by whole days: the day of the pause and the day of resuming count together as one. A pause within one
day therefore changes nothing, unless the last day closes meanwhile: then the next workday takes its place.
A term that is over cannot be paused: its due moment stands, and is never later than the moment of resuming.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from gongzhi.lib.law import Cite

CHINA = timezone(
    timedelta(hours=8), "Asia/Shanghai"
)  # one clock for the country, without summer time since 1992
CLOSE = time(17)  # Civil Code 203 II: where there are office hours, the term ends when they do
DAY = timedelta(days=1)
SATURDAY = 5


class Unit(StrEnum):
    CALENDAR = "calendar"
    WORKING = "working"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Term:
    """So many days or hours, and the article that says so. Raises ValueError unless amount > 0."""

    amount: int
    unit: Unit
    law: Cite | None = None

    def __post_init__(self) -> None:
        if self.amount <= 0:
            raise ValueError(f"a term needs a positive amount, not {self.amount}")


@dataclass(frozen=True)
class Calendar:
    """Days that differ from the plain week (True: worked), and the years whose list was published."""

    exceptions: Mapping[date, bool]
    published: frozenset[int]

    def is_workday(self, day: date) -> bool:
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def provisional(self, day: date) -> bool:
        """Is `day` only computed, since nobody has published its year yet?"""
        return day.year not in self.published

    def next_workday(self, day: date) -> date:
        """Answer the first workday after `day`."""
        day += DAY
        while not self.is_workday(day):
            day += DAY
        return day

    def workdays(self, after: date, until: date) -> int:
        """Count the workdays behind `after`, up to and with `until`."""
        return sum(self.is_workday(after + n * DAY) for n in range(1, (until - after).days + 1))


@dataclass(frozen=True, slots=True)
class Due:
    """When a term ends; the days that were counted; the last of them, where it was a day off and moved."""

    at: datetime
    counted: tuple[date, ...]
    provisional: bool
    rolled_from: date | None


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a term at some moment of its run.

    `days` begin after today; 0: the last day is running, or would be but for days off. `clock` is for hours.
    `counted` are the days used up. `over`: the term ended before, and this stands.
    """

    unit: Unit
    days: int = 0
    clock: timedelta = timedelta(0)
    counted: tuple[date, ...] = ()
    over: Due | None = None


Pauses = Sequence[tuple[datetime, datetime]]


def due(start: datetime, term: Term, calendar: Calendar, pauses: Pauses = ()) -> Due:
    """Answer when `term` ends that began at `start`, with the pauses [from, to) that are over, oldest first.

    Raises ValueError for a naive moment, and for pauses out of order.
    """
    rest, since = _run(term, start, calendar, pauses)
    return resume(rest, since, calendar)


def left(term: Term, start: datetime, now: datetime, calendar: Calendar, pauses: Pauses = ()) -> Left:
    """Answer what is left of `term` at `now`. Raises as `due` does."""
    rest, since = _run(term, start, calendar, pauses)
    return _spent(rest, since, now, calendar)


def resume(left: Left, at: datetime, calendar: Calendar) -> Due:
    """Answer when the term ends if what is left of it runs on from `at`."""
    if left.over:
        return left.over
    moment = _local(at)
    if left.unit is Unit.HOURS:
        return Due(moment + left.clock, (), provisional=False, rolled_from=None)
    closed_today = moment.time() >= CLOSE
    behind = moment.date() if left.days or closed_today else moment.date() - DAY
    counted = left.counted + _following(behind, max(left.days, 1), left.unit, calendar)
    last = counted[-1]
    end = last if calendar.is_workday(last) else calendar.next_workday(last)
    looked_at = counted if left.unit is Unit.WORKING else (last, end)
    return Due(
        at=datetime.combine(end, CLOSE, CHINA),
        counted=counted,
        provisional=any(calendar.provisional(day) for day in looked_at),
        rolled_from=None if end == last else last,
    )


def warn(start: datetime, due_at: datetime) -> datetime:
    """Answer the moment when 80 % of the time between has passed: after `start`, before `due_at`."""
    return start + (due_at - start) * 4 / 5


def _run(term: Term, start: datetime, calendar: Calendar, pauses: Pauses) -> tuple[Left, datetime]:
    """Answer what was left when the last pause ended, and when that was."""
    if term.unit is Unit.HOURS:
        rest = Left(term.unit, clock=timedelta(hours=term.amount))
    else:
        rest = Left(term.unit, days=term.amount)
    since = _local(start)
    for paused, resumed in pauses:
        if not since <= _local(paused) <= _local(resumed):
            raise ValueError(f"the pause {paused}-{resumed} does not lie behind {since}")
        rest = _spent(rest, since, paused, calendar)
        since = resumed
    return rest, since


def _spent(rest: Left, since: datetime, now: datetime, calendar: Calendar) -> Left:
    """Answer what is left at `now` of what has been running since `since`."""
    running = resume(rest, since, calendar)
    today = _local(now).date()
    if rest.over or now >= running.at:
        return Left(rest.unit, over=running)
    if rest.unit is Unit.HOURS:
        return replace(rest, clock=min(rest.clock, running.at - now))
    days = min(rest.days, sum(day > today for day in running.counted))
    return replace(rest, days=days, counted=running.counted[: -max(days, 1)])


def _following(day: date, amount: int, unit: Unit, calendar: Calendar) -> tuple[date, ...]:
    """Answer the `amount` days of that unit behind `day`."""
    found = []
    for _ in range(amount):
        day = calendar.next_workday(day) if unit is Unit.WORKING else day + DAY
        found.append(day)
    return tuple(found)


def _local(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"{moment}: a moment needs its time zone")
    return moment.astimezone(CHINA)
