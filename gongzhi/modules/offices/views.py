"""Pages of bodies: those of an area, one with its seats, who holds two; the list of duties, the procedures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import duty_list
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer, public
from gongzhi.kernel.people.selectors import area_at_hand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import children, full_name, options
from gongzhi.kernel.territory.vocabulary import COMMUNITY, COUNTY, short_name
from gongzhi.lib.codes import ancestors

from . import forms, selectors, services
from .policies import may_manage

FIRST = 5


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done to a body: its button, what will happen, its form, the service that does it."""

    key: str
    verb: str | Promise
    outcome: str | Promise
    form: type[forms.BodyForm]
    run: Callable[..., object]
    grave: bool = False


DEEDS = (
    Deed(
        "seat",
        gettext_lazy("登记任职"),
        gettext_lazy("同一职务的席位已满时会被退回；选举产生的职务，请先按法定程序选出来。"),
        forms.SeatForm,
        services.seat,
    ),
    Deed(
        "unseat",
        gettext_lazy("结束任职"),
        gettext_lazy("从所填日期起空出席位，任职经历留在下面。"),
        forms.UnseatForm,
        services.unseat,
        grave=True,
    ),
    Deed(
        "post",
        gettext_lazy("增设职务"),
        gettext_lazy("职务设好以后，就可以登记谁来担任。"),
        forms.PostForm,
        services.add_post,
    ),
)


@officer
@require_GET
def index(request: ActorRequest) -> HttpResponse:
    """The bodies of an area with their posts and who holds them."""
    place = _asked(request)
    words, kind = request.GET.get("q", "")[:40], request.GET.get("kind", "")
    kind = kind if kind in Organisation.Kind.values else ""
    rows, more = selectors.page_of_bodies(
        place.code, words=words, kind=kind, after=request.GET.get("after", ""), on=timezone.localdate()
    )
    asked = {"area": place.code, "q": words, "kind": kind}
    context = {
        "place": place,
        "name": _short(place),
        "below": options(place.code) if len(place.code) < COMMUNITY else [],
        "trail": _trail(request, place.code),
        "rows": rows,
        "words": words,
        "kind": kind,
        "kinds": Organisation.Kind.choices,
        "more": "?" + urlencode({**asked, "after": more}) if more else "",
        "verdict": may_manage(request.actor, place.code),
    }
    return render(request, "offices/index.html", context)


@officer
@require_http_methods(["GET", "POST"])
def register(request: ActorRequest) -> HttpResponse:
    """Register a body in the area one works in, or right below it."""
    place = _asked(request)
    areas = [(a.code, _short(a)) for a in (place, *children(place.code))]
    initial = {"since": timezone.localdate()}
    form = forms.RegisterForm(request.POST or None, areas=areas, initial=initial)
    verdict = may_manage(request.actor, place.code)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register(**form.cleaned_data, actor=request.actor, at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("已登记“{name}”。请接着增设职务、登记任职。").format(name=made.name))
            return redirect("offices:body", made.code)
    context = {
        "form": form,
        "place": place,
        "verdict": verdict,
        "trail": _trail(request, place.code, itself=True),
    }
    return render(request, "offices/register.html", context, status=422 if form.errors else 200)


@officer
@require_GET
def body(request: ActorRequest, code: str) -> HttpResponse:
    return _body(request, _load(request, code))


@officer
@require_POST
def do(request: ActorRequest, code: str, key: str) -> HttpResponse:
    """Do something to a body; what is refused keeps what was typed."""
    found = _load(request, code)
    deed = next((d for d in DEEDS if d.key == key), None)
    if deed is None:
        raise Http404(_("没有这个操作。"))
    form = deed.form(request.POST, body=found, on=timezone.localdate(), prefix=key)
    if form.is_valid():
        try:
            deed.run(body=found, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("“{verb}”已记录。").format(verb=deed.verb))
            return redirect("offices:body", code)
    return _body(request, found, tried=(key, form))


