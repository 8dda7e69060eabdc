"""Days, months, quarters, years and spans of years, as people write them: 2019, 2019-Q3, 2019-08, 2019-08-31, 2017/2019."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

Grain = Literal["d", "m", "q", "y"]
WRITTEN = re.compile(r"(?P<y>\d{4})(?:-Q(?P<q>[1-4])|-(?P<m>\d\d)(?:-(?P<d>\d\d))?|/(?P<to>\d{4}))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of days, both ends included. `text` is how it is written in an address."""

    first: date
    last: date
    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period. Raises ValueError for what is none."""
        if not (found := WRITTEN.fullmatch(text.strip())):
            raise ValueError(f"not a period: {text!r}")
        year, quarter, month, day = (int(found[name] or 0) for name in "yqmd")
        if quarter:
            month, months = 3 * quarter - 2, 3
        else:
            month, months = month or 1, 1 if month else 12
        first, last = date(year, month, day or 1), end_of(date(year, month + months - 1, 1), "m")
        if found["to"]:
            last = date(int(found["to"]), 12, 31)
        if last < first:
            raise ValueError(f"a period that ends before it begins: {text!r}")
        return cls(first, first if day else last, found[0])

    @classmethod
    def of(cls, day: date, grain: Grain) -> Self:
        """Answer the day, month, quarter or year in which `day` lies."""
        return cls.parse(
            {
                "d": f"{day:%Y-%m-%d}",
                "m": f"{day:%Y-%m}",
                "q": f"{day:%Y}-Q{(day.month + 2) // 3}",
                "y": f"{day:%Y}",
            }[grain]
        )

    @property
    def grain(self) -> Grain | None:
        """Which kind of period it is; None for a span of years."""
        kinds: dict[int, Grain] = {10: "d", 4: "y"}
        if "/" in self.text:
            return None
        return "q" if "Q" in self.text else kinds.get(len(self.text), "m")

    @property
    def before(self) -> Self:
        """The period of the same kind, or as many years, just before."""
        day = self.first - timedelta(days=1)
        if grain := self.grain:
            return self.of(day, grain)
        return self.parse(f"{day.year - (self.last.year - self.first.year)}/{day.year}")

    def back(self, most: int) -> "list[Period]":
        """Answer the `most` periods of this kind that end with this one, the oldest first."""
        found: list[Period] = [self]
        while len(found) < most:
            found.append(found[-1].before)
        return found[::-1]

    def months(self) -> "Iterator[Period]":
        """The months that the period touches, in order."""
        day = self.first
        while day <= self.last:
            yield (month := Period.of(day, "m"))
            day = month.last + timedelta(days=1)


def end_of(day: date, grain: Grain) -> date:
    """Answer the last day of the month, quarter or year of `day` (its own for a day)."""
    if grain == "d":
        return day
    month = {"m": day.month, "q": (day.month + 2) // 3 * 3, "y": 12}[grain]
    return date(day.year, month, monthrange(day.year, month)[1])


def pieces(first: date, last: date) -> "list[tuple[Grain, date]]":
    """Cut [first, last] into as few whole years, months and days as there are, each by its first day."""
    found: list[tuple[Grain, date]] = []
    day = first
    while day <= last:
        grain: Grain = "d"
        if day.day == 1 and end_of(day, "m") <= last:
            grain = "y" if day.month == 1 and end_of(day, "y") <= last else "m"
        found.append((grain, day))
        day = end_of(day, grain) + timedelta(days=1)
    return found
