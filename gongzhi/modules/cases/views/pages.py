"""Pages of cases: report, register, follow, look up, read what was answered, see how an area stands."""

from collections.abc import Callable
from datetime import datetime
from time import time
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel.matters.access import reader_of, remember, unlock
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.forms import step_form
from gongzhi.kernel.matters.models import Matter, Message
from gongzhi.kernel.matters.selectors import choices, reporters_of, story, terms, told, what_next
from gongzhi.kernel.matters.services.acting import REPORTER
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest, audience, public, resident
from gongzhi.kernel.people.models import Resident
from gongzhi.kernel.people.sending import once
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import boundaries, children, find, full_name, full_names
from gongzhi.lib.codes import ancestors
from gongzhi.modules.cases import selectors
from gongzhi.modules.cases.forms import LookupForm, ReportForm
from gongzhi.modules.cases.services import Contact, Report
from gongzhi.modules.cases.services import report as report_case

PAGE, COMMUNITY = 20, 12
BROUGHT = 400  # characters of a text that was begun on another page
RECEIPT = "receipt"  # session: number, query code, whose, when
SHOWN = 600  # seconds
REGISTRARS = (Role.GRID_WORKER, Role.COMMUNITY_WORKER, Role.SUBDISTRICT_OFFICER, Role.DISTRICT_OFFICER)


@public
@require_http_methods(["GET", "POST"])
def report(request: ActorRequest) -> HttpResponse:
    """A resident, signed in or not, brings a case in."""
    area = _chosen(request) or _home(request.actor)
    if not area or "where" in request.GET:
        return _where(request, "cases:report", under=request.GET.get("under", settings.CITY_CODE))
    form = _form(request, area=area, contact=not request.actor.known, spoken=False)
    return _take_in(request, form, area, by=_resident, spoken=False)


@audience(Audience.OFFICER, *REGISTRARS)
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    """A worker registers what somebody told them; a grid worker what they saw."""
    scope = request.session.get("area") or request.actor.scopes[0]
    area = _chosen(request) or (scope if len(scope) >= COMMUNITY else "")
    if not area or "where" in request.GET:
        return _where(request, "cases:register", under=request.GET.get("under", scope))
    spoken = not request.actor.has(Role.GRID_WORKER)
    form = _form(request, area=area, contact=spoken, spoken=spoken)
    if not request.actor.reads(area):
        outside = _("{area}不在您的授权范围内，请改选地点。").format(area=full_name(area))
        if not form.is_bound:
            raise PermissionDenied(outside)
        form.add_error(None, outside)
    return _take_in(request, form, area, by=_registrar, spoken=spoken)


def _form(request: ActorRequest, **asked: Any) -> ReportForm:
    """Answer the form as it was sent; one that only asks for advice, or moves to another place, is not sent yet."""
    if "advise" not in request.POST:
        told = {"body": request.GET.get("body", "")[:BROUGHT]}
        return ReportForm(request.POST or None, request.FILES or None, initial=told, **asked)
    typed = {name: value for name, value in request.POST.items() if name in ReportForm.base_fields}
    return ReportForm(initial=typed | ({"kind": code} if (code := request.POST["advise"]) else {}), **asked)


def _chosen(request: ActorRequest) -> str:
    """Answer the community or grid the address names, if there is one; a place is chosen, never guessed."""
    code = request.GET.get("area", "")
    known = len(code) >= COMMUNITY and Area.objects.filter(pk=code, until__isnull=True).exists()
    return code if known else ""


def _home(actor: Actor) -> str:
    if not actor.known or actor.officer:
        return ""
    found = Resident.objects.filter(account_id=actor.account).values_list("area_code", flat=True).first()
    return found or ""


def _where(request: ActorRequest, back: str, *, under: str) -> HttpResponse:
    """One question a screen: where? By name, or down the levels."""
    words = request.GET.get("q", "").strip()
    area = Area.objects.filter(pk=under).first()
    under = area.code if area else settings.CITY_CODE
    rows = list(find(words, under)[:40]) if words else list(children(under))
    hits = full_names([row.code for row in rows]) if words else {}  # names repeat all over the city
    found = [(row, hits.get(row.code, row.name)) for row in rows]
    trail = [
        (c, full_name(c)) for c in [*reversed(ancestors(under)), under] if Area.objects.filter(pk=c).exists()
    ]
    told = request.GET.get("body", "")[:BROUGHT]
    context = {"rows": found, "words": words, "trail": trail, "under": under, "back": back, "told": told}
    return render(request, "cases/where.html", context)


