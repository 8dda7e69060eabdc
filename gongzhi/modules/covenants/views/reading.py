"""Pages for everybody: the covenants of an area, one to read, two versions side by side, opinions on a draft."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, public
from gongzhi.kernel.people.selectors import area_at_hand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import options
from gongzhi.kernel.territory.vocabulary import COMMUNITY, short_name
from gongzhi.lib.codes import ancestors, is_area_code
from gongzhi.modules.covenants import forms, selectors, services
from gongzhi.modules.covenants.vocabulary import WRITING, State

from .loading import load, standing


@public
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """The covenants of an area: in force, being made, of before."""
    asked = request.GET.get("area", "")
    place = get_object_or_404(Area, pk=asked) if is_area_code(asked) else _near(request)
    words, state = request.GET.get("q", "")[:40], request.GET.get("state", "")
    state = state if state in selectors.STATES else selectors.STATES[0]
    today = timezone.localdate()
    rows, more = selectors.page_of(
        selectors.listed(place.code, words=words, state=state, on=today), cursor=request.GET.get("after", "")
    )
    query = {"area": place.code, "q": words, "state": state}
    context = {
        "place": place,
        "name": short_name(place.code, place.name),
        "trail": _trail(place.code),
        "below": options(place.code) if len(place.code) < COMMUNITY else [],
        "rows": rows,
        "words": words,
        "state": state,
        "more": "?" + urlencode({**query, "after": more}) if more else "",
        "may_begin": len(place.code) == COMMUNITY and standing(request, place.code).allowed,
    }
    return render(request, "covenants/index.html", context)


def _near(request: ActorRequest) -> Area:
    """Answer the area at hand, else the city; it has no name where no areas were loaded."""
    code = area_at_hand(request.actor, request.session.get("area", "")) or settings.CITY_CODE
    return Area.objects.filter(pk=code).first() or Area(code=code, name="")


def _trail(code: str) -> list[tuple[str, str]]:
    found = Area.objects.filter(pk__in=ancestors(code)).order_by("code")
    return [(area.code, short_name(area.code, area.name)) for area in found]


@public
@require_safe
def read(request: ActorRequest, number: str) -> HttpResponse:
    """A covenant as people read it; printed, it is a notice."""
    covenant = load(number)
    today = timezone.localdate()
    others = [c for c in selectors.versions(covenant) if c.pk != covenant.pk and c.version]
    context = {
        "covenant": covenant,
        "matter": covenant.matter,
        "themes": selectors.themes(covenant),
        "holds": covenant.holds(today),
        "today": today,
        "others": others,
        "hearing": covenant.matter.state == State.HEARING,
        "may_amend": covenant.holds(today) and standing(request, covenant.matter.area_code).allowed,
        "may_draft": covenant.matter.state in WRITING
        and standing(request, covenant.matter.area_code).allowed,
    }
    return render(request, "covenants/read.html", context)


@public
@require_safe
def compare(request: ActorRequest, number: str) -> HttpResponse:
    """Two versions side by side, clause by clause; without `with` the one that this version replaces."""
    covenant = load(number)
    others = [c for c in selectors.versions(covenant) if c.pk != covenant.pk]
    chosen = request.GET.get("with", "")
    other = next((c for c in others if c.matter.number == chosen), None)
    other = other or covenant.supersedes or next(iter(others), None)
    pairs = selectors.compare(other, covenant) if other else []
    changed = sum(pair.change != "same" for pair in pairs)
    context = {"covenant": covenant, "other": other, "others": others, "pairs": pairs, "changed": changed}
    return render(request, "covenants/compare.html", context)


@public
@require_http_methods(["GET", "POST"])
def opinions(request: ActorRequest, number: str) -> HttpResponse:
    """Say something about a draft; the committee enters what households said on paper."""
    covenant = load(number)
    clauses = list(covenant.clauses.order_by("number"))
    clerk = standing(request, covenant.matter.area_code).allowed
    form = forms.OpinionForm(request.POST or None, clauses=clauses)
    if form.is_valid():
        given = services.Said(**form.cleaned_data)
        keep = services.enter_opinion if clerk else services.give_opinion
        try:
            keep(matter_id=covenant.pk, given=given, actor=request.actor, at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("意见已记下，谢谢。"))
            return redirect("covenants:opinions", number)
    context = {
        "covenant": covenant,
        "matter": covenant.matter,
        "form": form,
        "clerk": clerk,
        "open": covenant.matter.state == State.HEARING,
        "heard": selectors.heard(covenant),
        "clauses": clauses,
    }
    return render(request, "covenants/opinions.html", context, status=422 if form.errors else 200)
