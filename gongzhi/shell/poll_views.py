"""A poll: its public page and board, where one votes, where it is run, the screen of the hall."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.ballots.encrypted import bel
from gongzhi.kernel.ballots.forms import AnswersForm
from gongzhi.kernel.ballots.models import Ballot, Poll
from gongzhi.kernel.ballots.poll_page import results, seen
from gongzhi.kernel.ballots.selectors import disputes
from gongzhi.kernel.ballots.services import naming, secrecy
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import stored_at
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.kernel.people.confined import confined

A_PAGE = 50
WHILE_RUNNING = 5000  # ballots of an archive that is handed out before the board is sealed


def load(pk: UUID) -> Poll:
    return get_object_or_404(Poll.objects.select_related("matter"), pk=pk)


@public
@require_safe
def poll(request: ActorRequest, pk: UUID) -> HttpResponse:
    found = load(pk)
    view = seen(found, request.actor, at=timezone.now())
    asked = request.GET.get("tracker", "").replace("\0", "").strip()[:64]
    context = {
        "view": view,
        "poll": found,
        "matter": found.matter,
        "holders": found.holders.order_by("position"),
        "archives": found.archives.exclude(sha256="").order_by("scheme"),
        "later": _later(found),
        "board": _board(found, asked, request.GET),
        "tracker": asked,
        "aside": disputes(found).filter(vote__set_aside__isnull=False),
        "results": results(found, view.outcome) if view.outcome else [],
    }
    return render(request, "shell/poll.html", context)


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the board, the newest first. `newer`, `older`: from where the pages beside it go on; 0: there is none."""

    ballots: list[Ballot]
    newer: int
    older: int


def _board(found: Poll, tracker: str, asked: Mapping[str, str]) -> Board:
    """Answer the ballots next to a place of the board: however long it is, one page is read."""
    board = Ballot.objects.filter(poll=found, tracker__startswith=tracker).select_related("voter__withdrawal")
    board = board.defer("text")  # fifty of them are a megabyte, and none is shown
    before, after = (_place(asked.get(name, "")) for name in ("before", "after"))
    if after:
        rows = list(board.filter(pk__gt=after).order_by("pk")[: A_PAGE + 1])
        shown = rows[:A_PAGE][::-1]
        return Board(shown, shown[0].pk if len(rows) > A_PAGE else 0, shown[-1].pk if shown else 0)
    if before:
        board = board.filter(pk__lt=before)
    rows = list(board.order_by("-pk")[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    return Board(shown, shown[0].pk if before and shown else 0, shown[-1].pk if len(rows) > A_PAGE else 0)


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0


def _later(found: Poll) -> bool:
    """Is the archive too large to be made anew for everybody who asks, as long as the board is not sealed?"""
    return not found.archives.exists() and found.ballots.count() > WHILE_RUNNING


@public
@require_safe
def hall(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The screen in the hall: how many took part while the poll runs, the count when it is there."""
    found = load(pk)
    view = seen(found, request.actor, at=timezone.now())
    context = {"view": view, "poll": found, "results": results(found, view.outcome) if view.outcome else []}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "shell/poll_hall_live.html" if part else "shell/poll_hall.html", context)


@public
@require_safe
def election(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The election's file, exactly as it was hashed: every ballot carries its fingerprint."""
    found = load(pk)
    if not found.election:
        raise Http404(_("投票开始以后才有这个文件。"))
    return HttpResponse(found.election, content_type="application/json")


@public
@require_safe
def tally(request: ActorRequest, pk: UUID, scheme: str) -> HttpResponse:
    """The encrypted sum, for the holders of the key."""
    found = load(pk)
    if scheme not in found.schemes:
        raise Http404(_("这次投票没有这一种计票。"))
    archive = get_object_or_404(found.archives, scheme=scheme)
    return HttpResponse(archive.tally, content_type="application/json")


@public
@require_safe
def archive(request: ActorRequest, pk: UUID, scheme: str) -> HttpResponse | FileResponse:
    """The archive: the finished one as it was kept, before that as far as the poll has come."""
    found = load(pk)
    if not found.election or scheme not in found.schemes:
        raise Http404(_("投票开始以后才有选举档案。"))
    kept = found.archives.filter(scheme=scheme).first()
    name = f"{found.pk}-{scheme}.bel"
    if kept and kept.sha256:
        return FileResponse(default_storage.open(stored_at(kept.sha256)), as_attachment=True, filename=name)
    if _later(found):
        raise Http404(_("选票很多，封存以后再提供完整的选举档案；公示板随时可以查。"))
    answer = HttpResponse(bel(found, scheme, archive=kept), content_type="application/x-tar")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@resident
@confined
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Vote: encrypted in the browser, or by name."""
    found = load(pk)
    form = None if found.secret else AnswersForm(request.POST or None, poll=found)
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _cast(found, request, form)
        except Refused as why:
            refused = str(why)
        else:
            messages.success(request, _("您的选票已收下。截止以前可以再投，以最后一次为准。"))
            return redirect("shell:poll", pk)
    view = seen(found, request.actor, at=timezone.now())
    context = {"view": view, "poll": found, "form": form, "refused": refused}
    return render(request, "shell/poll_vote.html", context, status=409 if refused else 200)


def _cast(found: Poll, request: ActorRequest, form: AnswersForm | None) -> None:
    now = timezone.now()
    if form is None:
        secrecy.cast(poll_id=found.pk, text=request.POST.get("ballot", ""), actor=request.actor, at=now)
    else:
        naming.vote(poll_id=found.pk, answers=form.answers, actor=request.actor, at=now)
