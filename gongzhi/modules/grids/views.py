"""Pages of grids: those of a community, the way down to one, one grid with what may be done to it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.kernel.people.selectors import area_at_hand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.kernel.territory.vocabulary import COMMUNITY, GRID, short_name
from gongzhi.lib.codes import ancestors

from . import forms, selectors, services
from .policies import may_manage

RECENT = timedelta(days=30)
PAST = 50


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done to a grid: its button, what will happen, its form, the service that does it."""

    key: str
    verb: str | Promise
    outcome: str | Promise
    form: type[forms.GridForm]
    run: Callable[..., object]
    grave: bool = False


DEEDS = (
    Deed(
        "appoint",
        gettext_lazy("聘任网格员"),
        gettext_lazy("从任期开始那天起，对方可以在这个网格里巡查、上报。"),
        forms.AppointForm,
        services.appoint,
    ),
    Deed(
        "dismiss",
        gettext_lazy("结束任期"),
        gettext_lazy("从所填日期起，对方不再有这个网格的授权。"),
        forms.DismissForm,
        services.dismiss,
    ),
    Deed(
        "send",
        gettext_lazy("登记下沉"),
        gettext_lazy("登记派到这个网格的人员、物资或服务，大家在这里看得到。"),
        forms.SendForm,
        services.send,
    ),
    Deed(
        "withdraw",
        gettext_lazy("撤回下沉"),
        gettext_lazy("从所填日期起，这一项不再列为在用。"),
        forms.WithdrawForm,
        services.withdraw,
    ),
    Deed(
        "rename",
        gettext_lazy("更名"),
        gettext_lazy("从今天起用新名称，原名称留在记录里。"),
        forms.NameForm,
        services.rename,
    ),
    Deed(
        "close",
        gettext_lazy("撤销网格"),
        gettext_lazy(
            "今天起撤销：网格员任期和下沉项目同时结束，编号不再使用，已有事项仍归本社区（村）办理。"
        ),
        forms.CloseForm,
        services.close,
        grave=True,
    ),
)


@officer
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """The grids of the community one works in; above, the way down to one."""
    asked = request.GET.get("area", "")
    area = asked or area_at_hand(request.actor, request.session.get("area", ""))
    if len(area) == GRID:
        return redirect("grids:grid", area)
    place = _area(request, area)
    if len(area) < COMMUNITY:
        rows = selectors.below(area, on=timezone.localdate())
        return render(
            request,
            "grids/choose.html",
            {"name": _short(place), "rows": rows, "trail": _trail(request, area)},
        )
    return _community(request, place)


@officer
@require_http_methods(["GET", "POST"])
def cut(request: ActorRequest, community: str) -> HttpResponse:
    """Cut a grid; what is refused keeps the name that was typed."""
    place = _area(request, community)
    if request.method == "GET" or len(community) != COMMUNITY:
        return redirect("grids:index")
    form = forms.NameForm(request.POST, grid=community, on=timezone.localdate())
    if form.is_valid():
        try:
            made = services.cut(
                community=community, name=form.cleaned_data["name"], actor=request.actor, at=timezone.now()
            )
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(
                request, _("已设立“{name}”，编号 {code}。").format(name=made.name, code=made.code)
            )
            return redirect("grids:grid", made.code)
    return _community(request, place, tried=form)


def _community(request: ActorRequest, place: Area, *, tried: forms.NameForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    rows = selectors.grids_of(place.code, on=today)
    context = {
        "place": place,
        "name": _short(place),
        "rows": rows,
        "vacant": sum(row.vacant for row in rows),
        "loose": selectors.open_matters(place.code).get(place.code, 0),
        "trail": _trail(request, place.code),
        "verdict": may_manage(request.actor, place.code),
        "form": tried or forms.NameForm(grid=place.code, on=today),
    }
    return render(request, "grids/index.html", context, status=422 if tried else 200)


@officer
@require_GET
def grid(request: ActorRequest, code: str) -> HttpResponse:
    return _grid(request, _grid_area(request, code))


@officer
@require_POST
def do(request: ActorRequest, code: str, key: str) -> HttpResponse:
    """Do something to a grid; what is refused keeps what was typed."""
    place = _grid_area(request, code)
    deed = next((d for d in DEEDS if d.key == key), None)
    if deed is None:
        raise Http404(_("没有这个操作。"))
    form = deed.form(request.POST, grid=code, on=timezone.localdate(), prefix=key)
    if form.is_valid():
        try:
            deed.run(grid=code, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("“{verb}”已记录。").format(verb=deed.verb))
            return redirect("grids:grid", code)
    return _grid(request, place, tried=(key, form))


def _grid(
    request: ActorRequest, place: Area, *, tried: tuple[str, forms.GridForm] | None = None
) -> HttpResponse:
    today, now = timezone.localdate(), timezone.now()
    code = place.code
    workers = list(selectors.workers_in(code, on=today))
    sent = list(selectors.sent_to(code, on=today))
    context = {
        "place": place,
        "name": full_name(code),
        "line": selectors.GridLine(place, today, workers),
        "sent": sent,
        "before": selectors.sent_before(code, on=today)[:PAST],
        "open": selectors.open_matters(code).get(code, 0),
        "reported": selectors.reported_in(code, since=now - RECENT),
        "verdict": may_manage(request.actor, code),
        "deeds": list(_deeds(place, today, tried, idle=_idle(workers, sent))),
        "tried": tried,
        "story": selectors.story(code),
        "trail": _trail(request, code),
    }
    return render(request, "grids/grid.html", context, status=422 if tried else 200)


def _idle(workers: list[Any], sent: list[Any]) -> set[str]:
    """Answer the deeds for which there is nobody, or nothing."""
    return {key for key, rows in (("dismiss", workers), ("withdraw", sent)) if not rows}


def _deeds(
    place: Area, on: date, tried: tuple[str, forms.GridForm] | None, *, idle: set[str]
) -> Iterator[tuple[Deed, forms.GridForm]]:
    for deed in DEEDS:
        if tried and tried[0] == deed.key:
            yield deed, tried[1]
        elif deed.key not in idle:
            initial = {"name": place.name} if deed.key == "rename" else None
            yield deed, deed.form(grid=place.code, on=on, prefix=deed.key, initial=initial)


def _area(request: ActorRequest, code: str) -> Area:
    """Answer an area that the officer may read. Raises Http404, PermissionDenied."""
    place = get_object_or_404(Area, pk=code)
    if not request.actor.reads(code):
        raise PermissionDenied(_("{area}不在您的授权范围内。").format(area=full_name(code)))
    return place


def _grid_area(request: ActorRequest, code: str) -> Area:
    if len(code) != GRID:
        raise Http404(_("没有这个网格。"))
    return _area(request, code)


def _trail(request: ActorRequest, code: str) -> list[tuple[str, str]]:
    """Answer the areas above, as far as the officer may read them, from the top."""
    codes = [c for c in reversed(ancestors(code)) if request.actor.reads(c)]
    return [(area.code, _short(area)) for area in Area.objects.filter(pk__in=codes).order_by("code")]


def _short(area: Area) -> str:
    return short_name(area.code, area.name)
