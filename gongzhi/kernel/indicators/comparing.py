"""A figure among its peers: the level below, brothers and sisters, who recorded anything, rules and targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from gongzhi.kernel.indicators.behind import in_time
from gongzhi.kernel.indicators.declarations import AREAS, INDICATORS, Ratio
from gongzhi.kernel.indicators.selectors import BELOW, Value, children, level_of, recorded, value
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import short_name
from gongzhi.lib.codes import ancestors
from gongzhi.lib.outliers import Score, median, scores
from gongzhi.lib.periods import Period

GRACE = timedelta(days=15)  # DHIS2's own default: what came within 15 days of the period's end came in time


APART_FROM_NOBODY = Score(None, None)


@dataclass(frozen=True, slots=True)
class Peer:
    """An area of a level with its figure. `share`: of all of them; `apart`: how far from their median."""

    code: str
    name: str
    value: Value | None
    rank: int | None = None
    share: Fraction | None = None
    apart: Fraction | None = None
    score: Score = APART_FROM_NOBODY

    @property
    def number(self) -> Fraction | None:
        return None if self.value is None else self.value.number


@dataclass(frozen=True, slots=True)
class Place:
    """Where an area stands among the `of` areas beside it that have a figure."""

    rank: int
    of: int
    middle: Fraction


@dataclass(frozen=True, slots=True)
class Verdicts:
    """A rule, area by area. `unknown`: nothing is recorded there, which is neither kept nor broken."""

    kept: tuple[Peer, ...]
    broken: tuple[Peer, ...]
    unknown: tuple[Peer, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """How a target stands on a day: `lacks` above 0 says by how much it is missed."""

    value: Value
    lacks: Fraction | None


def names(area: str, level: int, on: date, urban: bool | None = None) -> dict[str, str]:
    """Answer the areas of a level under `area` as they were on a day, with their short names."""
    found = areas(on=on, under=area, length=level)
    if urban is not None:
        found = found.filter(urban=urban)
    return {code: short_name(code, name) for code, name in found.values_list("code", "name")}


def peers(key: str, *, area: str, period: Period, on: date) -> list[Peer]:
    """Answer the level below, the largest first; who has no figure comes last, by code. Below communities: nobody."""
    if len(area) not in BELOW:
        return []
    found = {c: v for c, v in children(key, area=area, period=period, on=on).items() if not v.missing}
    known = names(area, BELOW[len(area)], min(period.last, on))
    found = {code: v for code, v in found.items() if code in known or v.number or v.hidden}
    gone = Area.objects.filter(code__in=found.keys() - known.keys()).values_list("code", "name")
    known |= {code: short_name(code, name) for code, name in gone}
    parts = not isinstance(INDICATORS[key].reading, Ratio)
    return _ranked(known, found, shares=parts)


def _ranked(known: Mapping[str, str], found: Mapping[str, Value], *, shares: bool) -> list[Peer]:
    numbers = {code: v.number for code, v in found.items() if v.number is not None}
    ordered = sorted(numbers, key=lambda code: (-numbers[code], code))
    values = [numbers[code] for code in ordered]
    whole, middle = sum(values, Fraction(0)), median(values) if values else Fraction(0)
    told = [
        Peer(
            code,
            known.get(code, code),
            found[code],
            values.index(number) + 1,
            number / whole if shares and whole else None,
            number - middle,
            score,
        )
        for code, number, score in zip(ordered, values, scores(values), strict=True)
    ]
    rest = sorted((known.keys() | found.keys()) - numbers.keys())
    return [*told, *(Peer(code, known.get(code, code), found.get(code)) for code in rest)]


def place(key: str, *, area: str, period: Period, on: date) -> Place | None:
    """Answer where an area stands among those beside it; None without a figure, or alone."""
    above = next((code for code in ancestors(area) if len(code) in BELOW), "")
    if not above:
        return None
    beside = children(key, area=above, period=period, on=on)
    numbers = {code: v.number for code, v in beside.items() if v.number is not None}
    if area not in numbers or len(numbers) < 2:
        return None
    values = sorted(numbers.values(), reverse=True)
    return Place(values.index(numbers[area]) + 1, len(values), median(values))


def completeness(key: str, *, area: str, period: Period, on: date) -> tuple[int, int] | None:
    """Answer in how many areas of the level below anything was recorded in the period, and how many there are."""
    if len(area) not in BELOW:
        return None
    level = BELOW[len(area)]
    there = names(area, level, min(period.last, on))
    return len(recorded(key, area=area, level=level, period=period, on=on) & there.keys()), len(there)


def punctuality(key: str, *, area: str, period: Period, on: date) -> tuple[int, int] | None:
    """Of the areas of the level below that recorded anything of the period, how many did so in time, and how many
    there are. In time: within `GRACE` of its end. None while that is not over, and where it is too much to look through.
    """
    until = period.last + GRACE
    if len(area) not in BELOW or until >= on:
        return None
    level = BELOW[len(area)]
    parts = {p.measure: p for p in INDICATORS[key].parts if p.measure != AREAS}.values()
    span = (period.first, period.last)
    found = [in_time(part, area=area, level=level, span=span, until=until) for part in parts]
    late = recorded(key, area=area, level=level, period=period, on=on)
    if not late or any(codes is None for codes in found):
        return None
    return len(late & {code for codes in found for code in codes or ()}), len(late)


def verdicts(key: str, *, area: str, period: Period, on: date) -> Verdicts | None:
    """Judge the rule in every area of its level at or under `area`; None without a rule, or below its level."""
    rule = INDICATORS[key].rule
    if rule is None or len(area) > rule.level:
        return None
    there = names(area, rule.level, min(period.last, on), rule.urban)
    found = level_of(key, area=area, level=rule.level, period=period, on=on)
    rows = [Peer(code, name, found.get(code)) for code, name in there.items()]
    judged = [(row, row.number is not None and rule.kept(row.number)) for row in rows]
    return Verdicts(
        kept=tuple(row for row, kept in judged if kept),
        broken=tuple(row for row, kept in judged if not kept and row.number is not None),
        unknown=tuple(_unknown(rows)),
    )


def _unknown(rows: Iterable[Peer]) -> Iterable[Peer]:
    return (row for row in rows if row.number is None)


def reached(key: str, *, area: str, on: date) -> Reached | None:
    """Answer how the target stands: today, or on its day once that has passed. None without one."""
    target = INDICATORS[key].target
    if target is None:
        return None
    found = value(key, area=area, period=Period.of(min(on, target.on), "d"), on=on)
    return Reached(found, None if found.number is None else target.value - found.number)
