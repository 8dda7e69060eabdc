"""Where a poll is run: one page of forms, one address for each act."""

import csv
from pathlib import Path
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.ballots.encrypted import code_of
from gongzhi.kernel.ballots.forms import AtStationForm, PollForm
from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.poll_page import BEFORE, CLOSED, seen
from gongzhi.kernel.ballots.selectors import (
    classes,
    conflicts,
    disputes,
    doubtful,
    lacking,
    newest_sheet,
    pending,
    voted,
)
from gongzhi.kernel.ballots.services import counting, striking
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, resident
from gongzhi.kernel.record.operators import vkey_of
from gongzhi.kernel.record.sequencing import found_log
from gongzhi.shell.poll_acts import ACTS, UNLISTED, offered, who
from gongzhi.shell.poll_views import load

BOOTH = Path(__file__).parent / "static" / "built" / "booth.js"
BOOTH_WORDS = {
    "nobody": gettext_lazy("名册上没有这个号码，请核对。"),
    "voted": gettext_lazy("{name}在名册摘录签发以前已经投票，不能再发选票。"),
    "twice": gettext_lazy("{name}已领过选票，不能再发。"),
    "proxies": gettext_lazy("受托人已接受三人委托，不能再接受。"),
    "candidate": gettext_lazy("受托人是候选人（或与候选人同名），不能接受委托，请另选受托人。"),
    "done": gettext_lazy("已登记：{name}"),
    "verified": gettext_lazy("名册摘录的签名核对无误，可以开始登记。"),
    "changed": gettext_lazy(
        "名册摘录与签名不符，可能被改过，不能用来登记。请重新下载这一页，并告知主持投票的组织。"
    ),
}


@resident
@require_safe
def desk(request: ActorRequest, pk: UUID) -> HttpResponse:
    return page(request, load(pk))


def page(request: ActorRequest, poll: Poll, *, tried: tuple[str, forms.Form] | None = None) -> HttpResponse:
    now = timezone.now()
    view = seen(poll, request.actor, at=now)
    if not view.runs:
        raise PermissionDenied(_("这一页只对主持这次投票的组织开放。"))
    made = {act: ACTS[act][0](prefix=act, poll=poll) for act in offered(view)}
    if tried:
        made[tried[0]] = tried[1]  # type: ignore[assignment]
    stations = list(poll.stations.order_by("pk"))
    context = {
        "view": view,
        "poll": poll,
        "matter": poll.matter,
        "code": code_of(poll),
        "missing": lacking(poll, now)
        if view.stage == BEFORE
        else pending(poll)
        if view.stage == CLOSED
        else [],
        "classes": classes(poll) if view.stage == BEFORE else None,
        "holders": poll.holders.order_by("position"),
        "credentials": poll.credentials.count(),
        "conflicts": conflicts(poll),
        "disputes": disputes(poll),
        "doubtful": doubtful(poll)[:50],
        "stations": [(s, newest_sheet(s), s.marks.filter(erased__isnull=True).count()) for s in stations],
        "tools": [(act, form, ACTS[act][2]) for act, form in made.items() if act not in UNLISTED],
        "tried": tried[0] if tried else "",
        "refused": tried[1] if tried and tried[0] in UNLISTED else None,
    }
    return render(request, "shell/poll_desk.html", context, status=409 if tried else 200)


@resident
@require_POST
def do(request: ActorRequest, pk: UUID, act: str) -> HttpResponse:
    """Do something about a poll. What was refused is shown with what was typed."""
    poll = load(pk)
    if act == "confirm":
        return _confirm(request, poll)
    if act not in ACTS:
        raise Http404(_("投票里没有这项操作。"))
    kind, run, _word, done, _when = ACTS[act]
    form = kind(request.POST, request.FILES, prefix=act, poll=poll)
    if form.is_valid():
        try:
            run(poll, request, form)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, str(done))
            return redirect("shell:poll_desk", pk)
    return page(request, load(pk), tried=(act, form))


def _confirm(request: ActorRequest, poll: Poll) -> HttpResponse:
    sheet = request.POST.get("sheet", "")[:12]
    try:
        counting.confirm_sheet(sheet=int(sheet) if sheet.isdecimal() else 0, **who(request, poll))
    except Refused as why:
        form = PollForm({}, prefix="settle", poll=poll)
        form.add_error(None, str(why))
        return page(request, poll, tried=("settle", form))
    messages.success(request, _("计票单已核对确认。"))
    return redirect("shell:poll_desk", poll.pk)


@resident
@require_safe
def roll(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The roll for the authority that makes the credentials: number and weights, nothing about persons."""
    poll = load(pk)
    if not seen(poll, request.actor, at=timezone.now()).runs:
        raise PermissionDenied(_("这一页只对主持这次投票的组织开放。"))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="roll-{code_of(poll)}.csv"'
    rows = csv.writer(answer)
    rows.writerow(["number", *poll.schemes])
    for number, weights in poll.voters.order_by("number").values_list("number", "weights"):
        rows.writerow([number, *(weights[scheme] for scheme in poll.schemes)])
    return answer


@resident
@require_POST
def booth(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The page with which a station works without a line: the signed extract of the roll in one file."""
    poll = load(pk)
    form = AtStationForm(request.POST, prefix="booth", poll=poll)
    if not form.is_valid():
        return page(request, poll, tried=("settle", form))
    station = form.cleaned_data["station"]
    try:
        text = striking.extract(station=station.pk, **who(request, poll))
    except Refused as why:
        form.add_error(None, str(why))
        return page(request, poll, tried=("settle", form))
    station.refresh_from_db()
    answer = render(
        request,
        "shell/poll_booth.html",
        {
            "extract": text,
            "vkey": vkey_of(found_log(area=settings.CITY_CODE)),
            "station": station,
            "poll": poll,
            "words": BOOTH_WORDS,
            "script": BOOTH.read_text("utf-8"),
        },
    )
    answer["Content-Disposition"] = f'attachment; filename="booth-{station.pk}.html"'
    return answer


@resident
@require_safe
def unvoted(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who has not voted yet, for a reminder at the door; never how anybody voted."""
    poll = load(pk)
    view = seen(poll, request.actor, at=timezone.now())
    if not view.runs:
        raise PermissionDenied(_("这一页只对主持这次投票的组织开放。"))
    done = voted(poll).values("pk")
    left = poll.voters.exclude(pk__in=done).order_by("number")
    return render(request, "shell/poll_unvoted.html", {"poll": poll, "view": view, "voters": left})
