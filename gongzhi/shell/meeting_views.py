"""A meeting: its notice, its room, its votes, its end. One page for everybody, one address for each act."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.meeting_forms import (
    ConcludeForm,
    CountForm,
    MoveForm,
    ReasonForm,
    SheetForm,
    SpeechForm,
    VoteForForm,
)
from gongzhi.kernel.matters.meeting_page import seen
from gongzhi.kernel.matters.models import Meeting, Motion
from gongzhi.kernel.matters.selectors import choices
from gongzhi.kernel.matters.services import attending, convening, voting
from gongzhi.kernel.matters.services.concluding import conclude
from gongzhi.kernel.people.audience import ActorRequest, public
from gongzhi.shell import open_views
from gongzhi.shell.matter_page import call_form
from gongzhi.shell.qr import drawn

# What whoever runs an open meeting may do beside the votes, with the look of its button.
TOOLS = (
    ("sheet", gettext_lazy("按签到表登记到会"), "btn-outline-primary"),
    ("speak", gettext_lazy("记下发言"), "btn-outline-primary"),
    ("conclude", gettext_lazy("散会，形成会议记录"), "btn-primary"),
    ("cancel", gettext_lazy("取消会议"), "btn-outline-danger"),
)


@public
@require_http_methods(["GET", "POST"])
def call(request: ActorRequest, number: str, decision: str) -> HttpResponse:
    """Give notice of a meeting on a matter; somebody who only comes back to this address finds the matter."""
    found = open_views.opened(number)
    if request.method == "GET":
        return redirect("shell:open_matter", number)
    if not request.actor.known:
        return redirect_to_login(reverse("shell:open_matter", args=[number]))
    now = timezone.now()
    options = [c for c in choices(found, request.actor, at=now) if c.step.meeting]
    choice = next((c for c in options if c.step.meeting and c.step.meeting.key == decision), None)
    if choice is None:
        raise Http404(_("现在的环节不召开这种会议。"))
    form = call_form(found, choice, now=now, data=request.POST)
    if form.is_valid():
        given = convening.Call(decision=decision, **{k: v for k, v in form.cleaned_data.items() if v})
        version = request.POST.get("version", "")[:9]
        try:
            meeting = convening.call_meeting(
                matter_id=found.pk,
                given=given,
                actor=request.actor,
                at=now,
                version=int(version) if version.isdecimal() else None,
            )
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("会议通知已发出。开会那天在会议页面开始签到。"))
            return redirect("shell:meeting", meeting.pk)
    return open_views.page(request, found, tried=(decision, form))


@public
@require_safe
def meeting(request: ActorRequest, pk: UUID) -> HttpResponse:
    return page(request, load(pk))


def load(pk: UUID) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("matter"), pk=pk)


def page(
    request: ActorRequest,
    found: Meeting,
    *,
    tried: tuple[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the meeting's page; with `tried` an act that was refused, as it was filled in."""
    view = seen(found, request.actor, at=timezone.now())
    made = _forms(found, tried) if view.runs else {}
    context: dict[str, Any] = {
        "view": view,
        "meeting": found,
        "matter": found.matter,
        "code": request.GET.get("code", "")[:6],
        "speeches": found.speeches.order_by("at", "pk"),
        "attendees": found.attendees.order_by("pk") if view.concerned else [],
        "tried": tried[0] if tried else "",
        "forms": made,
        "tools": [(act, made[act], word, tone) for act, word, tone in TOOLS if act in made],
    }
    return render(request, "shell/meeting.html", context, status=409 if tried else status)


def _forms(found: Meeting, tried: tuple[str, forms.Form] | None) -> dict[str, forms.Form]:
    """Answer the forms of whoever runs it, by act."""
    made: dict[str, forms.Form] = {}
    if found.state == Meeting.State.CALLED:
        told = {"place": found.place, "starts_at": timezone.localtime(found.starts_at)}
        made = {"move": MoveForm(prefix="move", initial=told), "cancel": ReasonForm(prefix="cancel")}
    if found.state == Meeting.State.OPEN:
        made = {
            "sheet": SheetForm(meeting=found, prefix="sheet"),
            "speak": SpeechForm(prefix="speak"),
            "vote_for": VoteForForm(meeting=found, prefix="vote_for"),
            "count": CountForm(prefix="count"),
            "conclude": ConcludeForm(prefix="conclude"),
            "cancel": ReasonForm(prefix="cancel"),
        }
    return {**made, **({tried[0]: tried[1]} if tried else {})}


@public
@require_safe
def live(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Answer the part of the page that changes while people sign in and vote."""
    found = load(pk)
    return render(
        request,
        "shell/meeting_live.html",
        {"view": seen(found, request.actor, at=timezone.now()), "meeting": found},
    )


@public
@require_safe
def room(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The screen in the room: the code of this minute, large, and how many have come."""
    found = load(pk)
    now = timezone.now()
    view = seen(found, request.actor, at=now)
    if not view.runs or found.state != Meeting.State.OPEN:
        raise PermissionDenied(_("签到码只在会议进行中由会议工作人员打开、在会场显示。"))
    code = attending.code_of(found, now)
    address = request.build_absolute_uri(reverse("shell:meeting", args=[pk]) + f"?code={code}")
    context = {"view": view, "meeting": found, "code": code, "qr": drawn(address, scale=8)}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "shell/meeting_code.html" if part else "shell/meeting_room.html", context)


