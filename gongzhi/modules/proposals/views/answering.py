"""The reply as a page and as a paper; what the deputies say about it, with or without an account."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.matters.access import unlock, unlocked
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.forms import step_form
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import choices, holder, reporters_of
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest, officer, public
from gongzhi.lib.letters import Letter
from gongzhi.modules.proposals import selectors, services
from gongzhi.modules.proposals.forms import CodeForm
from gongzhi.modules.proposals.models import Proposal, Reply

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def _proposal(number: str) -> Proposal:
    found = selectors.by_number(number)
    if found is None:
        raise Http404(_("没有这件提案。"))
    return found


def _reader(request: ActorRequest, matter: Matter) -> Actor:
    """Answer as whom a visitor reads: themselves, or the deputy whose query code they gave."""
    if request.actor.account not in reporters_of(matter) and unlocked(request, matter):
        return holder(matter)
    return request.actor


def _reply(request: ActorRequest, number: str, round: int) -> Reply:
    proposal = _proposal(number)
    found = proposal.replies.filter(round=round).first()
    if found is None:
        raise Http404(_("没有这份答复。"))
    if not selectors.readable(found, _reader(request, proposal.matter)):
        raise PermissionDenied(_("这份答复没有全文公开。代表委员可以凭编号和查询码查看。"))
    return found


@public
@require_safe
def reply(request: ActorRequest, number: str, round: int) -> HttpResponse:
    """A signed reply, each figure with what it means and of when it is."""
    found = _reply(request, number, round)
    context = {"reply": found, "proposal": found.proposal, "letter": services.signed_letter(found)}
    return render(request, "proposals/reply.html", context)


@public
@require_safe
def signed_paper(request: ActorRequest, number: str, round: int, form: str) -> HttpResponse:
    found = _reply(request, number, round)
    return _sent(services.signed_letter(found), form, name=found.document, at=found.read_at)


@officer
@require_safe
def todays_paper(request: ActorRequest, number: str, form: str) -> HttpResponse:
    """The draft as a paper with the figures of today, for whoever is to agree to it or sign it."""
    proposal = _proposal(number)
    if not request.actor.reads(proposal.matter.area_code):
        raise PermissionDenied(_("草稿只对办理单位开放。"))
    if not proposal.draft:
        raise Http404(_("还没有起草答复。"))
    now = timezone.now()
    return _sent(services.todays_letter(proposal, at=now), form, name=proposal.number, at=now)


def _sent(letter: Letter, form: str, *, name: str, at: Any) -> HttpResponse:
    if form not in TYPES:
        raise Http404(_("答复只有 PDF 和 DOCX 两种。"))
    answer = HttpResponse(services.papers(letter, at=at)[form], content_type=TYPES[form])
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    answer["Content-Disposition"] = disposition or "attachment"
    return answer


@public
@require_http_methods(["GET", "POST"])
def unlock_reply(request: ActorRequest) -> HttpResponse:
    """A deputy without an account opens the reply by number and query code."""
    form = CodeForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    if form.is_valid():
        try:
            matter = unlock(request, form.cleaned_data["number"], form.cleaned_data["code"])
        except Refused as why:
            form.add_error(None, str(why))
        else:
            return redirect("proposals:receipt", matter.number)
    return render(request, "proposals/unlock.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_http_methods(["GET", "POST"])
def receipt(request: ActorRequest, number: str) -> HttpResponse:
    """The deputy reads the reply and says whether it satisfies."""
    proposal = _proposal(number)
    matter, actor = proposal.matter, _reader(request, proposal.matter)
    if actor.account not in reporters_of(matter):
        return redirect("proposals:unlock")
    now = timezone.now()
    steps = [c.step for c in choices(matter, actor, at=now) if c.verdict.allowed and "reporter" in c.step.by]
    asked = request.POST.get("step", "")
    made = []
    for step in steps:
        data = request.POST if step.key == asked else None
        form = step_form(step, matter, actor, on=timezone.localdate(now), data=data)
        if data and form.is_valid() and _said(request, matter, step.key, form, actor):
            return redirect("proposals:receipt", number)
        made.append((step, form))
    context = {
        "proposal": proposal,
        "matter": matter,
        "replies": selectors.replies(proposal),
        "promises": selectors.promises(proposal, timezone.localdate(now)) if matter.answered_at else [],
        "steps": made,
        "asked": asked,
    }
    return render(request, "proposals/receipt.html", context, status=422 if asked else 200)


def _said(request: ActorRequest, matter: Matter, step: str, form: Any, actor: Actor) -> bool:
    version = request.POST.get("version", "")[:9]
    try:
        act(
            matter_id=matter.pk,
            step=step,
            values=form.cleaned_data,
            actor=actor,
            at=timezone.now(),
            version=int(version) if version.isdecimal() else None,
        )
    except Refused as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, _("谢谢您，意见已记录。"))
    return True
