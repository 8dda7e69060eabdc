"""Which totals make up a reading over a period. Every reading is a weighted sum of totals and of facts not yet in them.

What there was on a past day is what there is, less what came since: few rows for any day of recent years, and one
row for today. Totals hold no fact of a day that has not come.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from gongzhi.kernel.indicators.declarations import Average, Flow, Simple, Stock
from gongzhi.lib.periods import Period, end_of, pieces

EVER = date(1, 1, 1)
Piece = tuple[str, date]  # grain and first day, as in Total
Weight = Fraction | int  # a whole number wherever it is one: sums of whole numbers are quick


@dataclass(frozen=True, slots=True)
class Window:
    """`pieces`: totals with their weight. `ends`: stocks, `span`: flow; by them a single fact weighs."""

    pieces: dict[Piece, Weight]
    ends: tuple[date, ...] = ()
    span: tuple[date, date] | None = None

    def weight(self, day: date) -> Weight:
        if self.span:
            return int(self.span[0] <= day <= self.span[1])
        return _mean(sum(day <= end for end in self.ends), self.ends)


def _mean(times: int, ends: tuple[date, ...]) -> Weight:
    return times if len(ends) == 1 else Fraction(times, len(ends))


@lru_cache(maxsize=10_000)
def window(part: Simple, period: Period, *, on: date) -> Window:
    """Answer what has to be added up for `part` over `period`, seen from day `on`."""
    if isinstance(part, Flow):
        return Window(
            dict.fromkeys(pieces(period.first, period.last), 1),
            span=(period.first, period.last),
        )
    ends = _ends(part, period)
    found: Counter[Piece] = Counter()
    for end in ends:
        found[("t", EVER)] += 1
        if end < on:
            found.subtract(dict.fromkeys(pieces(end + timedelta(days=1), end_of(on, "y")), 1))
    return Window({piece: _mean(times, ends) for piece, times in found.items()}, ends=ends)


def _ends(part: Stock | Average, period: Period) -> tuple[date, ...]:
    if isinstance(part, Average):
        return tuple(min(month.last, period.last) for month in period.months())
    return (min(end_of(period.first, "m"), period.last) if part.first else period.last,)
