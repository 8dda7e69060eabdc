"""The pages of one election: its roll, its candidates, who leads it, what is handed over; certificates."""

from typing import Any

import segno
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.modules.elections import selectors
from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.vocabulary import ELECTORS, Stage

from .deeds import Deed, capacities
from .table import DEEDS, deeds_for

A_PAGE = 200


def _election(number: str) -> Election:
    found = Election.objects.select_related("matter", "body", "committee")
    return get_object_or_404(found, matter__number=number)


def _context(
    request: ActorRequest, election: Election, page: str, tried: tuple[Deed, forms.Form] | None
) -> dict[str, Any]:
    rows = [
        (deed, tried[1] if tried and tried[0] is deed else deed.form(election=election, prefix=deed.key))
        for deed in deeds_for(election, request.actor, page)
    ]
    if tried and all(deed is not tried[0] for deed, _form in rows):
        rows.insert(0, tried)
    return {
        "election": election,
        "matter": election.matter,
        "deeds": rows,
        "tried": tried[0].key if tried else "",
        "mine": capacities(election, request.actor),
    }


def _roll(request: ActorRequest, election: Election) -> dict[str, Any]:
    """Names stand here while the election runs; afterwards only one's own entry is answered."""
    words = request.GET.get("q", "").strip()
    shown = selectors.roll_shown(election)
    found = selectors.named(election, words) if words else selectors.on_roll(election) if shown else []
    pages = Paginator(found, A_PAGE)
    return {
        "words": words,
        "elector": ELECTORS.get(election.way, ""),
        "shown": shown,
        "roll": pages.get_page(request.GET.get("page")),
        "own": selectors.own(election, request.actor),
        "waiting": selectors.waiting(election),
        "proxies": selectors.proxies(election),
        "digest": selectors.digest(election) if shown else "",
    }


def _slate(request: ActorRequest, election: Election) -> dict[str, Any]:
    mine = capacities(election, request.actor)
    inside = bool(mine & {"led", "township"})
    return {
        "slate": selectors.slate(election, request.actor, inside=inside),
        "questions": selectors.questions(election),
        "departments": selectors.spoken(election) if inside else [],
    }


def _committee(request: ActorRequest, election: Election) -> dict[str, Any]:
    return {"members": election.members.order_by("rank")}


def _handover(request: ActorRequest, election: Election) -> dict[str, Any]:
    return {"items": election.items.order_by("kind", "pk")}


PAGES = {
    "roll": ("elections/roll.html", _roll),
    "slate": ("elections/slate.html", _slate),
    "committee": ("elections/committee.html", _committee),
    "handover": ("elections/handover.html", _handover),
}


def _page(
    request: ActorRequest, election: Election, page: str, tried: tuple[Deed, forms.Form] | None = None
) -> HttpResponse:
    template, more = PAGES[page]
    context = {**_context(request, election, page, tried), **more(request, election)}
    return render(request, template, context, status=422 if tried else 200)


@public
@require_safe
def roll(request: ActorRequest, number: str) -> HttpResponse:
    return _page(request, _election(number), "roll")


@public
@require_safe
def slate(request: ActorRequest, number: str) -> HttpResponse:
    return _page(request, _election(number), "slate")


@public
@require_safe
def committee(request: ActorRequest, number: str) -> HttpResponse:
    return _page(request, _election(number), "committee")


@public
@require_safe
def handover(request: ActorRequest, number: str) -> HttpResponse:
    return _page(request, _election(number), "handover")


@resident
@require_POST
def do(request: ActorRequest, number: str, key: str) -> HttpResponse:
    """Do something; what is refused keeps what was typed."""
    election = _election(number)
    deed = next((d for d in DEEDS if d.key == key), None)
    if deed is None:
        raise Http404(_("没有这个操作。"))
    form = deed.form(request.POST, request.FILES, election=election, prefix=deed.key)
    if form.is_valid():
        try:
            deed.run(election, form.cleaned_data, request.actor, timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("“{verb}”已记录。").format(verb=deed.verb))
            return redirect(f"elections:{deed.page}", number)
    return _page(request, election, deed.page, (deed, form))


@public
@require_safe
def result(request: ActorRequest, number: str) -> HttpResponse:
    """The result as it hangs at the board: A3."""
    election = _election(number)
    context = {
        "election": election,
        "matter": election.matter,
        "elected": selectors.elected(election),
        "rounds": selectors.rounds(election),
    }
    return render(request, "elections/result.html", context)


@public
@require_safe
def certificate(request: ActorRequest, code: str) -> HttpResponse:
    """A certificate of election, to be printed and to be checked."""
    found = Candidate.objects.filter(code=code.strip().upper()).exclude(code="")
    given = found.select_related("election__matter", "election__body", "election__committee", "seat").first()
    context = {
        "given": given,
        "code": code,
        "void": given is not None and given.stage == Stage.ANNULLED,
        "drawn": segno.make(request.build_absolute_uri(), error="m").svg_inline(scale=3, border=2),
    }
    return render(request, "elections/certificate.html", context, status=200 if given else 404)
