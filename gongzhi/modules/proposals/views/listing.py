"""The proposals of an area, the four rates of its offices, a proposal that came in."""

from time import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer, public
from gongzhi.kernel.people.vocabulary import HANDLERS
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas, full_name
from gongzhi.lib.periods import Period
from gongzhi.modules.proposals import selectors, services
from gongzhi.modules.proposals.forms import IntakeForm
from gongzhi.modules.proposals.vocabulary import Light, ReplyClass, State

PAGE = 20
TAKEN, SHOWN = "proposals.taken", 600  # session: number, query code, whose, when; seconds


def _filters(request: ActorRequest) -> selectors.Filters:
    given = request.GET
    area, body = given.get("area", ""), given.get("body", "")[:9]
    return selectors.Filters(
        area=area if Area.objects.filter(pk=area).exists() else settings.CITY_CODE,
        words=given.get("q", "")[:40],
        state=_one_of(given.get("state", ""), State.values),
        body=int(body) if body.isdecimal() else None,
        reply_class=_one_of(given.get("class", ""), ReplyClass.values),
        session=given.get("session", "")[:60],
        light=_one_of(given.get("light", ""), Light.values),
        period=_period(given.get("period", "")),
    )


def _one_of(given: str, known: list[str]) -> str:
    return given if given in known else ""


def _period(text: str) -> Period | None:
    try:
        return Period.parse(text)
    except ValueError:
        return None


@public
@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Proposals by state, office, class, session and colour."""
    filters, now = _filters(request), timezone.now()
    start = request.GET.get("from", "")[:6]
    first = int(start) if start.isdecimal() else 0
    rows = list(selectors.found(filters, at=now)[first : first + PAGE + 1])
    query = {name: value for name, value in request.GET.items() if value and name != "from"}
    context = {
        "rows": [(row, selectors.light_of(row.matter, now)) for row in rows[:PAGE]],
        "filters": filters,
        "place": _place(filters.area),
        "choices": _choices(filters),
        "narrowed": bool(query),
        "more": "?" + urlencode({**query, "from": first + PAGE}) if len(rows) > PAGE else "",
        "may_take_in": _own_area(request) is not None,
    }
    return render(request, "proposals/overview.html", context)


def _choices(filters: selectors.Filters) -> list[tuple[str, str, list[tuple[str, Any]], Any]]:
    """Answer the lists to choose from: the field's name, its label, what it offers, what is chosen."""
    bodies = [(str(body.pk), body.name) for body in selectors.offices(filters.area)]
    named = [(session, session) for session in selectors.sessions(filters.area)]
    return [
        ("state", _("环节"), list(State.choices), filters.state),
        ("body", _("主办单位"), bodies, str(filters.body or "")),
        ("class", _("答复类别"), list(ReplyClass.choices), filters.reply_class),
        ("session", _("会议"), named, filters.session),
        ("light", _("期限"), list(Light.choices), filters.light),
    ]


@public
@require_safe
def rates(request: ActorRequest) -> HttpResponse:
    """The four rates of each office, in the area and session that were chosen."""
    filters = _filters(request)
    context = {
        "rows": selectors.rates(filters, at=timezone.now()),
        "filters": filters,
        "place": _place(filters.area),
        "sessions": selectors.sessions(filters.area),
    }
    return render(request, "proposals/rates.html", context)


def _place(code: str) -> str:
    """Answer what an area is called; '' where no areas are loaded."""
    return full_name(code) if areas(under=code).exists() else ""


def _own_area(request: ActorRequest) -> str | None:
    """Answer where somebody may take proposals in: of their general office at a township, a county or the city."""
    levels = {role: length for length, role in HANDLERS.items() if length < 12}
    for grant in request.actor.grants:
        if not grant.body and levels.get(grant.role) == len(grant.area):
            return grant.area
    return None


@officer
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """A proposal came in."""
    area = _own_area(request)
    if area is None:
        raise PermissionDenied(_("登记提案只对以下人员开放：街道（乡镇）、区县、市级政府的工作人员。"))
    form = IntakeForm(request.POST or None)
    if form.is_valid():
        try:
            made, code = services.take_in(given=form.intake(area), actor=request.actor, at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            request.session[TAKEN] = [made.matter.number, code, request.actor.account, time()]
            return redirect("proposals:taken_in")
    context = {"form": form, "place": _place(area)}
    return render(request, "proposals/new.html", context, status=422 if form.errors else 200)


@officer
@require_safe
def taken_in(request: ActorRequest) -> HttpResponse:
    """Number and query code for the letter to the deputy, for a few minutes, to whoever took it in."""
    number, code, account, given = request.session.get(TAKEN, ["", "", "", 0])
    if account != request.actor.account or time() > given + SHOWN:
        raise Http404(_("查询码只在登记后10分钟内显示。"))
    return render(request, "proposals/taken_in.html", {"proposal": selectors.by_number(number), "code": code})
