"""The figures that a text refers to, read from indicators: each with its period, area and definition."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from gongzhi.kernel.indicators.declarations import INDICATORS, Indicator
from gongzhi.kernel.indicators.selectors import Value, value
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
            _("“{source}”不是引用。请写成 {{{{ 指标 }}}} 或者 {{{{ 指标 | period=2019 | area=500112 }}}}。").format(
                source=why.source
            )
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
    known: dict[Reference, Figure] = {}
    return [
        known.setdefault(p, _read(p, area, on)) if isinstance(p, Reference) else p for p in parts(text)
    ]


def words(filled_text: Collection[str | Figure]) -> str:
    return "".join(p.shown if isinstance(p, Figure) else p for p in filled_text)


def _read(reference: Reference, area: str, on: date) -> Figure:
    code, span = reference.area or area, reference.period or f"{on:%Y}"
    period = Period.parse(span)
    found = value(reference.key, period=period, on=on, area=code)
    return Figure(
        key=reference.key,
        title=official(found.indicator.title),
        shown=_shown(found, reference.scale),
        unit=official(found.indicator.unit),
        period=_span(period, on),
        area=full_name(code),
        definition=official(found.indicator.definition),
        code=code,
        span=span,
        missing=found.missing or found.number is None,
    )


def _shown(found: Value, scale: str) -> str:
    number = found.decimal
    return scaled(Decimal(number), scale) if scale and number is not None else found.shown


def _span(period: Period, on: date) -> str:
    """Answer a period as the record says it; of one that is not over, until which day it goes."""
    last = min(period.last, on)
    if period.first == period.last:
        return f"{last.year}年{last.month}月{last.day}日"
    whole = period.last <= on
    if whole and period.grain == "y":
        return f"{last.year}年"
    if whole and period.grain is None:
        return f"{period.first.year}—{last.year}年"
    first = period.first
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
