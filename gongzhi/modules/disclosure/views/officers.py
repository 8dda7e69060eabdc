"""What an area has to disclose; for levels above, what is late below; who owes monthly accounts."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.kernel.people.selectors import area_at_hand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.lib.codes import cut
from gongzhi.modules.disclosure import forms, selectors, services
from gongzhi.modules.disclosure.policies import may_oversee, may_publish
from gongzhi.modules.disclosure.selectors.owing import busy_now

from .places import community, readable, short, trail

WAITING = 20


@officer
@require_safe
def owed(request: ActorRequest) -> HttpResponse:
    """What the area at hand owes: a community its own list, a level above what is late below it."""
    at_hand = area_at_hand(request.actor, request.GET.get("area", ""), request.session.get("area", ""))
    if not at_hand:
        raise PermissionDenied(_("这一页只对有区域授权的工作人员开放。"))
    asked = request.GET.get("area") or cut(at_hand, COMMUNITY) or at_hand
    return _page(request, readable(request, asked))


def _page(request: ActorRequest, place: Area, *, tried: Form | None = None) -> HttpResponse:
    if place.level < COMMUNITY:
        return _above(request, place)
    today = timezone.localdate()
    rows = selectors.owed_here(place.code, on=today)
    context: dict[str, Any] = {
        "place": place,
        "name": short(place),
        "trail": trail(place.code),
        "rows": rows,
        "late": sum(row.late for row in rows),
        "questions": selectors.answers_waiting(place.code)[:WAITING],
        "verdict": may_publish(request.actor, place.code),
        "above": may_oversee(request.actor, place.code),
        "busy": busy_now(place.code, on=today),
        "at_once": tried if isinstance(tried, forms.AtOnceForm) else forms.AtOnceForm(label_suffix=""),
        "monthly": tried if isinstance(tried, forms.ReasonForm) else forms.ReasonForm(label_suffix=""),
    }
    return render(request, "disclosure/owed.html", context, status=422 if tried else 200)


def _above(request: ActorRequest, place: Area) -> HttpResponse:
    today = timezone.localdate()
    skip = request.GET.get("skip", "")
    start = int(skip) if skip.isascii() and skip.isdigit() and len(skip) < 7 else 0
    rows, more = selectors.late_below(place.code, on=today, skip=start)
    following = reverse("disclosure:owed") + f"?area={place.code}&skip={start + len(rows)}"
    late, _all, _longest, sentence = selectors.late_sentence(place.code, on=today)
    context = {
        "place": place,
        "name": short(place),
        "trail": trail(place.code),
        "rows": rows,
        "late": late,
        "sentence": sentence,
        "more": following if more else "",
        "complaints": selectors.complaints_in(place.code).filter(decided_at__isnull=True)[:WAITING],
        "verifies": may_oversee(request.actor, place.code).allowed,
        "today": today,
    }
    return render(request, "disclosure/late.html", context)


@officer
@require_POST
def at_once(request: ActorRequest, area: str) -> HttpResponse:
    """Note that something has to be made public at once."""
    place = community(area)
    readable(request, area)
    form = forms.AtOnceForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            held = services.owe_at_once(
                area=area, about=form.cleaned_data["about"], actor=request.actor, at=timezone.now()
            )
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("已列入应公开事项，最迟{day}公开。").format(day=held.due_on))
            return redirect(f"{reverse('disclosure:owed')}?area={area}")
    return _page(request, place, tried=form)


@officer
@require_POST
def busy(request: ActorRequest, area: str) -> HttpResponse:
    """Ask a community for monthly accounts, or no more."""
    place = community(area)
    readable(request, area)
    form = forms.ReasonForm(request.POST, label_suffix="")
    if form.is_valid():
        run = services.mark_quiet if request.POST.get("end") else services.mark_busy
        try:
            run(area=area, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("已记录，从下月一日起执行。"))
            return redirect(f"{reverse('disclosure:owed')}?area={area}")
    return _page(request, place, tried=form)


@officer
@require_POST
def begin(request: ActorRequest, area: str) -> HttpResponse:
    """Take all communities of an area into use."""
    place = readable(request, area)
    try:
        services.begin(area=place.code, actor=request.actor, at=timezone.now())
    except Refused as why:
        raise PermissionDenied(str(why)) from why
    messages.success(request, _("已记录，所辖村（社区）从下一个公开期间起全部计入。"))
    return redirect(f"{reverse('disclosure:overview')}?area={area}")
