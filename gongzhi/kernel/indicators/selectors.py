"""Figures: read from totals and from facts that are not in them yet, in one statement and so of one moment."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from gongzhi.kernel.indicators.declarations import AREAS, INDICATORS, Flow, Indicator, Simple
from gongzhi.kernel.indicators.reading import rows
from gongzhi.kernel.indicators.windows import Weight, Window, window
from gongzhi.kernel.record.declarations import Dimensions, matches
from gongzhi.lib.periods import Period

BELOW = {2: 6, 6: 9, 9: 12}
Asked = tuple[Simple, Period]
Found = tuple[str, Asked, str, Weight]  # area, what was asked, dimensions, how much


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of an area in a period. `number` None: nothing to divide by, or too few people to be shown.

    `missing`: no record anywhere below says anything about it.
    """

    indicator: Indicator
    area: str
    period: Period
    number: Fraction | None
    missing: bool = False
    hidden: bool = False

    @property
    def decimal(self) -> Decimal | None:
        """The number, rounded half up to the indicator's digits."""
        return None if self.number is None else rounded(self.number, self.indicator.digits)

    @property
    def shown(self) -> str:
        if self.hidden:
            return f"<{self.indicator.smallest}"
        return "—" if self.decimal is None else f"{self.decimal:f}"

    @property
    def unit(self) -> str:
        return str(self.indicator.unit)


def rounded(number: Fraction, digits: int) -> Decimal:
    """Round half up, exactly: from the fraction, not from a float."""
    shifted = number * 10**digits
    whole = int(abs(shifted) + Fraction(1, 2)) * (-1 if shifted < 0 else 1)
    return Decimal(whole).scaleb(-digits).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def value(key: str, *, period: Period, on: date, area: str = "50") -> Value:
    """Answer one figure, as of day `on`. Raises KeyError for an unknown one."""
    return values([key], period=period, on=on, area=area)[key]


def values(keys: Collection[str], *, period: Period, on: date, area: str = "50") -> dict[str, Value]:
    """Answer figures of one area, all by one statement."""
    table = _table(keys, [period], area=area, level=len(area), on=on)
    return {key: table[key, period].get(area) or _none(key, area, period) for key in keys}


def children(key: str, *, area: str, period: Period, on: date) -> dict[str, Value]:
    """Answer the figure of each area of the next level below that has records, by code."""
    return level_of(key, area=area, level=BELOW[len(area)], period=period, on=on)


def level_of(key: str, *, area: str, level: int, period: Period, on: date) -> dict[str, Value]:
    """Answer the figure of each area of a level under `area` that has records, by code."""
    return _table([key], [period], area=area, level=level, on=on)[key, period]


def levels_of(
    keys: Collection[str], *, area: str, level: int, period: Period, on: date
) -> dict[str, dict[str, Value]]:
    """Answer figures of all areas of a level under `area` that have records, by key and code, by one statement."""
    table = _table(keys, [period], area=area, level=level, on=on)
    return {key: table[key, period] for key in keys}


def parts_of(key: str, *, area: str, period: Period, on: date) -> dict[Simple, Fraction]:
    """Answer what each part of an indicator's reading comes to, in stored units."""
    asked: dict[Asked, Window] = {(p, period): window(p, period, on=on) for p in INDICATORS[key].parts}
    found: dict[Simple, Fraction] = dict.fromkeys(INDICATORS[key].parts, Fraction(0))
    for _, (part, _), _, amount in _sums(asked, area=area, level=len(area)):
        found[part] += amount
    return found


def recorded(key: str, *, area: str, level: int, period: Period, on: date) -> set[str]:
    """Answer the areas of a level under `area` in which anything of the indicator happened in the period."""
    parts = {part.measure: Flow(part.measure) for part in INDICATORS[key].parts if part.measure != AREAS}
    asked: dict[Asked, Window] = {(p, period): window(p, period, on=on) for p in parts.values()}
    return {code for code, *_ in _sums(asked, area=area, level=level)}


def series(
    key: str, periods: Collection[Period], *, area: str, on: date, came_from: Collection[str] = ()
) -> list[Value]:
    """Answer the figure of one area in several periods, all by one statement.

    `came_from`: areas of earlier days that count with it (`territory.lineage`): the series in the areas of today.
    Without them it is the series as it was.
    """
    table = _table([key], periods, area=area, level=len(area), on=on, came_from=came_from)
    return [table[key, period].get(area) or _none(key, area, period) for period in periods]


