"""Citations, and values that a law may change. Pure data: no Django, no database, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T")
DIGITS = "零一二三四五六七八九"
UNITS = {"十": 10, "百": 100}


@dataclass(frozen=True, slots=True)
class Cite:
    """An article of a legal text, in force in [since, until). `until` None: still in force."""

    title: str
    article: str
    since: date
    until: date | None = None

    def __str__(self) -> str:
        return f"《{self.title}》第{self.article}"

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


class Dated(Generic[T]):
    """A value with the dates from which it holds: `Dated((date(2018, 12, 29), 3), (date(2026, 1, 1), 5))`."""

    def __init__(self, *values: tuple[date, T]) -> None:
        if not values or list(values) != sorted(values, key=lambda pair: pair[0]):
            raise ValueError("a dated value needs at least one date, in ascending order")
        self._values = values

    def on(self, day: date) -> T:
        """Answer the value in force on `day`. Raises LookupError before the first date."""
        for since, value in reversed(self._values):
            if since <= day:
                return value
        raise LookupError(f"no value in force on {day}; the first is of {self._values[0][0]}")

    def __iter__(self) -> Iterator[tuple[date, T]]:
        return iter(self._values)


def number_of(article: str) -> int:
    """Answer a number below 1000 that is written in Chinese: 三十四 is 34. Raises ValueError for anything else."""
    total = digit = 0
    for sign in article:
        if unit := UNITS.get(sign):
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = DIGITS.index(sign)
    return total + digit
