"""Kinds of area, told by level and name; the short name by which people call a place."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

CITY, COUNTY, TOWNSHIP, COMMUNITY, GRID = 2, 6, 9, 12, 15
"""The lengths of a code in use. No area has four digits: a municipality has no prefectures."""

BELOW = {0: CITY, CITY: COUNTY, COUNTY: TOWNSHIP, TOWNSHIP: COMMUNITY, COMMUNITY: GRID}


class Kind(models.TextChoices):
    CITY = "city", _("市")
    DISTRICT = "district", _("区")
    COUNTY = "county", _("县")
    SUBDISTRICT = "subdistrict", _("街道")
    TOWN = "town", _("镇")
    TOWNSHIP = "township", _("乡")
    COMMUNITY = "community", _("社区")
    VILLAGE = "village", _("村")
    GRID = "grid", _("网格")
    OTHER = "other", _("其他")


_KINDS: dict[int, tuple[tuple[str, Kind], ...]] = {
    COUNTY: (("区$", Kind.DISTRICT), ("县$", Kind.COUNTY)),
    TOWNSHIP: (
        ("街道(办事处)?$", Kind.SUBDISTRICT),
        ("镇(人民政府)?$", Kind.TOWN),
        ("乡(人民政府)?$", Kind.TOWNSHIP),
    ),
    COMMUNITY: (
        ("(居委会|居民委员会|社区(工作站|居民委会|委员会)?)$", Kind.COMMUNITY),
        ("(村委会|村民委员会|村)$", Kind.VILLAGE),
    ),
}
_SHORT: dict[int, tuple[tuple[str, str], ...]] = {
    TOWNSHIP: (("(街道)办事处$", r"\1"), ("([镇乡])人民政府$", r"\1")),
    COMMUNITY: (("(社区)(居民委员会|居委会)$", r"\1"), ("村?(村)(民委员会|委会)$", r"\1")),
}


def kind_of(code: str, name: str) -> Kind:
    """Answer what kind of area a code and the name of its day mean; OTHER where the name does not say."""
    if len(code) in (CITY, GRID):
        return Kind.CITY if len(code) == CITY else Kind.GRID
    found = (kind for ending, kind in _KINDS.get(len(code), ()) if re.search(ending, name))
    return next(found, Kind.OTHER)


def urban_by_name(code: str, name: str) -> bool | None:
    """Answer whether a community is urban, as its committee's name tells it; None above and where it does not."""
    return {Kind.COMMUNITY: True, Kind.VILLAGE: False}.get(kind_of(code, name))


def short_name(code: str, name: str) -> str:
    """Answer the place without its office: 七星岗街道办事处 → 七星岗街道, 青龙村村委会 → 青龙村.

    A name that would no longer tell what it is stays whole: 新山村居委会.
    """
    for ending, short in _SHORT.get(len(code), ()):
        name = re.sub(ending, short, name)
    return name