def split(key: str, by: str, *, area: str, period: Period, on: date) -> dict[str, Value]:
    """Answer the figure for each value of one of its dimensions. Raises ValueError for one that it has not."""
    indicator = INDICATORS[key]
    if by not in indicator.by:
        raise ValueError(f"{key} has no dimension {by!r}")
    sums: dict[str, dict[Simple, Weight]] = defaultdict(lambda: dict.fromkeys(indicator.parts, 0))
    asked = {(part, period): window(part, period, on=on) for part in indicator.parts}
    for _, (part, _), dimensions, amount in _sums(asked, area=area, level=len(area), divided=True):
        sums[str(read(dimensions).get(by, ""))][part] += amount
    return {name: _value(indicator, area, period, found) for name, found in sorted(sums.items())}


def read(dimensions: str) -> Dimensions:
    """Answer the dimensions that their text names."""
    found: Dimensions = json.loads(dimensions) if dimensions else {}
    return found


def _none(key: str, area: str, period: Period) -> Value:
    indicator = INDICATORS[key]
    zero = indicator.value(dict.fromkeys(indicator.parts, Fraction(0)))
    return Value(indicator, area, period, zero, missing=True)


def _value(indicator: Indicator, area: str, period: Period, sums: Mapping[Simple, Weight]) -> Value:
    number = indicator.value({part: Fraction(amount) for part, amount in sums.items()})
    few = number is not None and 0 < number < indicator.smallest
    return Value(indicator, area, period, None if few else number, hidden=few)


def _table(
    keys: Collection[str],
    periods: Collection[Period],
    *,
    area: str,
    level: int,
    on: date,
    came_from: Collection[str] = (),
) -> dict[tuple[str, Period], dict[str, Value]]:
    asked: dict[Asked, Window] = {
        (part, period): window(part, period, on=on)
        for key in keys
        for part in INDICATORS[key].parts
        for period in periods
    }
    sums: dict[str, dict[Asked, Weight]] = defaultdict(lambda: dict.fromkeys(asked, 0))
    seen = set()
    for found_in, what, _, amount in _sums(asked, area=area, level=level, came_from=came_from):
        code = area if came_from else found_in
        sums[code][what] += amount
        seen.add((code, what))
    return {
        (key, period): {
            code: _value(
                INDICATORS[key], code, period, {part: found[part, period] for part in INDICATORS[key].parts}
            )
            for code, found in sums.items()
            if any((code, (part, period)) in seen for part in INDICATORS[key].parts)
        }
        for key in keys
        for period in periods
    }


def _sums(
    asked: Mapping[Asked, Window],
    *,
    area: str,
    level: int,
    divided: bool = False,
    came_from: Collection[str] = (),
) -> Iterator[Found]:
    """Answer how much each row adds to what was asked; `divided`: row by row of their dimensions."""
    by_measure: dict[str, list[tuple[Asked, Window, bool]]] = defaultdict(list)
    for what, found in asked.items():
        by_measure[what[0].measure].append((what, found, divided or bool(what[0].where)))
    pieces = sorted({piece for found in asked.values() for piece in found.pieces})
    inner = sorted({m for m, parts in by_measure.items() if any(within for _, _, within in parts)})
    measures = sorted(by_measure)
    for code, measure, grain, start, dimensions, amount in rows(
        measures, pieces, inner, [area, *came_from], level
    ):
        for what, found, within in by_measure.get(measure, ()) if len(code) >= level else ():
            # a total with its dimensions is part of the one without; a fact stands for both
            if (grain and within != bool(dimensions)) or (divided and not dimensions):
                continue
            weight = found.pieces.get((grain, start)) if grain else _waiting(found, start)
            if weight is not None and fits(what[0], dimensions):
                yield code[:level], what, dimensions, weight * amount


def _waiting(found: Window, day: date) -> Weight | None:
    """Answer what a fact weighs that is in no total yet; None for a flow of other days."""
    weight = found.weight(day)
    return weight if weight or not found.span else None


def fits(part: Simple, dimensions: str) -> bool:
    """Answer whether what has these dimensions goes into a part."""
    if not part.where:
        return True
    has = read(dimensions)
    return all(matches(has.get(name), wanted) for name, wanted in part.where.items())
