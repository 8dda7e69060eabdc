"""What everybody may read: rounds, how far they are, who was honoured, certificates; and to announce and revoke."""

from urllib.parse import urlencode

import segno
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, audience, officer, public
from gongzhi.kernel.people.sending import once
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import children
from gongzhi.modules.honours import selectors, services
from gongzhi.modules.honours.forms import PlanForm, RevokeForm
from gongzhi.modules.honours.models import Honour, Programme
from gongzhi.modules.honours.policies import leads
from gongzhi.modules.honours.services import Plan
from gongzhi.modules.honours.vocabulary import Nominee

PAGE = 20


@public
@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Rounds that run and rounds that are over, newest first."""
    words, state = request.GET.get("q", "")[:60], request.GET.get("state", "")
    page = request.GET.get("page", "1")[:4]
    number = max(1, int(page)) if page.isascii() and page.isdigit() else 1
    found = selectors.programmes(words=words, running={"running": True, "over": False}.get(state))
    rows = list(found[(number - 1) * PAGE : number * PAGE + 1])
    asked = {"q": words, "state": state}
    context = {
        "rows": rows[:PAGE],
        "words": words,
        "chosen": state,
        "more": "?" + urlencode({**asked, "page": number + 1}) if len(rows) > PAGE else "",
        "before": "?" + urlencode({**asked, "page": number - 1}) if number > 1 else "",
        "may_announce": leads(request.actor, settings.CITY_CODE) is not None,
    }
    return render(request, "honours/overview.html", context)


@audience(Audience.OFFICER, Role.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Announce a round; what is refused keeps what was typed."""
    form = PlanForm(request.POST or None, communities=_communities())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        names = (
            "title",
            "organisers",
            "basis",
            "conditions",
            "nominate_until",
            "spare",
            "quorum",
            "drops_extremes",
        )
        plan = Plan(categories=form.categories(), **{name: given[name] for name in names})
        try:
            return once(request, lambda: _announced(request, plan), at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
    return render(request, "honours/new.html", {"form": form}, status=422 if form.errors else 200)


def _announced(request: ActorRequest, plan: Plan) -> str:
    made = services.announce(given=plan, actor=request.actor, at=timezone.now())
    messages.success(request, _("评选活动已公布，各区县可以开始推荐。"))
    return reverse("honours:programme", args=[made.matter.number])


def _communities() -> dict[str, tuple[str, int]]:
    """Answer each district's name and how many communities it has."""
    counted: dict[str, int] = {}
    rows = Area.objects.filter(level=12, until__isnull=True).values_list("code", flat=True)
    for code in rows:
        counted[code[:6]] = counted.get(code[:6], 0) + 1
    return {area.code: (area.name, counted.get(area.code, 0)) for area in children(settings.CITY_CODE)}


@public
@require_safe
def programme(request: ActorRequest, number: str) -> HttpResponse:
    """One round: conditions, places, how far the districts are, who was honoured."""
    found = get_object_or_404(selectors.programme_of(number))
    context = {
        "programme": found,
        "matter": found.matter,
        "counts": selectors.counts(found),
        "progress": selectors.progress(found),
        "own": list(selectors.lists_of(request.actor, found)) if request.actor.officer else [],
        "reviews": services.reviewer_of(found, request.actor) is not None,
        "leads": leads(request.actor, found.matter.area_code) is not None,
        "honoured": _honoured(found),
    }
    return render(request, "honours/programme.html", context)


def _honoured(found: Programme) -> int:
    counted = Honour.objects.filter(nomination__listed_in__programme=found).aggregate(n=Count("pk"))
    return int(counted["n"])


@public
@require_safe
def roll(request: ActorRequest) -> HttpResponse:
    """The roll of honours, to search."""
    words, district = request.GET.get("q", "")[:60], request.GET.get("under", "")[:6]
    sort = request.GET.get("sort", "")
    found = selectors.honours(words=words, district=district, nominee=sort if sort in Nominee.values else "")
    rows, cursor = selectors.honours_after(found, request.GET.get("after", ""))
    asked = {"q": words, "under": district, "sort": sort}
    context = {
        "rows": rows,
        "words": words,
        "under": district,
        "sort": sort,
        "sorts": Nominee.choices,
        "districts": [(area.code, area.name) for area in children(settings.CITY_CODE)],
        "more": "?" + urlencode({**asked, "after": cursor}) if cursor else "",
    }
    return render(request, "honours/roll.html", context)


@public
@require_safe
def certificate(request: ActorRequest, code: str) -> HttpResponse:
    """Whether a certificate is genuine and holds: for whoever scans its code."""
    given = selectors.of_certificate(code).first()
    may_revoke = given is not None and leads(request.actor, settings.CITY_CODE) is not None
    context = {"given": given, "code": code[:20], "form": RevokeForm() if may_revoke else None}
    return render(request, "honours/certificate.html", context, status=200 if given else 404)


@public
@require_safe
def paper(request: ActorRequest, code: str) -> HttpResponse:
    """The certificate itself, to print on one sheet A4 across."""
    given = get_object_or_404(selectors.of_certificate(code))
    address = request.build_absolute_uri(reverse("honours:certificate", args=[given.code]))
    drawn = segno.make(address, error="m").svg_inline(scale=3, border=2)
    return render(request, "honours/paper.html", {"given": given, "drawn": drawn, "address": address})


@officer
@require_POST
def revoke(request: ActorRequest, code: str) -> HttpResponse:
    given = get_object_or_404(selectors.of_certificate(code))
    if leads(request.actor, settings.CITY_CODE) is None:
        raise PermissionDenied(_("只有市级部门干部可以撤销荣誉。"))
    form = RevokeForm(request.POST)
    if form.is_valid():
        try:
            services.revoke(
                given=given, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
            )
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("荣誉已撤销，理由已公开。"))
            return redirect("honours:certificate", given.code)
    context = {"given": given, "code": given.code, "form": form}
    return render(request, "honours/certificate.html", context, status=422)