def _body(
    request: ActorRequest, found: Organisation, *, tried: tuple[str, forms.BodyForm] | None = None
) -> HttpResponse:
    today = timezone.localdate()
    posts = selectors.posts_of(found, on=today)
    matters = selectors.open_matters(found)
    verdict = may_manage(request.actor, found.area_code, found.code)
    context = {
        "body": found,
        "place": full_name(found.area_code),
        "trail": _trail(request, found.area_code, itself=True),
        "posts": posts,
        "today": today,
        "open": matters.count(),
        "matters": matters[:FIRST],
        "verdict": verdict,
        "deeds": list(_deeds(found, today, tried, posts)) if verdict.allowed else [],
        "tried": tried,
        "story": selectors.story(found),
    }
    return render(request, "offices/body.html", context, status=422 if tried else 200)


def _deeds(
    found: Organisation,
    on: date,
    tried: tuple[str, forms.BodyForm] | None,
    posts: list[selectors.PostLine],
) -> Iterator[tuple[Deed, forms.BodyForm]]:
    """Yield what may be done; nobody is seated without a post, nor unseated without a seat."""
    idle = {"seat"} if not posts else set()
    idle |= {"unseat"} if not any(line.now for line in posts) else set()
    for deed in DEEDS:
        if tried and tried[0] == deed.key:
            yield deed, tried[1]
        elif deed.key not in idle:
            yield deed, deed.form(body=found, on=on, prefix=deed.key)


@officer
@require_GET
def double(request: ActorRequest) -> HttpResponse:
    """Who sits in two bodies of one area at once: computed from the seats, typed by nobody."""
    place = _asked(request)
    wide = len(place.code) < COUNTY
    rows = [] if wide else selectors.held_together(place.code, on=timezone.localdate())
    context = {
        "name": _short(place),
        "wide": wide,
        "below": options(place.code) if wide else [],
        "trail": _trail(request, place.code),
        "both": [row for row in rows if row.heads_both],
        "across": [row for row in rows if not row.heads_both],
    }
    return render(request, "offices/double.html", context)


@public
@require_GET
def duties(request: ActorRequest) -> HttpResponse:
    """The list of powers and duties in force on a day, with its versions."""
    on = _day(request.GET.get("on", "")) or timezone.localdate()
    shown = duty_list(on)
    kind, after = (request.GET.get(name, "") for name in ("kind", "after"))
    kind = kind if kind.isascii() and kind.isdigit() else ""
    rows, more = selectors.duty_lines(shown, kind=kind, after=after) if shown else ([], "")
    asked = {"on": on.isoformat(), "kind": kind}
    context = {
        "on": on,
        "shown": shown,
        "lists": selectors.lists(),
        "groups": selectors.groups(shown) if shown else [],
        "kind": kind,
        "rows": rows,
        "more": "?" + urlencode({**asked, "after": more}) if more else "",
    }
    return render(request, "offices/duties.html", context)


@public
@require_GET
def procedures(request: ActorRequest) -> HttpResponse:
    """Every declared procedure; its diagram is drawn from the declaration."""
    return render(request, "offices/procedures.html", {"procedures": PROCEDURES.values()})


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _asked(request: ActorRequest) -> Area:
    """Answer the area the address names, else the one at hand. Raises Http404, PermissionDenied."""
    asked = request.GET.get("area", "")
    place = get_object_or_404(Area, pk=asked or area_at_hand(request.actor, request.session.get("area", "")))
    _check(request, place.code)
    return place


def _load(request: ActorRequest, code: str) -> Organisation:
    found = get_object_or_404(Organisation, code=code)
    _check(request, found.area_code)
    return found


def _check(request: ActorRequest, area: str) -> None:
    if not request.actor.reads(area):
        raise PermissionDenied(_("{area}不在您的授权范围内。").format(area=full_name(area)))


def _trail(request: ActorRequest, code: str, *, itself: bool = False) -> list[tuple[str, str]]:
    """Answer the areas above, as far as the officer may read them, from the top."""
    codes = [c for c in reversed(ancestors(code)) if request.actor.reads(c)] + [code] * itself
    return [(area.code, _short(area)) for area in Area.objects.filter(pk__in=codes).order_by("code")]


def _short(area: Area) -> str:
    return short_name(area.code, area.name)
