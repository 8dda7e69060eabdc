"""What an address names: the register, the area one may read, the span of days."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.kernel.people.selectors import area_at_hand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.kernel.territory.vocabulary import CITY, short_name
from gongzhi.lib.codes import ancestors
from gongzhi.lib.periods import Period
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.selectors import Filters
from gongzhi.modules.registers.vocabulary import REGISTERS, Register

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def asks_to_sign_in(view: View) -> View:
    """Ask a stranger who may not read a page to sign in, as officers' pages do."""

    @wraps(view)
    def guarded(request: ActorRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            if request.actor.known:
                raise
            return redirect_to_login(request.get_full_path())

    return guarded  # type: ignore[return-value]


def named(place: Area) -> str:
    """Answer the full name of an area; of a city that is not loaded yet its own."""
    return place.name if len(place.code) == CITY else full_name(place.code)


def register_of(key: str) -> Register:
    if key not in REGISTERS:
        raise Http404(_("没有这个登记册。"))
    return REGISTERS[key]


def area_of(request: ActorRequest, register: Register | None = None) -> Area:
    """Answer the area that is asked for, else the one at hand. What is public everybody reads; the rest, officers there."""
    if code := request.GET.get("area") or area_at_hand(request.actor, request.session.get("area", "")):
        place = get_object_or_404(Area, pk=code)
    else:  # before areas are loaded there is not even the city
        city = Area.objects.filter(pk=settings.CITY_CODE).first()
        place = city or Area(code=settings.CITY_CODE, name=_("全市"), level=CITY)
    if not request.actor.reads(place.code) and not (register is None or register.public):
        raise PermissionDenied(_("{area}不在您的授权范围内。").format(area=named(place)))
    return place


def row_of(request: ActorRequest, key: object) -> tuple[Row, Register]:
    row = get_object_or_404(Row.objects.select_related("batch"), pk=key)
    register = register_of(row.register)
    if not request.actor.reads(row.area_code) and not (register.public and not register.person):
        raise PermissionDenied(_("{area}不在您的授权范围内。").format(area=full_name(row.area_code)))
    return row, register


def filters_of(request: ActorRequest, register: Register, area: str) -> Filters:
    """Answer the filters of an address; `period` as figures name it, else today."""
    first, last = span(request.GET.get("period", ""))
    given = {**request.GET.dict(), "area": area}
    if register.person and not request.actor.reads(area):
        given["q"] = ""  # whether somebody is on a register of persons is not the public's to ask
    return Filters.of(register, given, first=first, last=last)


def span(period: str) -> tuple[date, date]:
    """Answer the first and last day of a period; of none, and of what is none, today."""
    today = timezone.localdate()
    try:
        found = Period.parse(period)
    except ValueError:
        return today, today
    return found.first, found.last


def trail(code: str) -> list[tuple[str, str]]:
    """Answer the areas above, from the top."""
    found = Area.objects.filter(pk__in=ancestors(code)).order_by("code")
    return [(area.code, short_name(area.code, area.name)) for area in found]
