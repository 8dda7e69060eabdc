"""Begin a covenant or its next version, write its clauses with the law's hints beside them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, resident
from gongzhi.kernel.people.sending import once
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.modules.covenants import forms, selectors, services
from gongzhi.modules.covenants.models import Covenant
from gongzhi.modules.covenants.vocabulary import WRITING

from .loading import load, standing


@resident
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Begin a covenant in a community, or (`of`) the next version of one."""
    of = load(request.GET["of"]) if request.GET.get("of") else None
    code = of.matter.area_code if of else request.GET.get("area", "")
    if not code:  # where, has to be chosen first
        return redirect("covenants:index")
    place = get_object_or_404(Area, pk=code)
    verdict = standing(request, place.code)
    made = forms.AmendForm if of else forms.BeginForm
    form = made(request.POST or None)
    if form.is_valid():
        try:
            return once(
                request, lambda: _begin(request, of, place.code, form.cleaned_data), at=timezone.now()
            )
        except Refused as why:
            form.add_error(None, str(why))
    context = {"form": form, "of": of, "place": full_name(place.code), "verdict": verdict, "code": place.code}
    return render(request, "covenants/new.html", context, status=422 if form.errors else 200)


def _begin(request: ActorRequest, of: Covenant | None, area: str, given: dict[str, Any]) -> str:
    who: dict[str, Any] = {"actor": request.actor, "at": timezone.now()}
    begun = services.amend(of=of, **given, **who) if of else services.begin(area=area, **given, **who)
    messages.success(request, _("已开始起草，编号 {number}。").format(number=begun.matter.number))
    return reverse("shell:open_matter" if begun.repeals else "covenants:draft", args=[begun.matter.number])


@resident
@require_http_methods(["GET", "POST"])
def draft(request: ActorRequest, number: str) -> HttpResponse:
    """Write the clauses; each with the hints of the law it may collide with, and the answers to them."""
    covenant = load(number)
    _may_write(request, covenant)
    if covenant.matter.state not in WRITING or covenant.repeals:
        messages.info(request, _("现在的环节不改条文。"))
        return redirect("shell:open_matter", number)
    data = request.POST or None
    head = forms.DraftForm(
        data, initial={"preamble": covenant.preamble, "effective_on": covenant.effective_on}
    )
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
    verdict = standing(request, covenant.matter.area_code)
    if not verdict.allowed:
        raise PermissionDenied(str(verdict.because))


def _version(request: ActorRequest) -> int | None:
    given = request.POST.get("version", "")[:9]
    return int(given) if given.isdecimal() else None


def _say_saved(request: ActorRequest, saved: Covenant) -> None:
    if saved.open_hints:
        text = ngettext(
            "草案已保存。还有{n}处法律提示，请修改条文，或者写明为什么可以这样定。",
            "草案已保存。还有{n}处法律提示，请修改条文，或者写明为什么可以这样定。",
            saved.open_hints,
        )
        messages.warning(request, text.format(n=saved.open_hints))
    else:
        messages.success(request, _("草案已保存，没有待答复的法律提示。"))


def _draft(request: ActorRequest, covenant: Covenant, head: Any, clauses: Any) -> HttpResponse:
    texts = [str(form["text"].value() or "") for form in clauses.forms]
    lines = selectors.hint_lines(covenant, texts, typed=forms.answers_in(request.POST))
    context = {
        "covenant": covenant,
        "matter": covenant.matter,
        "head": head,
        "clauses": clauses,
        "rows": list(zip(clauses.forms, lines, strict=True)),
    }
    wrong = request.method == "POST"
    return render(request, "covenants/draft.html", context, status=422 if wrong else 200)


@resident
@require_POST
def hints(request: ActorRequest, number: str) -> HttpResponse:
    """The hints of a text while it is being typed: a piece of a page."""
    covenant = load(number)
    text = next((value for name, value in request.POST.items() if name.endswith("-text")), "")
    context = {"lines": selectors.hint_lines(covenant, [str(text)])[0]}
    return render(request, "covenants/_hints.html", context)
