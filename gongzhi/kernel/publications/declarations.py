"""Duties to disclose, as modules declare them: what, by whom, how often, since when, by which article."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise

from gongzhi.lib.law import Cite
from gongzhi.lib.workdays import Term, Unit

Text = str | Promise


class Every(StrEnum):
    """How often something has to be disclosed. AT_ONCE: whenever it happens."""

    MONTH = "month"
    QUARTER = "quarter"
    AT_ONCE = "at_once"


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3}


class Owed(StrEnum):
    """Whose duty it is: of villages, of urban communities, of both."""

    VILLAGE = "village"
    RESIDENTS = "residents"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureDuty:
    """One thing that has to be made public again and again. It may be done on any day of its period.

    `since`: the first day of the first period. `group`: which of the three affairs it belongs to. `grace`: how many
    calendar days after its period it may still be done; of what is due at once, after it happened. `whose` answers
    the communities that owe it for a period, by its first day; None: all of the kind `owed`.

    Raises ValueError for a grace that is not in calendar days.
    """

    key: str
    title: Text
    what: Text
    group: Text
    owed: Owed
    every: Every
    since: date
    law: Cite
    grace: Term | None = None
    whose: Callable[[date], Collection[str]] | None = None

    def __post_init__(self) -> None:
        if self.grace and self.grace.unit is not Unit.CALENDAR:
            raise ValueError(f"{self.key}: a period is followed by calendar days")

    def periods(self, begin: date, until: date) -> Iterator[tuple[date, date]]:
        """Answer the first day and the day it is due of each period begun by `until`, from the one around `begin`."""
        if self.every is Every.AT_ONCE:
            return
        months = MONTHS[self.every]
        first = period_start(max(begin, self.since), months)
        while first <= until:
            following = _later(first, months)
            yield first, following + timedelta(days=(self.grace.amount if self.grace else 0) - 1)
            first = following


def period_start(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _later(first: date, months: int) -> date:
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1)


DUTIES: dict[str, DisclosureDuty] = {}


def know_duty(duty: DisclosureDuty) -> None:
    """Take in a duty. Called by the registry. Raises ValueError when the key is taken."""
    if DUTIES.setdefault(duty.key, duty) is not duty:
        raise ValueError(f"duty to disclose {duty.key!r} is declared twice")
