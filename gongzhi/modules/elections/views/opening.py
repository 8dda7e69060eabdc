"""Open an election; ask for a recall."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.selectors import within
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest, audience, resident
from gongzhi.kernel.people.sending import once
from gongzhi.kernel.people.vocabulary import HANDLERS, Audience
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.election import Body
from gongzhi.modules.elections import services
from gongzhi.modules.elections.forms import OpenForm, RecallForm
from gongzhi.modules.elections.policies import opener
from gongzhi.modules.elections.services.opening import law_of
from gongzhi.modules.elections.vocabulary import CHOSEN_BODIES, ELECTED_BODIES, Sort


def _bodies(actor: Actor) -> QuerySet[Organisation]:
    areas = [g.area for g in actor.grants if opener(actor, g.area) or len(g.area) < 12]
    found = Organisation.objects.filter(within(areas), in_force(timezone.localdate()))
    return found.filter(kind__in=(*ELECTED_BODIES, *CHOSEN_BODIES)).order_by("code")


def _opened(request: ActorRequest, body: Organisation, sort: str) -> str:
    who: dict[str, Any] = {"actor": request.actor, "at": timezone.now()}
    if sort == Sort.CHOICE:
        matter = services.open_choice(body=body, **who)
    else:
        matter = services.open_election(body=body, sort=sort, **who)
    messages.success(request, _("已启动。接下来推选选举委员会。"))
    return reverse("shell:open_matter", args=[matter.number])


@audience(Audience.OFFICER, *HANDLERS.values())
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Open an election, a by-election, a choice by a meeting."""
    bodies = _bodies(request.actor)
    if not bodies:
        raise PermissionDenied(_("启动选举只对以下人员开放：村（居）民委员会工作人员、乡镇（街道）干部。"))
    asked = bodies.filter(code=request.GET.get("body", "")).first()
    initial = {"body": asked, "sort": Sort.TERM}
    form = OpenForm(request.POST or None, bodies=bodies, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _opened(request, **form.cleaned_data), at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
    return render(request, "elections/new.html", {"form": form}, status=422 if form.errors else 200)


@resident
@require_http_methods(["GET", "POST"])
def recall(request: ActorRequest, area: str) -> HttpResponse:
    """Ask, with others, that a member of the committee of an area be recalled."""
    body = get_object_or_404(Organisation, code=area, kind=Organisation.Kind.COMMITTEE)
    seats = Seat.objects.filter(in_force(timezone.localdate()), post__organisation=body).order_by(
        "post", "pk"
    )
    law: Body = law_of(area)
    form = RecallForm(request.POST or None, seats=seats, law=law)
    if request.method == "POST" and form.is_valid():
        try:
            return once(request, lambda: _asked(request, form.cleaned_data), at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
    context = {"form": form, "body": body, "place": full_name(area)}
    return render(request, "elections/recall.html", context, status=422 if form.errors else 200)


def _asked(request: ActorRequest, given: dict[str, Any]) -> str:
    matter = services.ask_recall(actor=request.actor, at=timezone.now(), **given)
    messages.success(request, _("罢免要求已提出，达到法定人数后受理。"))
    return reverse("shell:open_matter", args=[matter.number])
