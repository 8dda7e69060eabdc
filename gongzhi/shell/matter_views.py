"""The page of one matter for officers, its steps, its files; the diagram of a procedure for everybody."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kernel.matters import diagram
from gongzhi.kernel.matters.access import reader_of, unlocked
from gongzhi.kernel.matters.bpmn import bpmn_xml
from gongzhi.kernel.matters.declarations import PROCEDURES, Procedure, Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.forms import step_form
from gongzhi.kernel.matters.models import Attachment, Matter
from gongzhi.kernel.matters.selectors import choices, hidden, reporters_of
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.matters.services.files import stored_at
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest, officer, public
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.publications.models import PublicationFile
from gongzhi.shell.matter_page import Tried, shown


def load(number: str) -> Matter:
    return get_object_or_404(
        Matter.objects.select_related("kind", "responsible", "merged_into").prefetch_related(
            "tasks__body", "clocks", "reporters__account"
        ),
        number=number,
    )


@require_GET
def matter(request: ActorRequest, number: str) -> HttpResponse:
    """Show a matter to officers; whoever else comes here with a matter of everybody's is led to its own page."""
    if not request.actor.officer:
        known = Matter.objects.filter(number=number).first()
        if known and known.open:
            return redirect("shell:open_matter", number)
    return for_officers(request, number)


# It only shows the way before it asks.
matter.audience = Audience.OFFICER  # type: ignore[attr-defined]


@officer
def for_officers(request: ActorRequest, number: str) -> HttpResponse:
    found = load(number)
    if found.open and not request.actor.reads(found.area_code):
        return redirect("shell:open_matter", number)
    reader_of(request, found)  # refuses
    if not request.actor.reads(found.area_code):
        raise PermissionDenied(
            _("这件事项在{place}，不在您的授权范围内。您自己反映的事项，请在“我的事项”里查看。").format(
                place=found.area_name
            )
        )
    return page(request, found)


def page(request: ActorRequest, found: Matter, *, tried: Tried = None) -> HttpResponse:
    """Render the matter's page. `tried`: a step that was refused, with its form as it was filled in."""
    request.shown_to = Audience.OFFICER  # type: ignore[attr-defined]
    context = shown(found, request.actor, now=timezone.now(), personal=True, tried=tried)
    context["back"] = f"/m/{found.number}/"
    return render(request, "shell/matter.html", context, status=409 if tried else 200)


@public
@require_http_methods(["GET", "POST"])
def step(request: ActorRequest, number: str, key: str) -> HttpResponse:
    """Take a step, from the officer's page or the reporter's; what was typed is never lost."""
    if request.method == "GET":  # somebody reloads, or signs in again
        return redirect("shell:matter" if request.actor.officer else "shell:open_matter", number)
    found = load(number)
    back = _own_path(request.POST.get("back", ""))
    if not request.actor.known and not unlocked(request, found):  # the session is over
        return redirect_to_login(back or request.path)
    if found.open and not back:
        back = reverse("shell:open_matter", args=[number])
    if found.open and hidden(found, request.actor, at=timezone.now()):
        return redirect("shell:open_matter", number)
    actor = reader_of(request, found)
    if not found.open and not actor.officer and actor.account not in reporters_of(found):
        raise PermissionDenied(_("这件事项由首位反映人评价、补充或撤回。您会收到办理结果。"))
    taken = _step(PROCEDURES[found.procedure], key)
    form = step_form(taken, found, actor, on=timezone.localdate(), data=request.POST, files=request.FILES)
    if form.is_valid() and _act(request, found, taken, actor, form):
        messages.success(request, _("“{verb}”已记录。").format(verb=taken.verb))
        return redirect(back or f"/m/{number}/")
    found = load(number)
    possible = any(c.step is taken and c.verdict.allowed for c in choices(found, actor, at=timezone.now()))
    if possible and actor.reads(found.area_code) and actor.account not in reporters_of(found):
        return page(request, found, tried=(key, form))
    context = {
        "matter": found,
        "step": taken,
        "form": form,
        "back": back or f"/m/{number}/",
        "possible": possible,
    }
    return render(request, "shell/matter_step.html", context, status=409)


def _own_path(back: str) -> str:
    """Answer where to go back to; '' for what is no path of this site."""
    return back if url_has_allowed_host_and_scheme(back, None) and back.startswith("/") else ""


def _step(procedure: Procedure, key: str) -> Step:
    try:
        return procedure.step(key)
    except StopIteration:
        raise Http404(_("没有这个环节。")) from None


def _act(request: ActorRequest, found: Matter, taken: Step, actor: Actor, form: forms.Form) -> bool:
    values: dict[str, Any] = dict(form.cleaned_data)
    version = request.POST.get("version", "")[:9]
    try:
        act(
            matter_id=found.pk,
            step=taken.key,
            values=values,
            actor=actor,
            at=timezone.now(),
            version=int(version) if version.isdecimal() else None,
            files=values.pop("files", None) or (),
        )
    except Refused as why:
        form.add_error(None, str(why))
        return False
    return True


@public
@require_GET
def file(request: ActorRequest, number: str, sha256: str) -> FileResponse:
    """Send a file to whoever may read its matter. Pictures are shown, everything else is downloaded."""
    found = load(number)
    reader = reader_of(request, found)
    attachment = get_object_or_404(Attachment, matter=found, sha256=sha256)
    own = reader.reads(found.area_code) or reader.account in reporters_of(found)
    if not own and not shown_to_all(found, sha256):
        raise PermissionDenied(_("这份文件只有反映人和办理单位可以看。"))
    shown = attachment.mime.startswith("image/")
    response = FileResponse(
        default_storage.open(stored_at(sha256)),
        content_type=attachment.mime,
        as_attachment=not shown,
        filename=attachment.name,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def shown_to_all(found: Matter, sha256: str) -> bool:
    """Was a file of an open matter made public? Sheets with signatures and other evidence stay with those concerned."""
    return found.open and PublicationFile.objects.filter(publication__matter=found, sha256=sha256).exists()


@public
@require_GET
def procedures(request: ActorRequest) -> HttpResponse:
    """List what is handled here by which procedure."""
    found = sorted(PROCEDURES.values(), key=lambda p: p.key)
    return render(request, "shell/procedures.html", {"procedures": found})


@public
@require_GET
def procedure(request: ActorRequest, key: str) -> HttpResponse:
    """Show how a kind of matter is handled: the drawing, the table behind it, its terms with their articles."""
    found = PROCEDURES.get(key)
    if found is None:
        raise Http404(_("没有这个办理程序。"))
    context = {"procedure": found, "drawing": diagram.state_diagram(found), "rows": diagram.rows(found)}
    return render(request, "shell/matter_procedure.html", context)


@public
@require_GET
def bpmn(request: ActorRequest, key: str) -> HttpResponse:
    found = PROCEDURES.get(key)
    if found is None:
        raise Http404(_("没有这个办理程序。"))
    response = HttpResponse(bpmn_xml(found), content_type="application/xml")
    response["Content-Disposition"] = f'attachment; filename="{key}.bpmn"'
    return response
