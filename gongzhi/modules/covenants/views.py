"""Pages of covenants: those of an area, one to read, versions side by side, drafting, opinions, keeping."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms as django_forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.kernel.people.selectors import area_at_hand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name, options
from gongzhi.kernel.territory.vocabulary import COMMUNITY, short_name
from gongzhi.lib.codes import ancestors, is_area_code

from . import forms, selectors, services
from .models import Covenant, Deed
from .policies import above, committee, watching
from .services.drafting import WRITE
from .vocabulary import WRITING, State

VERSION = "version"


@public
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """The covenants of an area: in force, being made, of before."""
    asked = request.GET.get("area", "")
    place = get_object_or_404(Area, pk=asked if is_area_code(asked) else _near(request))
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
        "may_begin": len(place.code) == COMMUNITY and _committee(request, place.code).allowed,
    }
    return render(request, "covenants/index.html", context)


def _near(request: ActorRequest) -> str:
    return area_at_hand(request.actor, request.session.get("area", "")) or settings.CITY_CODE


def _trail(code: str) -> list[tuple[str, str]]:
    found = Area.objects.filter(pk__in=ancestors(code)).order_by("code")
    return [(area.code, short_name(area.code, area.name)) for area in found]


def _committee(request: ActorRequest, code: str) -> Verdict:
    seats = seats_of(request.actor.uuid, area_code=code, on=timezone.localdate())
    return committee(request.actor, code, seats)


def _load(number: str) -> Covenant:
    found = selectors.by_number(number)
    if found is None:
        raise Http404(_("没有这份公约。"))
    return found


@resident
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Begin a covenant in a community, or (`of`) the next version of one."""
    of = _load(request.GET["of"]) if request.GET.get("of") else None
    code = of.matter.area_code if of else request.GET.get("area", "")
    place = get_object_or_404(Area, pk=code)
    verdict = _committee(request, place.code)
    made = forms.AmendForm if of else forms.BeginForm
    form = made(request.POST or None)
    if form.is_valid():
        try:
            begun = _begin(request, of, place.code, form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("已开始起草，编号 {number}。").format(number=begun.matter.number))
            return redirect("shell:open_matter" if begun.repeals else "covenants:draft", begun.matter.number)
    context = {"form": form, "of": of, "place": full_name(place.code), "verdict": verdict, "code": place.code}
    return render(request, "covenants/new.html", context, status=422 if form.errors else 200)


def _begin(request: ActorRequest, of: Covenant | None, area: str, given: dict[str, Any]) -> Covenant:
    who: dict[str, Any] = {"actor": request.actor, "at": timezone.now()}
    return services.amend(of=of, **given, **who) if of else services.begin(area=area, **given, **who)


@public
@require_safe
def read(request: ActorRequest, number: str) -> HttpResponse:
    """A covenant as people read it; printed, it is a notice."""
    covenant = _load(number)
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
        "may_amend": covenant.holds(today) and _committee(request, covenant.matter.area_code).allowed,
        "may_draft": covenant.matter.state in WRITING and _committee(request, covenant.matter.area_code).allowed,
    }
    return render(request, "covenants/read.html", context)


@public
@require_safe
def compare(request: ActorRequest, number: str) -> HttpResponse:
    """Two versions side by side, clause by clause; without `with` the one that this version replaces."""
    covenant = _load(number)
    others = [c for c in selectors.versions(covenant) if c.pk != covenant.pk]
    chosen = request.GET.get("with", "")
    other = next((c for c in others if c.matter.number == chosen), None)
    other = other or covenant.supersedes or next(iter(others), None)
    pairs = selectors.compare(other, covenant) if other else []
    changed = sum(pair.change != "same" for pair in pairs)
    context = {"covenant": covenant, "other": other, "others": others, "pairs": pairs, "changed": changed}
    return render(request, "covenants/compare.html", context)


@resident
@require_http_methods(["GET", "POST"])
def draft(request: ActorRequest, number: str) -> HttpResponse:
    """Write the clauses; each with the hints of the law it may collide with, and the answers to them."""
    covenant = _load(number)
    _may_write(request, covenant)
    if covenant.matter.state not in WRITING or covenant.repeals:
        messages.info(request, _("现在的环节不改条文。"))
        return redirect("shell:open_matter", number)
    data = request.POST or None
    head = forms.DraftForm(data, initial={"preamble": covenant.preamble, "effective_on": covenant.effective_on})
    clauses = forms.clause_forms(covenant, data)
    if request.method == "POST" and head.is_valid() and clauses.is_valid():
        try:
            saved = services.save_draft(
                matter_id=covenant.pk,
                given=forms.draft_of(head, clauses, request.POST),
                actor=request.actor,
                at=timezone.now(),
                version=_version(request),
            )
        except Refused as why:
            head.add_error(None, str(why))
        else:
            _say_saved(request, saved)
            return redirect("covenants:draft", number)
    return _draft(request, covenant, head, clauses)


def _may_write(request: ActorRequest, covenant: Covenant) -> None:
    verdict = _committee(request, covenant.matter.area_code)
    if not verdict.allowed:
        raise PermissionDenied(str(verdict.because))


def _version(request: ActorRequest) -> int | None:
    given = request.POST.get(VERSION, "")[:9]
    return int(given) if given.isdecimal() else None


def _say_saved(request: ActorRequest, saved: Covenant) -> None:
    if saved.open_hints:
        text = _("草案已保存。还有{n}处法律提示，请修改条文，或者写明为什么可以这样定。")
        messages.warning(request, text.format(n=saved.open_hints))
    else:
        messages.success(request, _("草案已保存，没有待答复的法律提示。"))


def _draft(request: ActorRequest, covenant: Covenant, head: Any, clauses: Any) -> HttpResponse:
    texts = [str(form["text"].value() or "") for form in clauses.forms]
    lines = selectors.hint_lines(covenant, texts)
    typed = forms.answers_in(request.POST)
    context = {
        "covenant": covenant,
        "matter": covenant.matter,
        "head": head,
        "clauses": clauses,
        "rows": list(zip(clauses.forms, lines, strict=True)),
        "typed": {f"hint-{rule}-{digest}": text for (rule, digest), text in typed.items()},
        "verb": WRITE.verb,
    }
    wrong = request.method == "POST"
    return render(request, "covenants/draft.html", context, status=422 if wrong else 200)


@resident
@require_POST
def hints(request: ActorRequest, number: str) -> HttpResponse:
    """The hints of a text while it is being typed: a piece of a page."""
    covenant = _load(number)
    text = next((value for name, value in request.POST.items() if name.endswith("-text")), "")
    context = {"lines": selectors.hint_lines(covenant, [str(text)])[0], "typed": {}}
    return render(request, "covenants/_hints.html", context)


@public
@require_http_methods(["GET", "POST"])
def opinions(request: ActorRequest, number: str) -> HttpResponse:
    """Say something about a draft; the committee enters what households said on paper."""
    covenant = _load(number)
    clauses = list(covenant.clauses.order_by("number"))
    clerk = _committee(request, covenant.matter.area_code).allowed
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
