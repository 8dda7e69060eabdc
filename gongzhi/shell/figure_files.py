"""Figures as files: one table of area by indicator, as CSV, as XLSX, as JSON-stat; and lines of records in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.indicators import selectors
from gongzhi.kernel.indicators.behind import Line
from gongzhi.kernel.indicators.comparing import names
from gongzhi.kernel.indicators.declarations import Indicator
from gongzhi.kernel.indicators.selectors import BELOW, Value
from gongzhi.kernel.indicators.wording import amount
from gongzhi.kernel.record.declarations import sentence_of
from gongzhi.kernel.record.selectors import public_values
from gongzhi.kernel.territory.selectors import full_names
from gongzhi.lib.jsonstat import HIDDEN, MISSING, Dimension, dataset
from gongzhi.shell.figure_asking import Asked
from gongzhi.shell.leading import Leads

FORMS = ("csv", "xlsx", "json")


@dataclass(frozen=True, slots=True)
class Table:
    """Figures of an area and of those right below it; `areas`: code to name, itself first."""

    asked: Asked
    indicators: Sequence[Indicator]
    areas: dict[str, str]
    values: dict[tuple[str, str], Value]

    def __iter__(self) -> Iterator[tuple[Indicator, str, Value | None]]:
        for indicator in self.indicators:
            for code in self.areas:
                yield indicator, code, self.values.get((indicator.key, code))


def table(asked: Asked, indicators: Sequence[Indicator]) -> Table:
    """Answer the table, in two statements: of the area, and of the level below."""
    keys = [indicator.key for indicator in indicators]
    own = selectors.values(keys, area=asked.area, period=asked.period, on=asked.on)
    values = {(key, asked.area): value for key, value in own.items()}
    areas = {asked.area: asked.place}
    if level := BELOW.get(len(asked.area)):
        areas |= names(asked.area, level, min(asked.period.last, asked.on))
        below = selectors.levels_of(keys, area=asked.area, level=level, period=asked.period, on=asked.on)
        values |= {(key, code): value for key, found in below.items() for code, value in found.items()}
    return Table(asked, indicators, areas, values)


def headings() -> list[str]:
    return [_("区域代码"), _("区域"), _("指标代码"), _("指标"), _("时段"), _("数值"), _("单位"), _("说明")]


def cells(found: Table) -> Iterator[list[str | int | float]]:
    for indicator, code, value in found:
        yield [
            code,
            found.areas[code],
            indicator.key,
            str(indicator.title),
            found.asked.period.text,
            _cell(value),
            str(indicator.unit),
            _why(value),
        ]


def _cell(value: Value | None) -> str | int | float:
    number = value.decimal if value else None
    if number is None:
        return ""
    return int(number) if number == number.to_integral_value() else float(number)


def _why(value: Value | None) -> str:
    if value is None or value.missing:
        return _("没有记录")
    if value.hidden:
        return _("人数太少，不显示")
    return "" if value.number is not None else _("分母为零")


def json_stat(found: Table, *, at: datetime) -> dict[str, Any]:
    """Answer the table as JSON-stat 2.0: metric, area, period."""
    rows = list(found)
    status = {
        place: HIDDEN if value and value.hidden else MISSING
        for place, (_i, _code, value) in enumerate(rows)
        if value is None or value.missing or value.number is None
    }
    empty = {place for place, (*_rest, value) in enumerate(rows) if value is None or value.number is None}
    numbers: list[Decimal | None] = [
        None if place in empty or value is None else value.decimal
        for place, (*_rest, value) in enumerate(rows)
    ]
    indicators, asked = found.indicators, found.asked
    return dataset(
        _("{place}的指标，{period}").format(place=asked.place, period=asked.period_words),
        dimensions=(
            Dimension(
                "indicator",
                _("指标"),
                "metric",
                {i.key: str(i.title) for i in indicators},
                {i.key: (str(i.unit), i.digits) for i in indicators},
            ),
            Dimension("area", _("区域"), "geo", found.areas),
            Dimension("period", _("时段"), "time", {asked.period.text: asked.period_words}),
        ),
        cells=numbers,
        status=status,
        updated=at,
        source=_("共治，由办理记录算出"),
        notes=[f"{i.title}：{i.definition}" for i in indicators],
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A record behind a figure, in words."""

    day: date
    sentence: str
    office: str
    place: str
    amount: str
    name: str
    href: str


def lines(rows: Iterable[Line], found: Leads) -> list[Shown]:
    """Answer records in words: what is personal stays out, whoever reads."""
    rows = list(rows)
    places = full_names({line.entry.area_code for line in rows if line.entry and line.entry.area_code})
    return [_shown(line, places, found) for line in rows]


def _shown(line: Line, places: dict[str, str], found: Leads) -> Shown:
    if line.entry is None:
        area = line.area
        return Shown(
            line.day,
            area.name if area else "",
            "",
            area.code if area else "",
            amount(line.amount, "+"),
            "",
            "",
        )
    name, href = found.get(line.entry.stream, ("", ""))
    sentence = sentence_of(line.entry.kind, public_values(line.entry))
    place = places.get(line.entry.area_code, line.entry.area_code)
    return Shown(line.day, sentence, line.entry.actor["office"], place, amount(line.amount, "+"), name, href)
