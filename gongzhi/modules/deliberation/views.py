"""Pages of deliberation: what runs and what is finished, bring a topic in, propose a 四议两公开."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.deadlines.selectors import moment
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.listing import Filters, page
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.kernel.people.sending import once
from gongzhi.kernel.publications.selectors import home_of
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas, children, find, full_name, full_names

from . import selectors
from .forms import ProposalForm, TopicForm
from .services import Proposed, Raised, raise_topic
from .services import propose as propose_four
from .vocabulary import Source

MOST_HITS = 40


@public
@require_safe
def topics(request: ActorRequest) -> HttpResponse:
    """What is deliberated and decided: everybody may look."""
    filters = Filters.of(request.GET)
    area = Area.objects.filter(pk=filters.area).first() if filters.area else None
    found = page(selectors.listed(filters, at=timezone.now()), filters)
    context = {
        "page": found,
        "more": f"?{filters.query(after=found.more)}" if found.more else "",
        "filters": filters,
        "place": full_name(area.code) if area else "",
        "districts": children(settings.CITY_CODE),
        "home": home_of(request.actor),
        "kinds": [(key, word) for key, (word, _procedures) in selectors.WHAT.items()],
        "proposes": bool(selectors.proposes_in(request.actor, on=timezone.localdate())),
    }
    return render(request, "deliberation/topics.html", context)


@resident
@require_http_methods(["GET", "POST"])
def propose_topic(request: ActorRequest) -> HttpResponse:
    """Bring a topic of deliberation in: where first, then what."""
    area = _chosen(request) or _usual(request.actor)
    if not area or "where" in request.GET:
        return _where(request)
    form = TopicForm(request.POST or None, request.FILES or None, area=area, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        given = Raised(
            kind=form.cleaned_data["kind"],
            area_code=area,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            source=form.cleaned_data.get("source") or Source.RESIDENT,
            origin=form.cleaned_data.get("origin"),
            files=form.cleaned_data["photos"],
        )
        try:
            return once(request, lambda: _raised(request, given), at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
    context = {"form": form, "area": area, "place": full_name(area)}
    return render(request, "deliberation/propose_topic.html", context, status=422 if form.errors else 200)


def _raised(request: ActorRequest, given: Raised) -> str:
    matter = raise_topic(given=given, actor=request.actor, at=timezone.now())
    said = _("议题已提出，受理情况会通知您。")
    if matter.shows_at:
        said += _("村（居）委会看过以后公开，最迟{when}公开。").format(when=moment(matter.shows_at))
    messages.success(request, said)
    return reverse("shell:open_matter", args=[matter.number])


@resident
@require_http_methods(["GET", "POST"])
def propose(request: ActorRequest) -> HttpResponse:
    """The party organisation proposes; only who may is shown the form, everybody else is told who may."""
    places = selectors.proposes_in(request.actor, on=timezone.localdate())
    if not places:
        raise PermissionDenied(
            _(
                "四议两公开由村（社区）党组织的书记、副书记、委员提议，或者由村（居）委会工作人员代为登记。您可以提出协商议题。"
            )
        )
    asked = request.GET.get("area", "")
    area = asked if asked in places else places[0]
    form = ProposalForm(request.POST or None, request.FILES or None, area=area)
    if request.method == "POST" and form.is_valid():
        given = Proposed(
            kind=form.cleaned_data["kind"],
            area_code=area,
            title=form.cleaned_data["title"],
            text=form.cleaned_data["text"],
            files=form.cleaned_data["photos"],
        )
        try:
            return once(request, lambda: _proposed(request, given), at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
    others = [(code, name) for code, name in full_names(places).items() if code != area]
    context = {"form": form, "area": area, "place": full_name(area), "others": others}
    return render(request, "deliberation/propose.html", context, status=422 if form.errors else 200)


def _proposed(request: ActorRequest, given: Proposed) -> str:
    matter = propose_four(given=given, actor=request.actor, at=timezone.now())
    messages.success(request, _("已提议。接下来由“两委”会议商议。"))
    return reverse("shell:open_matter", args=[matter.number])


def _chosen(request: ActorRequest) -> str:
    """Answer the community the address names, if there is one."""
    code = request.GET.get("area", "")
    here = areas(length=selectors.COMMUNITY).filter(code=code)
    return code if here.exists() else ""


def _usual(actor: Actor) -> str:
    """Answer where somebody lives, or the one community they work for; else ''."""
    scopes = [code for code in actor.scopes if len(code) == selectors.COMMUNITY]
    return home_of(actor) or (scopes[0] if len(scopes) == 1 else "")


def _where(request: ActorRequest) -> HttpResponse:
    """One question a screen: in which village or community?"""
    words = request.GET.get("q", "").strip()
    found = find(words, settings.CITY_CODE).filter(level=selectors.COMMUNITY)[:MOST_HITS] if words else []
    names = full_names([area.code for area in found])
    context = {"words": words, "rows": list(names.items())}
    return render(request, "deliberation/where.html", context)