def _take_in(
    request: ActorRequest, form: ReportForm, area: str, *, by: Callable[[Actor], ActorSnapshot], spoken: bool
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            given = _given(request, form.cleaned_data, area)
            return once(request, lambda: _reported(request, given, by(request.actor)), at=timezone.now())
        except Refused as why:
            form.add_error("photos", str(why))
    about = {"area": area, "place": full_name(area), "spoken": spoken, "own": not request.actor.officer}
    advice = selectors.suggestion(form["body"].value() or "", area=area, on=timezone.localdate())
    context = {"form": form, "suggestion": advice, **about}
    return render(request, "cases/report.html", context, status=422 if form.errors else 200)


def _reported(request: ActorRequest, given: Report, by: ActorSnapshot) -> str:
    matter, code = report_case(given=given, by=by, at=timezone.now())
    remember(request, matter.number)
    request.session[RECEIPT] = [matter.number, code, request.actor.account, time()]
    return reverse("cases:receipt")


def _given(request: ActorRequest, data: dict[str, Any], area: str) -> Report:
    mobile = "Mobi" in request.headers.get("User-Agent", "")
    channel = data.get("channel") or (Matter.Channel.MOBILE if mobile else Matter.Channel.WEB)
    if request.actor.has(Role.GRID_WORKER):
        channel = Matter.Channel.GRID
    told = Contact(name=data.get("name", ""), phone=data.get("phone", ""))
    return Report(
        kind=data["kind"],
        area_code=area,
        body=data["body"],
        channel=channel,
        contact=told if told.name else Contact(account=request.actor.account),
        address=data["address"],
        lon=data["lon"],
        lat=data["lat"],
        files=data["photos"],
    )


def _resident(actor: Actor) -> ActorSnapshot:
    return actor.snapshot(role=Role.RESIDENT, office=official(REPORTER))


def _registrar(actor: Actor) -> ActorSnapshot:
    """Answer in which office somebody registers what they were told or saw."""
    grant = next(g for role in REGISTRARS for g in actor.grants if g.role == role)
    office = f"{full_name(grant.area)} {official(grant.role.label)}"
    return actor.snapshot(role=grant.role, office=office, area=grant.area)


@public
@require_GET
def receipt(request: ActorRequest) -> HttpResponse:
    """Number and query code, for a few minutes, to whoever brought the case in and nobody after them."""
    number, code, account, given = request.session.get(RECEIPT, ["", "", "", 0])
    if account != request.actor.account or time() > given + SHOWN:
        raise Http404(_("回执只在提交后10分钟内显示。请凭编号和查询码查进度。"))
    matter = get_object_or_404(Matter, number=number)
    context = {"matter": matter, "code": code, "terms": terms(matter, at=timezone.now())}
    return render(request, "cases/receipt.html", context)


@resident
@require_GET
def mine(request: ActorRequest) -> HttpResponse:
    rows = selectors.mine(request.actor.account)[:100]
    news = Message.objects.filter(reporter__account_id=request.actor.account)
    news = news.select_related("reporter__matter").order_by("-at", "-pk")[:10]
    return render(request, "cases/mine.html", {"rows": rows, "news": news})


@public
@require_http_methods(["GET", "POST"])
def lookup(request: ActorRequest) -> HttpResponse:
    form = LookupForm(
        request.POST or None, initial={"number": request.GET.get("number", "")}, label_suffix=""
    )
    if request.method == "POST" and form.is_valid():
        try:
            matter = unlock(request, form.cleaned_data["number"], form.cleaned_data["code"])
        except Refused as why:
            form.add_error(None, str(why))
        else:
            return redirect("cases:show", matter.number)
    return render(request, "cases/lookup.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_GET
def show(request: ActorRequest, number: str) -> HttpResponse:
    """A case as the person who brought it in follows it."""
    matter = get_object_or_404(
        Matter.objects.select_related("kind", "responsible").prefetch_related(
            "tasks__body", "clocks", "reporters"
        ),
        number=number,
    )
    if matter.open:  # a message about a matter of everybody's leads to its own page
        return redirect("shell:open_matter", number)
    reader, now = reader_of(request, matter), timezone.now()
    live = terms(matter, at=now)
    own = reader.account in reporters_of(matter)
    if reader.officer and reader.account not in told(matter):  # who registered it for somebody
        return redirect("shell:matter", number)
    steps = [c.step for c in choices(matter, reader, at=now) if c.verdict.allowed and "reporter" in c.step.by]
    context = {
        "matter": matter,
        "case": selectors.answering(matter),
        "own": own,
        "next": what_next(matter, live),
        "steps": [(s, step_form(s, matter, reader, on=timezone.localdate(now))) for s in steps],
        "story": story(matter, personal=own),
        "attachments": matter.attachments.order_by("at") if own else [],
    }
    return render(request, "cases/show.html", context)


@public
@require_GET
def published(request: ActorRequest) -> HttpResponse:
    words, kind = request.GET.get("q", "")[:60], request.GET.get("kind", "")[:6]
    under = request.GET.get("under", "")
    under = under if Area.objects.filter(pk=under).exists() else ""
    found = selectors.published(words=words, under=under, kind=kind)
    if before := _moment(request.GET.get("before", "")):
        found = found.filter(published_at__lt=before)
    rows = list(found[: PAGE + 1])
    last = rows[PAGE - 1].published_at if len(rows) > PAGE else None
    asked = {"q": words, "kind": kind, "under": under}
    context = {
        "rows": rows[:PAGE],
        "words": words,
        "kind": kind,
        "under": under,
        "kinds": selectors.tops(),
        "districts": [(area.code, area.name) for area in children(settings.CITY_CODE)],
        "more": "?" + urlencode({**asked, "before": round(last.timestamp() * 1e6)}) if last else "",
    }
    return render(request, "cases/published.html", context)


def _moment(microseconds: str) -> datetime | None:
    """Answer the moment a cursor names; None for what names none."""
    try:
        return datetime.fromtimestamp(int(microseconds) / 1e6, tz=timezone.get_current_timezone())
    except (ValueError, OverflowError, OSError):
        return None


@public
@require_GET
def points(request: ActorRequest) -> JsonResponse:
    """GeoJSON for the map of published answers, to about 100 metres, never nearer.

    The boundaries bear no map approval number: officers see them, marked as internal, everybody else only points.
    """
    found = selectors.published().filter(lon__isnull=False)[:500]
    drawn = boundaries()["features"] if request.actor.officer else []
    return JsonResponse({"type": "FeatureCollection", "features": [*drawn, *map(selectors.point, found)]})


@public
@require_GET
def answer(request: ActorRequest, number: str) -> HttpResponse:
    case = get_object_or_404(selectors.published(), matter__number=number)
    days = (case.matter.answered_at - case.matter.opened_at).days if case.matter.answered_at else None
    return render(request, "cases/answer.html", {"case": case, "matter": case.matter, "days": days})
