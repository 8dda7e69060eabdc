"""Which area a point and the words of an address tell, as far as they tell it without doubt."""

from gongzhi.kernel.territory.boundaries import district_at
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import COMMUNITY, COUNTY, TOWNSHIP, short_name


def locate(city: str, *, point: tuple[float, float] | None = None, address: str = "") -> str:
    """Answer the code of the smallest area of the city; '' where not even a district is told.

    `point` is (longitude, latitude), WGS-84, and decides the district: the shipped boundaries go no further down.
    `address` narrows it by the names of areas that stand in it; two that would fit narrow nothing.
    """
    under = city
    if point is not None:
        district = district_at(*point)
        if district is None or not Area.objects.filter(pk=district, until=None).exists():
            return ""
        under = district
    for level in (COUNTY, TOWNSHIP, COMMUNITY):
        if level > len(under):
            under = _named(under, level, address) or under
    return "" if under == city else under


def _named(under: str, level: int, address: str) -> str:
    """Answer the one area of the level whose name the address says; a name inside a longer one said does not count."""
    if not address:
        return ""
    rows = areas(under=under, length=level).values_list("code", "name")
    said = [(code, short) for code, name in rows if (short := short_name(code, name)) in address]
    longest = [code for code, short in said if not any(short != o and short in o for _code, o in said)]
    return longest[0] if len(longest) == 1 else ""
