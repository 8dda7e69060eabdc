"""The figures that a text refers to, read from indicators: each with its period, area and definition."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from gongzhi.kernel.indicators.declarations import INDICATORS, Flow, Indicator
from gongzhi.kernel.indicators.selectors import Value, values
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.canonical import Json
from gongzhi.lib.periods import Period
from gongzhi.lib.references import NotAReferenceError, Reference, alike, parts, references, scaled


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it stands in a text: `shown` there, `period` and `area` in words, and as they are in an address."""

    key: str
    title: str
    shown: str
    unit: str
    period: str
    area: str
    definition: str
    code: str
    span: str
    missing: bool

    def kept(self) -> dict[str, Json]:
        names = ("key", "title", "shown", "unit", "period", "area", "definition", "code", "span")
        return {name: getattr(self, name) for name in names}


def usable() -> list[Indicator]:
    """Answer the indicators that a reply may quote: those that everybody may see, by title."""
    return sorted(
        (i for i in INDICATORS.values() if i.audience == Audience.PUBLIC), key=lambda i: official(i.title)
    )


def faults(text: str) -> list[str]:
    """Answer what is wrong with the references of a text, each with what may have been meant."""
    try:
        found = references(text)
    except NotAReferenceError as why:
        return [
            _(
                "“{source}”不是引用。请写成 {{{{ 指标 }}}} 或者 {{{{ 指标 | period=2019 | area=500112 }}}}。"
            ).format(source=why.source)
        ]
    return [fault for reference in found if (fault := _fault(reference))]


def _fault(reference: Reference) -> str:
    known = {i.key for i in usable()}
    if reference.key not in known:
        names = _("、").join(alike(reference.key, known)) or "—"
        return _("没有“{key}”这个指标。相近的有：{names}。").format(key=reference.key, names=names)
    try:
        Period.parse(reference.period or "2020")
    except ValueError:
        return _("“{source}”的时间不对。可以写 2019、2019-Q3、2019-08、2019-08-31 或者 2017/2019。").format(
            source=reference.source
        )
    if reference.area and not Area.objects.filter(pk=reference.area).exists():
        return _("“{source}”：没有代码为{area}的区域。").format(source=reference.source, area=reference.area)
    return ""


def filled(text: str, *, area: str, on: date) -> list[str | Figure]:
    """Answer a text with its figures of the day, in order. Raises KeyError or ValueError for one with faults."""
    found = parts(text)
    asked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for part in found:
        if isinstance(part, Reference):
            asked[_where(part, area, on)].add(part.key)
    known = {
        (where, key): value
        for where, keys in asked.items()
        for key, value in values(keys, period=Period.parse(where[1]), on=on, area=where[0]).items()
    }
    return [
        _figure(part, known[_where(part, area, on), part.key], on) if isinstance(part, Reference) else part
        for part in found
    ]


def _where(reference: Reference, area: str, on: date) -> tuple[str, str]:
    """Answer area and period as an address has them: by themselves the matter's area and this year."""
    return reference.area or area, reference.period or f"{on:%Y}"


def words(filled_text: Collection[str | Figure]) -> str:
    return "".join(p.shown if isinstance(p, Figure) else p for p in filled_text)


def _figure(reference: Reference, found: Value, on: date) -> Figure:
    indicator = found.indicator
    return Figure(
        key=reference.key,
        title=official(indicator.title),
        shown=_shown(found, reference.scale),
        unit=official(indicator.unit),
        period=_span(found.period, on, balance=not isinstance(indicator.parts[0], Flow)),
        area=full_name(found.area),
        definition=official(indicator.definition),
        code=found.area,
        span=found.period.text,
        missing=found.missing or found.number is None,
    )


def _shown(found: Value, scale: str) -> str:
    number = found.decimal
    return scaled(Decimal(number), scale) if scale and number is not None else found.shown


def _span(period: Period, on: date, *, balance: bool) -> str:
    """Answer a period as the record says it: of a balance its last day; of a sum the days from which to which."""
    last = min(period.last, on)
    if balance or period.first == period.last:
        return ("截至" if balance else "") + _day(last)
    if period.last <= on and period.grain == "y":
        return f"{last.year}年"
    if period.last <= on and period.grain is None:
        return f"{period.first.year}—{last.year}年"
    return f"{_day(period.first)}至{_day(last)}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