@public
@require_POST
def do(request: ActorRequest, pk: UUID, act: str) -> HttpResponse:
    """Do something in a meeting. What was refused is shown with what was typed."""
    found = load(pk)
    if not request.actor.known:
        return redirect_to_login(reverse("shell:meeting", args=[pk]))
    if act not in ACTS:
        raise Http404(_("会议里没有这项操作。"))
    make, run, done = ACTS[act]
    form = make(found, request)
    if form is not None and not form.is_valid():
        return page(request, found, tried=(act, form))
    try:
        run(found, request, form.cleaned_data if form else {})
    except Refused as why:
        if form is not None:
            form.add_error(None, str(why))
            return page(request, load(pk), tried=(act, form))
        messages.error(request, str(why))
        return page(request, load(pk), status=409)
    messages.success(request, str(done))
    return redirect("shell:meeting", pk)


Making = Callable[[Meeting, ActorRequest], forms.Form | None]
Running = Callable[[Meeting, ActorRequest, dict[str, Any]], object]


def _no_form(found: Meeting, request: ActorRequest) -> None:
    return None


def _motion(found: Meeting, request: ActorRequest) -> Motion:
    number = request.POST.get("motion", "")[:9]
    return get_object_or_404(Motion, meeting=found, number=int(number) if number.isdecimal() else 0)


def _who(request: ActorRequest) -> dict[str, Any]:
    return {"actor": request.actor, "at": timezone.now()}


def _sign(found: Meeting, request: ActorRequest, _said: dict[str, Any]) -> object:
    return attending.sign_in(meeting_id=found.pk, code=request.POST.get("code", ""), **_who(request))


def _cast(found: Meeting, request: ActorRequest, _said: dict[str, Any]) -> object:
    return voting.cast(motion=_motion(found, request), choice=request.POST.get("choice", ""), **_who(request))


def _close(found: Meeting, request: ActorRequest, said: dict[str, Any]) -> object:
    return voting.close_vote(motion=_motion(found, request), **said, **_who(request))


def _count_form(found: Meeting, request: ActorRequest) -> forms.Form | None:
    """Counts are asked for only where hands or ballots are counted."""
    counted = found.by_count or _motion(found, request).secret
    return CountForm(request.POST, prefix="count") if counted else None


ACTS: dict[str, tuple[Making, Running, Any]] = {
    "open": (
        _no_form,
        lambda m, r, s: convening.open_meeting(meeting_id=m.pk, **_who(r)),
        gettext_lazy("可以签到了。请打开会场屏幕，显示签到码。"),
    ),
    "move": (
        lambda m, r: MoveForm(r.POST, prefix="move"),
        lambda m, r, s: convening.move_meeting(meeting_id=m.pk, **s, **_who(r)),
        gettext_lazy("会议已改期，组成人员会收到通知。"),
    ),
    "cancel": (
        lambda m, r: ReasonForm(r.POST, prefix="cancel"),
        lambda m, r, s: convening.cancel_meeting(meeting_id=m.pk, **s, **_who(r)),
        gettext_lazy("会议已取消，理由已记录，组成人员会收到通知。"),
    ),
    "sign": (_no_form, _sign, gettext_lazy("您已签到。")),
    "sheet": (
        lambda m, r: SheetForm(r.POST, r.FILES, meeting=m, prefix="sheet"),
        lambda m, r, s: attending.sign_for(
            meeting_id=m.pk,
            attendees=[a.pk for a in s.get("attendees") or ()],
            counted=s.get("counted"),
            sheet=s["sheet"],
            **_who(r),
        ),
        gettext_lazy("已按签到表登记。"),
    ),
    "speak": (
        lambda m, r: SpeechForm(r.POST, prefix="speak"),
        lambda m, r, s: voting.speak(meeting_id=m.pk, **s, **_who(r)),
        gettext_lazy("发言已记下。"),
    ),
    "begin": (
        _no_form,
        lambda m, r, s: voting.open_vote(motion=_motion(m, r), **_who(r)),
        gettext_lazy("开始表决。"),
    ),
    "cast": (_no_form, _cast, gettext_lazy("您的表决已记录，结束表决前可以改。")),
    "vote_for": (
        lambda m, r: VoteForForm(r.POST, meeting=m, prefix="vote_for"),
        lambda m, r, s: voting.cast_for(motion=_motion(m, r), **s, **_who(r)),
        gettext_lazy("已登记这一票。"),
    ),
    "count": (_count_form, _close, gettext_lazy("表决结束，票数已记录。")),
    "conclude": (
        lambda m, r: ConcludeForm(r.POST, r.FILES, prefix="conclude"),
        lambda m, r, s: conclude(meeting_id=m.pk, minutes=s["minutes"], files=s["papers"] or (), **_who(r)),
        gettext_lazy("会议已结束，结果由系统依法认定，见下。"),
    ),
}
