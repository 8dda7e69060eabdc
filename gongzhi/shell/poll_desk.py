"""Where a poll is run: one page of forms, one address for each act."""

import csv
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.ballots.encrypted import code_of
from gongzhi.kernel.ballots.forms import (
    AppointForm,
    AtStationForm,
    EnterForm,
    PollForm,
    SettleForm,
    SheetForm,
    StationForm,
    StrikeForm,
    TextFileForm,
)
from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.poll_page import BEFORE, CLOSED, OPEN, Seen, seen
from gongzhi.kernel.ballots.selectors import conflicts, doubtful, lacking, newest_sheet, pending, voted
from gongzhi.kernel.ballots.services import counting, naming, preparing, secrecy, striking
from gongzhi.kernel.ballots.services.counting import SheetGiven
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, resident
from gongzhi.shell.poll_views import load

Said = dict[str, Any]


def _who(request: ActorRequest, poll: Poll) -> Said:
    return {"poll_id": poll.pk, "actor": request.actor, "at": timezone.now()}


def _sheet(poll: Poll, request: ActorRequest, form: Any) -> object:
    said = form.cleaned_data
    counts, blank = form.counted
    plain = {name: said[name] for name in ("issued", "returned", "invalid", "tellers", "reason")}
    given = SheetGiven(counts=counts, blank=blank, **plain)
    return counting.enter_sheet(
        station=said["station"].pk, given=given, photo=said["photo"], **_who(request, poll)
    )


def _enter(poll: Poll, request: ActorRequest, form: Any) -> object:
    said = {name: form.cleaned_data[name] for name in ("number", "means", "photo")}
    return naming.enter(answers=form.answers, **said, **_who(request, poll))


def _strike(poll: Poll, request: ActorRequest, form: Any) -> object:
    said = form.cleaned_data
    return striking.strike(
        station=said["station"].pk, number=said["number"], agent=said["agent"], **_who(request, poll)
    )


# Each act: the form it asks for, what it does, the word of its button, what is said when it is done, and when it is
# offered.
Run = Callable[[Poll, ActorRequest, Any], object]
Act = tuple[type[PollForm], Run, Any, Any, tuple[str, ...]]
ACTS: dict[str, Act] = {
    "appoint": (
        AppointForm,
        lambda p, r, f: preparing.appoint(**f.cleaned_data, **_who(r, p)),
        gettext_lazy("指定密钥持有人"),
        gettext_lazy("已指定。请各位持有人登录后打开本次投票的“我的密钥”页。"),
        (BEFORE,),
    ),
    "trustees": (
        TextFileForm,
        lambda p, r, f: secrecy.take_trustees(parameters=f.cleaned_data["file"], **_who(r, p)),
        gettext_lazy("提交共同生成的密钥文件"),
        gettext_lazy("已收下共同密钥的公开部分。"),
        (BEFORE,),
    ),
    "credentials": (
        TextFileForm,
        lambda p, r, f: preparing.take_credentials(text=f.cleaned_data["file"], **_who(r, p)),
        gettext_lazy("提交投票凭证的公开部分"),
        gettext_lazy("已收下，投票凭证与名册一一对应。"),
        (BEFORE,),
    ),
    "station": (
        StationForm,
        lambda p, r, f: preparing.add_station(**f.cleaned_data, **_who(r, p)),
        gettext_lazy("设立投票站或流动票箱"),
        gettext_lazy("已设立。"),
        (BEFORE, OPEN),
    ),
    "strike": (
        StrikeForm,
        _strike,
        gettext_lazy("登记发出纸质选票"),
        gettext_lazy("已登记，此人不能再在线投票。"),
        (OPEN,),
    ),
    "enter": (
        EnterForm,
        _enter,
        gettext_lazy("登记书面表决票"),
        gettext_lazy("已登记。"),
        (OPEN,),
    ),
    "receive": (
        TextFileForm,
        lambda p, r, f: striking.receive(text=f.cleaned_data["file"], **_who(r, p)),
        gettext_lazy("提交投票站的离线登记文件"),
        gettext_lazy("已收下，冲突（如有）列在下面。"),
        (OPEN, CLOSED),
    ),
    "sheet": (
        SheetForm,
        _sheet,
        gettext_lazy("录入计票单"),
        gettext_lazy("已录入，请另一人核对确认。"),
        (CLOSED,),
    ),
    "seal": (
        PollForm,
        lambda p, r, f: secrecy.seal_board(**_who(r, p)),
        gettext_lazy("封存在线选票，开始开票"),
        gettext_lazy("已封存。请密钥持有人开票。"),
        (CLOSED,),
    ),
    "settle": (
        SettleForm,
        lambda p, r, f: striking.settle(**f.cleaned_data, **_who(r, p)),
        gettext_lazy("处理冲突"),
        gettext_lazy("处理决定已记录并公开。"),
        (),
    ),
}
ONLY_SECRET = {"appoint", "trustees", "credentials", "station", "strike", "receive", "sheet", "seal"}
AT_STATIONS = {"strike", "receive", "sheet"}


BOOTH_WORDS = {
    "nobody": gettext_lazy("名册上没有这个号码，请核对。"),
    "voted": gettext_lazy("{name}在名册摘录签发以前已经投票，不能再发选票。"),
    "twice": gettext_lazy("{name}已领过选票，不能再发。"),
    "proxies": gettext_lazy("受托人已接受三人委托，不能再接受。"),
    "done": gettext_lazy("已登记：{name}"),
}


def offered(view: Seen) -> list[str]:
    """Answer what whoever runs the poll may do now."""
    poll = view.poll
    stations = poll.stations.exists()
    found = [act for act, made in ACTS.items() if view.stage in made[4]]
    found = [act for act in found if poll.secret or act not in ONLY_SECRET]
    found = [act for act in found if stations or act not in AT_STATIONS]
    if not poll.threshold:
        found = [act for act in found if act != "trustees"]
    if poll.archives.exists():
        found = [act for act in found if act not in ("seal", "receive")]
    return found


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
        "holders": poll.holders.order_by("position"),
        "credentials": poll.credentials.count(),
        "conflicts": conflicts(poll),
        "doubtful": doubtful(poll)[:50],
        "stations": [(s, newest_sheet(s), s.marks.filter(erased__isnull=True).count()) for s in stations],
        "tools": [(act, form, ACTS[act][2]) for act, form in made.items() if act != "settle"],
        "tried": tried[0] if tried else "",
        "refused": tried[1] if tried and tried[0] == "settle" else None,
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
        counting.confirm_sheet(sheet=int(sheet) if sheet.isdecimal() else 0, **_who(request, poll))
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
        text = striking.extract(station=station.pk, **_who(request, poll))
    except Refused as why:
        form.add_error(None, str(why))
        return page(request, poll, tried=("settle", form))
    station.refresh_from_db()
    answer = render(
        request,
        "shell/poll_booth.html",
        {"extract": text, "station": station, "poll": poll, "words": BOOTH_WORDS},
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
