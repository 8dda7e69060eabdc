"""The parts of a figure's page: trend, level below, split, map, how it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from gongzhi.kernel.indicators import comparing, selectors
from gongzhi.kernel.indicators.behind import counted
from gongzhi.kernel.indicators.comparing import Peer
from gongzhi.kernel.indicators.declarations import AREAS, Indicator, Stock, Text
from gongzhi.kernel.indicators.selectors import BELOW, Value
from gongzhi.kernel.indicators.wording import (
    amount,
    category_words,
    dimension_words,
    part_kind,
    part_words,
    period_words,
    plain,
    rule_words,
    sources_of,
)
from gongzhi.kernel.territory.selectors import boundaries, lineage, points
from gongzhi.kernel.territory.vocabulary import COUNTY
from gongzhi.lib.periods import Grain, Period
from gongzhi.shell.figure_asking import BACK, Asked

GRAINS: tuple[Grain, ...] = ("y", "q", "m")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a reading: what it is, how much, which entries count for it."""

    number: int
    title: str
    kind: str
    value: str
    sources: list[tuple[str, str]]


def parts(indicator: Indicator, asked: Asked) -> list[Part]:
    """Answer the parts of a reading with their values; of a ratio top and bottom."""
    found = selectors.parts_of(indicator.key, area=asked.area, period=asked.period, on=asked.on)
    return [
        Part(
            n,
            part_words(p, indicator),
            part_kind(p),
            amount(found[p] / indicator.part_scale),
            list(sources_of(p)),
        )
        for n, p in enumerate(indicator.parts)
    ]


@dataclass(frozen=True, slots=True)
class Trend:
    """A row of periods with their values. `came_from`: areas of earlier days that are counted in it."""

    grain: Grain
    rows: list[tuple[Period, str, Value]]
    line: bool
    came_from: tuple[str, ...] = ()
    could_join: bool = False


def trend(indicator: Indicator, asked: Asked, *, grain: str, joined: bool) -> Trend:
    """Answer the last periods of a grain up to the one asked for; in today's areas if `joined`."""
    own = asked.period.grain
    chosen: Grain = next((g for g in GRAINS if g == (grain or own)), "y")
    last = Period.of(min(asked.period.last, max(asked.on, asked.period.first)), chosen)
    periods = last.back(BACK[chosen])
    origin = lineage(asked.area).whole
    came_from = origin if joined else ()
    values = selectors.series(indicator.key, periods, area=asked.area, on=asked.on, came_from=came_from)
    rows = [(p, period_words(p), v) for p, v in zip(periods, values, strict=True)]
    return Trend(chosen, rows, isinstance(indicator.reading, Stock), came_from, bool(origin))


def split(indicator: Indicator, asked: Asked) -> Iterator[tuple[Text, list[tuple[Text, Value]]]]:
    """Answer the figure by each of its dimensions, the largest first."""
    for by in indicator.by:
        found = selectors.split(indicator.key, by, area=asked.area, period=asked.period, on=asked.on)
        rows = [(category_words(indicator, by, name), value) for name, value in found.items()]
        if rows:
            yield (
                dimension_words(indicator, by),
                sorted(rows, key=lambda row: -(row[1].number or Fraction(0))),
            )


def ordered(rows: Sequence[Peer], sort: str) -> list[Peer]:
    """Answer the level below by rank, by code, or by how far from the median, who has no figure always last."""
    if sort == "code":
        return sorted(rows, key=lambda row: row.code)
    if sort == "apart":
        return sorted(rows, key=lambda row: (row.apart is None, -abs(row.apart or 0), row.code))
    return list(rows)


@dataclass(frozen=True, slots=True)
class Row:
    """An area of the level below, as its row says it."""

    code: str
    name: str
    rank: int | None
    shown: str
    share: str
    apart: str
    outlier: bool
    scores: str


def told(rows: Sequence[Peer], digits: int) -> list[Row]:
    """Answer the rows of the areas that have records."""
    return [_row(row, digits) for row in rows if row.value]


def _row(row: Peer, digits: int) -> Row:
    shown = f"{row.value.shown} {row.value.unit}" if row.value else ""
    share = "—" if row.share is None else f"{selectors.rounded(row.share * 100, 1)}%"
    apart = "—" if row.apart is None else f"{selectors.rounded(row.apart, digits):+,f}"
    z, modified = (("—" if n is None else f"{n:.1f}") for n in (row.score.z, row.score.modified))
    scores = _("z 分数 {z}，修正 z 分数 {modified}").format(z=z, modified=modified)
    return Row(row.code, row.name, row.rank, shown, share, apart, row.score.outlier, scores)


def drawn(indicator: Indicator, asked: Asked, rows: Sequence[Peer]) -> dict[str, Any] | None:
    """Answer the level below as GeoJSON, each area as deep as its figure is large: districts by their boundaries,
    what lies below by points where some are known; None where nothing can be drawn. For officers: see its notice.
    """
    if not rows or not asked.actor.officer:
        return None
    numbers = [row.number for row in rows if row.number is not None]
    most = max(numbers, default=Fraction(0)) or Fraction(1)
    marks = {row.code: _mark(indicator, asked, row, most) for row in rows}
    collection, places = boundaries(asked.area), {}
    for feature in collection["features"]:
        feature["properties"] |= marks.get(feature["properties"]["code"], {})
    if BELOW[len(asked.area)] > COUNTY:
        places = points(asked.area, BELOW[len(asked.area)])
        if not places:
            return None
        collection["features"] += [
            {
                "type": "Feature",
                "properties": marks[code],
                "geometry": {"type": "Point", "coordinates": [lon, lat]},
            }
            for code, (lon, lat) in places.items()
            if code in marks
        ]
    return collection


def _mark(indicator: Indicator, asked: Asked, row: Peer, most: Fraction) -> dict[str, Any]:
    shown = f"{row.value.shown} {row.value.unit}" if row.value else _("没有记录")
    url = reverse("shell:figure", args=[indicator.key])
    level = float(max(row.number or Fraction(0), Fraction(0)) / most)
    return {
        "title": row.name,
        "text": shown,
        "url": f"{url}?{asked.query(area=row.code)}",
        "level": round(level, 3),
    }


def judged(indicator: Indicator, asked: Asked) -> dict[str, Any]:
    """Answer rule, target, place among others and completeness, as far as there are any."""
    key, unit = indicator.key, str(indicator.unit)
    given: dict[str, Any] = {"area": asked.area, "period": asked.period, "on": asked.on}
    only_areas = all(part.measure == AREAS for part in indicator.parts)
    place, reached = comparing.place(key, **given), comparing.reached(key, area=asked.area, on=asked.on)
    lacks = reached.lacks if reached else None
    return {
        "rule": rule_words(indicator.rule, unit) if indicator.rule else "",
        "verdicts": comparing.verdicts(key, **given),
        "target": f"{plain(indicator.target.value)} {unit}" if indicator.target else "",
        "reached": reached,
        "lacks": "" if lacks is None else f"{selectors.rounded(lacks, indicator.digits):f}",
        "place": place,
        "middle": f"{selectors.rounded(place.middle, indicator.digits):,f}" if place else "",
        "complete": None if only_areas else comparing.completeness(key, **given),
        "punctual": None if only_areas else comparing.punctuality(key, **given),
    }


def has_records(indicator: Indicator) -> bool:
    return any(counted(part) or part.measure == AREAS for part in indicator.parts)
