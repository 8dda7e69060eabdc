"""Places that a text names: counties, townships, communities, estates."""

from functools import lru_cache

from django.db.models import Count, Max

from gongzhi.kernel.territory.models import Area, Estate
from gongzhi.kernel.territory.vocabulary import COMMUNITY, COUNTY, short_name
from gongzhi.lib.text.places import Mention, Names, resolved

SHORTEST = 3  # characters; shorter names are words of every text


def mentioned(text: str, *, here: str) -> list[Mention]:
    """Answer the places that a text names, read from the area `here`; an estate means the community it lies in."""
    areas = Area.objects.filter(until__isnull=True).aggregate(n=Count("pk"), last=Max("since"))
    estates = Estate.objects.aggregate(n=Count("pk"), last=Max("pk"))
    return resolved(_names(*areas.values(), *estates.values()).find(text), here=here)


@lru_cache(maxsize=1)
def _names(*_state: object) -> Names:
    """Keep the names while areas and estates are as many, and the newest is as new, as they were."""
    areas = Area.objects.filter(until__isnull=True, level__range=(COUNTY, COMMUNITY))
    named = [(short_name(code, name), code) for code, name in areas.values_list("code", "name")]
    named += Estate.objects.values_list("name", "area_id")
    return Names((name, code) for name, code in named if len(name) >= SHORTEST)
