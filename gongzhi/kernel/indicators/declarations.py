"""What an indicator is: a reading of measures, with its definition, source, unit, rule or target.

A measure is what entries of the record count for (`Count` in kernel.record). Readings are values, so that the same
one is shown in words, answered from totals, and computed again from exported facts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise

from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.lib.law import Cite

Text = str | Promise
Where = Mapping[str, Any]
AREAS = "territory.areas"


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """What happened in the period: the sum of a measure from its first day to its last."""

    measure: str
    where: Where = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """What there is at the end of the period: everything that was ever added or taken away until then.

    `first`: at the end of the period's first month instead (a first value; a stock itself is a last value).
    """

    measure: str
    where: Where = field(default_factory=dict)
    first: bool = False


def Areas(level: int = 12, urban: bool | None = None) -> Stock:  # reads like its siblings
    """Areas of a level (length of the code) that exist at the end of the period, towns or villages alone if asked."""
    return Stock(AREAS, {"level": level, **({} if urban is None else {"urban": urban})})


@dataclass(frozen=True, slots=True, eq=False)
class Average:
    """The mean of a stock at the ends of the period's months."""

    of: Stock

    @property
    def measure(self) -> str:
        return self.of.measure

    @property
    def where(self) -> Where:
        return self.of.where


Simple = Flow | Stock | Average


@dataclass(frozen=True, slots=True)
class Ratio:
    """`times` × top ÷ bottom, each summed over areas first: a ratio is never averaged."""

    top: Simple
    bottom: Simple
    times: int = 1


Reading = Simple | Ratio


def parts(reading: Reading) -> tuple[Simple, ...]:
    return (reading.top, reading.bottom) if isinstance(reading, Ratio) else (reading,)


def joined(reading: Reading, values: Mapping[Simple, Fraction]) -> Fraction | None:
    """Answer the reading from the values of its parts; None where a ratio has nothing to divide by."""
    if not isinstance(reading, Ratio):
        return values[reading]
    bottom = values[reading.bottom]
    return reading.times * values[reading.top] / bottom if bottom else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What the value must be in every area of a level (of towns or villages alone, if `urban` says so)."""

    at_least: Fraction | int | None = None
    at_most: Fraction | int | None = None
    level: int = 12
    urban: bool | None = None

    def kept(self, value: Fraction) -> bool:
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


@dataclass(frozen=True, slots=True)
class Target:
    """The value that is to be reached by a day."""

    value: Fraction | int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure. `unit` as shown; `scale`: how many stored whole units make one shown; `digits` after the point.

    `definition`: what is counted, in a sentence; `source`: the section of the letter, the law or the standard.
    `by`: dimensions that it may be split by. `smallest`: groups of people below it are shown as less than it.
    `records`: URL name of the list behind it, which takes `area` and `period`.
    `words`: for people, what a dimension and its values are called: {"kind": (title, {"oak": title})}.
    """

    key: str
    title: Text
    reading: Reading
    unit: Text
    definition: Text
    source: Text | Cite
    digits: int = 0
    scale: int = 1
    by: tuple[str, ...] = ()
    audience: Audience = Audience.PUBLIC
    smallest: int = 0
    rule: Rule | None = None
    target: Target | None = None
    records: str = ""
    words: Mapping[str, tuple[Text, Mapping[str, Text]]] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Simple, ...]:
        return parts(self.reading)

    @property
    def part_scale(self) -> int:
        """By how much a part is divided to be shown: of a ratio by nothing, for its scale belongs to the whole."""
        return 1 if isinstance(self.reading, Ratio) else self.scale

    def value(self, values: Mapping[Simple, Fraction]) -> Fraction | None:
        """Answer the figure in shown units from its parts."""
        found = joined(self.reading, values)
        return None if found is None else found / self.scale


INDICATORS: dict[str, Indicator] = {}


def know_indicators(indicators: Iterable[Indicator]) -> None:
    """Make indicators known. Raises ValueError when a key is taken by another."""
    for indicator in indicators:
        if INDICATORS.setdefault(indicator.key, indicator) is not indicator:
            raise ValueError(f"indicator {indicator.key!r} is declared twice")
