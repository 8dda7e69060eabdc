"""Which area a page is about, and the way down to it."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.kernel.people.selectors import area_at_hand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.kernel.territory.vocabulary import CITY, COMMUNITY, COUNTY, TOWNSHIP, short_name
from gongzhi.lib.codes import ancestors

LEVELS = (CITY, COUNTY, TOWNSHIP, COMMUNITY)


def asked(request: ActorRequest) -> Area:
    """Answer the area the address names; of an officer's, where it names none, their own, else the city. Raises Http404."""
    if code := request.GET.get("area") or area_at_hand(request.actor, request.session.get("area", "")):
        return get_object_or_404(Area, pk=code[:COMMUNITY], level__in=LEVELS)
    city = Area.objects.filter(pk=settings.CITY_CODE).first()
    return city or Area(code=settings.CITY_CODE, name=_("全市"), level=CITY)  # before areas are loaded


def community(code: str) -> Area:
    """Raises Http404 for anything but a village or community."""
    found = get_object_or_404(Area, pk=code)
    if found.level != COMMUNITY:
        raise Http404(_("没有这个村（社区）。"))
    return found


def readable(request: ActorRequest, code: str) -> Area:
    """Answer an area that the officer may read. Raises Http404, PermissionDenied."""
    found = get_object_or_404(Area, pk=code, level__in=LEVELS)
    if not request.actor.reads(code):
        raise PermissionDenied(_("{area}不在您的授权范围内。").format(area=full_name(code)))
    return found


def trail(code: str, *, itself: bool = False) -> list[tuple[str, str]]:
    """Answer the areas above, from the city down, with their short names."""
    codes = [*ancestors(code), *([code] if itself else [])]
    return [(area.code, short(area)) for area in Area.objects.filter(pk__in=codes).order_by("code")]


def short(area: Area) -> str:
    return short_name(area.code, area.name)
