"""The list behind an address: filters, order, pages by cursor; communities without a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.lib.codes import after, is_area_code
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.vocabulary import Register, Type

PAGE, COUNTED = 30, 1000
STATES = ("", "began", "ended", "all")
TAKEN = ("q", "area", "period", "state", "sort", "after")
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for; what it does not know is dropped, so that an old bookmark still opens.

    `state` '': on the register at the end of the span; began, ended: within it. `by`: values of choices.
    """

    register: Register
    first: date
    last: date
    q: str = ""
    area: str = ""
    period: str = ""
    state: str = ""
    sort: str = ""
    after: str = ""
    by: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, register: Register, given: Mapping[str, str], *, first: date, last: date) -> "Filters":
        said = {name: str(given.get(name, ""))[:200].replace("\x00", "").strip() for name in TAKEN}
        by = {f.key: given[f.key] for f in register.open_fields if f.dimension and given.get(f.key)}
        found = cls(register, first, last, by=by, **said)
        return replace(
            found,
            area=found.area if is_area_code(found.area) else "",
            state=found.state if found.state in STATES else "",
        )

    def query(self, **changes: str) -> str:
        """Answer the query string with changes; a changed list begins at its first page."""
        values = {name: getattr(self, name) for name in TAKEN if name != "after"} | dict(self.by) | changes
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.state or self.by)


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Row]
    count: int
    more: str

    @property
    def many(self) -> bool:
        return self.count > COUNTED


def matching(filters: Filters) -> QuerySet[Row]:
    """Answer the rows that fit, without those entered by mistake."""
    found = Row.objects.filter(register=filters.register.key)
    if filters.area:
        found = found.filter(area_code__gte=filters.area, area_code__lt=after(filters.area))
    found = found.filter(_state(filters), _named(filters))
    for key, said in filters.by.items():
        wanted: str | bool = said == "true" if filters.register.by_key[key].type is Type.BOOL else said
        found = found.filter(**{f"values__{key}": wanted})
    return found


def _state(filters: Filters) -> Q:
    span = (filters.first, filters.last)
    if filters.state == "began" or (filters.register.event and filters.state == "" and filters.period):
        return Q(since__range=span) & _real()
    if filters.state == "ended":
        return Q(until__range=span) & _real()
    if filters.state == "all":
        return _real()
    return (Q(until__isnull=True) | Q(until__gt=filters.last)) & Q(since__lte=filters.last)


def _real() -> Q:
    return Q(until__isnull=True) | Q(until__gt=F("since"))


def _named(filters: Filters) -> Q:
    """Within a community any part of a name; above, of the many persons, how it begins: that an index answers."""
    if not filters.q:
        return Q()
    if not filters.register.person or len(filters.area) >= COMMUNITY:
        return Q(name__contains=filters.q)
    if connection.vendor == "sqlite":
        return Q(name__gte=filters.q, name__lt=filters.q + LAST)
    return Q(name__startswith=filters.q)


def page(found: QuerySet[Row], filters: Filters) -> Page:
    """Answer one page: rows, a count that stops at COUNTED + 1, the cursor of the next page ('' at the end)."""
    count = found.order_by()[: COUNTED + 1].count()
    rows = list(_ordered(found, filters)[: PAGE + 1])
    more = str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return Page(rows[:PAGE], count, more)


def ordered(found: QuerySet[Row], filters: Filters) -> QuerySet[Row]:
    """Answer the whole list in its order."""
    return _ordered(found, replace(filters, after=""))


def _ordered(found: QuerySet[Row], filters: Filters) -> QuerySet[Row]:
    """The cursor is the key of the last row seen: it tells nobody's name. Of a row that is gone: the first page."""
    last = Row.objects.filter(pk=filters.after).first() if _is_key(filters.after) else None
    if filters.sort == "newest":
        found = found.order_by("-since", "-id")
        earlier = Q(since__lt=last.since) | Q(since=last.since, id__lt=last.pk) if last else Q()
        return found.filter(earlier, since__lte=last.since) if last else found
    found = found.order_by("area_code", "name", "id")
    if last is None:
        return found
    code, name = last.area_code, last.name
    later = (
        Q(area_code__gt=code)
        | Q(area_code=code, name__gt=name)
        | Q(area_code=code, name=name, id__gt=last.pk)
    )
    return found.filter(later, area_code__gte=code)


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def without(register: Register, area: str) -> QuerySet[Area]:
    """Answer the communities under an area that have no row today, though each should."""
    held = Row.objects.filter(register=register.key, area_code=OuterRef("code"), until__isnull=True)
    return areas(under=area, length=COMMUNITY).filter(~Exists(held))


__all__ = ["Filters", "Page", "matching", "ordered", "page", "without"]
