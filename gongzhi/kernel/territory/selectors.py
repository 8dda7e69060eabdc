"""Find areas by code, by day, by name, by place; name them as on a day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, Min, Q, QuerySet
from django.db.models.functions import Substr

from gongzhi.kernel.territory import boundaries as shapes
from gongzhi.kernel.territory.boundaries import district_at
from gongzhi.kernel.territory.models import Area, AreaName, Estate, Succession
from gongzhi.kernel.territory.vocabulary import BELOW, CITY, COMMUNITY, COUNTY, TOWNSHIP, short_name
from gongzhi.lib.codes import after, ancestors, covers


def get_area(code: str) -> Area:
    """Answer the area, in force or not. Raises Area.DoesNotExist."""
    return Area.objects.get(code=code)


def areas(*, on: date | None = None, under: str = "", length: int | None = None) -> QuerySet[Area]:
    """Answer the areas in force on a day (None: not ended), at and below `under`, of one level if `length`.

    A day before the first vintage is answered by the first. Each has its latest name; `name_on` knows that of
    the day.
    """
    found = Area.objects.filter(until__isnull=True) if on is None else Area.objects.filter(_named_on(on))
    if under:
        found = found.filter(code__gte=under, code__lt=after(under))
    if length is not None:
        found = found.filter(level=length)
    return found.order_by("code")


def _named_on(day: date) -> Q:
    first = AreaName.objects.aggregate(first=Min("since"))["first"]
    day = max(day, first or day)
    return Q(names__since__lte=day) & (Q(names__until__isnull=True) | Q(names__until__gt=day))


def counts(on: date | None = None) -> dict[str, int]:
    """Answer how many counties, townships and communities there were on a day."""
    found = dict(areas(on=on).order_by().values_list("level").annotate(Count("code")))
    levels = {"counties": COUNTY, "townships": TOWNSHIP, "communities": COMMUNITY}
    return {name: found.get(level, 0) for name, level in levels.items()}


def name_on(code: str, day: date) -> str:
    """Answer the name that was in use on a day: before the first the first, after the last the last.

    Raises Area.DoesNotExist.
    """
    return _names([code], day)[code]


def full_name(code: str, day: date | None = None) -> str:
    """Answer the names from the district down: 渝中区七星岗街道归元寺社区; of the city its own.

    The names are those of `day` (None: the latest), without the office where the place is meant.
    Raises Area.DoesNotExist.
    """
    names = _names(_path(code), day or date.max)
    return _joined(code, names)


def full_names(codes: Collection[str]) -> dict[str, str]:
    """Answer the latest full names of known areas, all in one query."""
    names = _names([step for code in codes for step in _path(code)], date.max) if codes else {}
    return {code: _joined(code, names) for code in codes}


def _path(code: str) -> list[str]:
    return [*(c for c in reversed(ancestors(code)) if len(c) > CITY), code]


def _joined(code: str, names: dict[str, str]) -> str:
    return "".join(short_name(c, names[c]) for c in _path(code) if c in names)


def _names(codes: list[str], day: date) -> dict[str, str]:
    """Answer the names of `codes` on a day; the last of `codes` must be known."""
    found: dict[str, str] = {}
    for name in AreaName.objects.filter(area__in=codes).order_by("since"):
        if name.since <= day or name.area_id not in found:
            found[name.area_id] = name.name
    if codes[-1] not in found:
        raise Area.DoesNotExist(f"{codes[-1]}: no such area")
    return found


@dataclass(frozen=True, slots=True)
class Lineage:
    """What lies in an area today: areas that went into it whole, and those of which it took a part."""

    whole: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()


def lineage(code: str) -> Lineage:
    """Answer the areas of earlier days that an area came from, through all generations."""
    whole: list[str] = []
    seen: set[str] = set()
    asked = [code]
    while asked:
        heirs: dict[str, set[str]] = defaultdict(set)
        olds = Succession.objects.filter(new__in=asked).values("old")
        for old, new in Succession.objects.filter(old__in=olds).values_list("old", "new"):
            heirs[old].add(new)
        inside = {code, *whole, *asked}
        asked = sorted(old for old, news in heirs.items() if news <= inside and old not in inside)
        seen |= heirs.keys()
        whole += asked
    return Lineage(tuple(whole), tuple(sorted(seen - {code, *whole})))


def children(code: str) -> QuerySet[Area]:
    """Answer the areas in force on the level below; of '' the city, of a grid none."""
    if len(code) not in BELOW:
        return Area.objects.none()
    return areas(under=code, length=BELOW[len(code)])


def options(under: str) -> list[tuple[str, str]]:
    """Answer (code, short name) of the level below, to choose an area from a list where no point tells it."""
    return [(area.code, short_name(area.code, area.name)) for area in children(under)]


def find(text: str, under: str = "") -> QuerySet[Area]:
    """Answer the areas in force whose name holds `text`, or had once; none for an empty text."""
    if not (text := text.strip()):
        return Area.objects.none()
    once = AreaName.objects.filter(name__contains=text).values("area")
    return areas(under=under).filter(code__in=once)


def boundaries(under: str = "") -> dict[str, Any]:
    """Answer the districts under an area, or the one it lies in, as a GeoJSON FeatureCollection to draw (WGS-84).

    Each feature has `code` and `name`. `notice` must stand on the map.
    """
    names = dict(areas(length=COUNTY).values_list("code", "name"))
    features = [
        {"type": "Feature", "properties": {"code": code, "name": names.get(code, code)}, "geometry": shape}
        for code, shape in shapes.coarse().items()
        if covers(under, code) or covers(code, under)
    ]
    return {"type": "FeatureCollection", "notice": str(shapes.NOTICE), "features": features}


def points(under: str, length: int) -> dict[str, tuple[float, float]]:
    """Answer where the areas of a level under `under` lie: amid their estates whose place is known (WGS-84)."""
    known = Estate.objects.filter(area_id__gte=under, area_id__lt=after(under), lon__isnull=False)
    cut = known.annotate(code=Substr("area_id", 1, length)).order_by().values("code")
    middles = cut.annotate(x=Avg("lon"), y=Avg("lat")).values_list("code", "x", "y")
    return {code: (round(float(x), 5), round(float(y), 5)) for code, x, y in middles if len(code) == length}


__all__ = [
    "areas",
    "boundaries",
    "children",
    "counts",
    "district_at",
    "find",
    "full_name",
    "full_names",
    "get_area",
    "name_on",
    "options",
    "points",
]
