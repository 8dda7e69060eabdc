"""What stands behind a figure: the entries that make it up, line by line, or the areas that are counted."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from django.db.models import Q, QuerySet
from django.utils import timezone

from gongzhi.kernel.indicators.declarations import AREAS, Indicator, Simple
from gongzhi.kernel.indicators.selectors import fits
from gongzhi.kernel.indicators.windows import Weight, Window, window
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.record.declarations import COUNTS, TYPES, Count
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import facts_of
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.codes import after
from gongzhi.lib.periods import Period

MOST = 50
LOOKED_AT_ASIDE = 1000  # where it is only a remark on a page
LOOKED_AT = 5000  # entries a page looks through at most: those of other days and kinds are passed over


@dataclass(frozen=True, slots=True)
class Line:
    """One contribution: of an entry on a day, or of an area. `amount` as the part counts it, in shown units."""

    amount: Fraction
    day: date
    entry: Entry | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the lines, oldest entry first. `more`: behind which the next page begins, '' at the end."""

    lines: Sequence[Line]
    more: str

    @property
    def total(self) -> Fraction:
        return sum((line.amount for line in self.lines), Fraction(0))


def counted(part: Simple) -> list[Count]:
    """Answer the counts that make up a part's measure."""
    return [count for counts in COUNTS.values() for count in counts if count.measure == part.measure]


def may_look(actor: Actor, indicator: Indicator, area: str) -> bool:
    """May this actor see the entries? Officers of the area; everybody where no entry holds anything personal."""
    if actor.reads(area):
        return True
    kinds = {count.kind for part in indicator.parts for count in counted(part)}
    personal = any(TYPES[kind].personal for kind in kinds)
    return indicator.audience is Audience.PUBLIC and not indicator.smallest and not personal


def behind(
    indicator: Indicator,
    part: Simple,
    *,
    area: str,
    period: Period,
    on: date,
    start: str = "",
    most: int = MOST,
) -> Page:
    """Answer what makes up a part of an indicator, from `start` on. All pages together add up to the part."""
    found = window(part, period, on=on)
    if part.measure == AREAS:
        return _areas(part, found, area=area, start=start, most=most)
    entries = _entries(part, found, area).filter(pk__gt=int(start or 0)).order_by("pk")[:LOOKED_AT]
    lines: list[Line] = []
    looked, entry = 0, None
    for entry in entries.iterator(chunk_size=most * 4):
        looked += 1
        lines += _lines(entry, indicator, part, found)
        if len(lines) >= most:
            break
    more = entry is not None and (len(lines) >= most or looked == LOOKED_AT)
    return Page(lines, str(entry.pk) if more and entry else "")


def in_time(part: Simple, *, area: str, level: int, span: tuple[date, date], until: date) -> set[str] | None:
    """Answer the areas of a level under `area` in which something of days in `span` was written down by `until`.

    None where more entries would have to be looked through than a page may.
    """
    found = Window({}, span=span)
    entries = _entries(part, found, area).filter(at__lt=_midnight_after(until)).order_by("pk")
    rows = list(entries[: LOOKED_AT_ASIDE + 1])
    if len(rows) > LOOKED_AT_ASIDE:
        return None
    facts = (fact for entry in rows for fact in facts_of(entry))
    of_part = (f for f in facts if f.measure == part.measure and found.weight(f.day))
    return {f.area_code[:level] for f in of_part if len(f.area_code) >= level}


def _entries(part: Simple, found: Window, area: str) -> QuerySet[Entry]:
    """Answer all entries that may count; those whose day is their own are narrowed by it."""
    wanted = Q(pk__in=[])
    for count in counted(part):
        kind = Q(kind=count.kind)
        if not count.day:
            first, last = found.span or (None, max(found.ends))
            kind &= Q(at__lt=_midnight_after(last))
            kind &= Q(at__gte=_midnight(first)) if first else Q()
        wanted |= kind
    return Entry.objects.filter(wanted, area_code__gte=area, area_code__lt=after(area))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))


def _lines(entry: Entry, indicator: Indicator, part: Simple, found: Window) -> Iterator[Line]:
    by_day: dict[date, Weight] = defaultdict(int)
    for fact in facts_of(entry):
        if fact.measure == part.measure and fits(part, fact.dimensions):
            by_day[fact.day] += found.weight(fact.day) * fact.amount
    for day, amount in sorted(by_day.items()):
        if amount:
            yield Line(Fraction(amount) / indicator.part_scale, day, entry=entry)


def _areas(part: Simple, found: Window, *, area: str, start: str, most: int) -> Page:
    there = Q(since__lte=max(found.ends)) & (Q(until__isnull=True) | Q(until__gt=max(found.ends)))
    rows = Area.objects.filter(there, **part.where, code__gte=area, code__lt=after(area), code__gt=start)
    shown = list(rows.order_by("code")[: most + 1])
    lines = [Line(Fraction(1), row.since, area=row) for row in shown[:most]]
    return Page(lines, shown[most - 1].code if len(shown) > most else "")
