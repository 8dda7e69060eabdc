"""A publication: its versions, its files, what was asked about it, who signed it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.deadlines.selectors import moment
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import stored_at
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest, public
from gongzhi.kernel.people.sending import once
from gongzhi.kernel.publications.models import Publication, PublicationFile, Question
from gongzhi.kernel.publications.selectors import answering, asked, may_see, versions
from gongzhi.kernel.publications.services import answer, ask, keep_back, show, sign
from gongzhi.kernel.publications.services.looking import SHOWN_BY_ITSELF
from gongzhi.kernel.registry.declaration import registry
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.shell.open_views import handed_out


@public
@require_safe
def notice(request: ActorRequest, pk: UUID) -> HttpResponse:
    return page(request, load(request, pk))


def load(request: ActorRequest, pk: UUID) -> Publication:
    """Answer a publication that the visitor may see. Raises PermissionDenied, saying for whom it is."""
    found = get_object_or_404(Publication.objects.select_related("body", "matter"), pk=pk)
    if not may_see(request.actor, found, on=timezone.localdate()):
        raise PermissionDenied(
            _("这份内容对{audience}公开（{place}）。如果您是其中一员，请先登录。").format(
                audience=found.get_audience_display(), place=full_name(found.area_code)
            )
        )
    return found


def page(request: ActorRequest, found: Publication, *, tried: str = "") -> HttpResponse:
    every = list(versions(found))
    shown = next(v for v in every if v.pk == found.pk)
    actor, now = request.actor, timezone.now()
    office = answering(actor, shown.area_code) is not None
    context = {
        "notice": shown,
        "versions": every,
        "latest": every[0],
        "withheld": getattr(shown, "withheld", None),
        "place": full_name(shown.area_code),
        "stands": shown.stands_until > now,
        "questions": [_read(q, actor, office=office, at=now) for q in asked(shown, actor, at=now)],
        "signs": shown.pk == every[0].pk and _may_sign(actor, shown),
        "acts": [a for m in registry if m.notice_acts for a in m.notice_acts(shown, every[0], actor)],
        **_panel(shown),
        "answers": office,
        "looked_within": SHOWN_BY_ITSELF.amount,
        "tried": tried,
    }
    return render(request, "shell/notice.html", context, status=409 if tried else 200)


def _panel(shown: Publication) -> dict[str, Any]:
    panels = (module.notice_panel(shown) for module in registry if module.notice_panel)
    template, values = next((panel for panel in panels if panel), ("", {}))
    return {**values, "panel": template}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as somebody reads it: `text` empty where only the reason is for them; `hidden`: not public yet."""

    question: Question
    text: str
    hidden: bool


def _read(question: Question, actor: Actor, *, office: bool, at: datetime) -> Asked:
    kept, own = question.kept_back_at is not None, question.account_id == actor.uuid
    text = question.text if office or own or not kept else ""
    return Asked(question, text, not kept and question.shows_at > at)


def _may_sign(actor: Actor, latest: Publication) -> bool:
    """A member of the supervision committee who has not signed this version yet."""
    held = seats_of(actor.uuid, area_code=latest.area_code, on=timezone.localdate())
    member = any(s.post.organisation.kind == Organisation.Kind.SUPERVISION for s in held)
    return member and not any(s.account_id == actor.uuid for s in latest.signatures.all())


@public
@require_safe
def file(request: ActorRequest, pk: UUID, sha256: str) -> FileResponse:
    found = load(request, pk)
    if hasattr(found, "withheld"):
        raise PermissionDenied(_("这一版的正文和附件因含个人信息不再显示。"))
    kept = get_object_or_404(PublicationFile, publication=found, sha256=sha256)
    shown = kept.mime.startswith("image/")
    response = FileResponse(
        default_storage.open(stored_at(sha256)),
        content_type=kept.mime,
        as_attachment=not shown,
        filename=kept.name,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public
@require_safe
def certificate(request: ActorRequest, pk: UUID, form: str) -> HttpResponse:
    """Send the certificate of a publication that belongs to no matter."""
    found = load(request, pk)
    if found.matter:
        return redirect("shell:certificate", found.matter.number, form)
    return handed_out(request, found, reverse("shell:notice", args=[pk]), form)


@public
@require_POST
def do(request: ActorRequest, pk: UUID, act: str) -> HttpResponse:
    """Ask, look at a question, answer or sign; a refusal keeps what was typed."""
    found = load(request, pk)
    if not request.actor.known:
        return redirect_to_login(reverse("shell:notice", args=[pk]))
    text = request.POST.get("text", "")[:4000]

    def taken() -> str:
        messages.success(request, _done(request, found, act, text))
        return reverse("shell:notice", args=[pk])

    try:
        return once(request, taken, at=timezone.now())
    except Refused as why:
        messages.error(request, str(why))
        return page(request, found, tried=text or " ")


def _done(request: ActorRequest, found: Publication, act: str, text: str) -> str:
    actor, now = request.actor, timezone.now()
    if act == "ask":
        made = ask(publication=found, text=text, named=bool(request.POST.get("named")), actor=actor, at=now)
        return _("您的问题已送到{body}，最迟{when}公开；答复后会通知您。").format(
            body=found.body.name, when=moment(made.shows_at)
        )
    if act == "sign":
        agrees = request.POST.get("agrees") == "yes"
        sign(publication=found, agrees=agrees, remarks=text, actor=actor, at=now)
        return _("您的签署意见已记录。")
    number = request.POST.get("question", "")[:18]
    question = get_object_or_404(
        Question, publication__series=found.series, pk=int(number) if number.isdecimal() else 0
    )
    return _attended(question, act, text, actor, now)


def _attended(question: Question, act: str, text: str, actor: Actor, now: datetime) -> str:
    if act == "show":
        show(question=question, actor=actor, at=now)
        return _("提问已公开。")
    if act == "keep_back":
        keep_back(question=question, reason=text, actor=actor, at=now)
        return _("提问没有公开，理由已公开并告诉提问的人。")
    answer(question=question, text=text, actor=actor, at=now)
    return _("答复已公开。")
