"""The page of a matter that everybody may read: what it is, how far it is, what the visitor may do about it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import hidden
from gongzhi.kernel.matters.services import follow
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.kernel.publications.certificates import certificate as certified
from gongzhi.kernel.publications.certificates import paper
from gongzhi.kernel.publications.models import Objection, Publication
from gongzhi.kernel.publications.services import decide
from gongzhi.lib.certificate import text_of
from gongzhi.shell.matter_page import Tried, shown
from gongzhi.shell.matter_views import load


@public
@require_safe
def matter(request: ActorRequest, number: str) -> HttpResponse:
    return page(request, opened(number))


def opened(number: str) -> Matter:
    """Answer a matter of everybody's. Raises Http404 for any other: whether it exists is nobody's business."""
    found = load(number)
    if not found.open:
        raise Http404(_("没有这件公开事项。"))
    return found


def page(request: ActorRequest, found: Matter, *, tried: Tried = None) -> HttpResponse:
    now = timezone.now()
    actor = request.actor
    if hidden(found, actor, at=now):
        return render(request, "shell/not_public.html", {"matter": found})
    context = shown(found, actor, now=now, personal=actor.reads(found.area_code), tried=tried)
    context["back"] = reverse("shell:open_matter", args=[found.number])
    context["polls"] = found.polls.order_by("opens_at", "number")
    context["followed"] = actor.uuid and found.reporters.filter(account=actor.uuid).exists()
    return render(request, "shell/open_matter.html", context, status=409 if tried else 200)


@public
@require_safe
def certificate(request: ActorRequest, number: str, form: str) -> HttpResponse:
    """Send the certificate of a finished matter, as a file or as a paper."""
    found = opened(number)
    if hidden(found, request.actor, at=timezone.now()):
        return redirect("shell:open_matter", number)
    return handed_out(request, found, reverse("shell:open_matter", args=[number]), form)


def handed_out(request: ActorRequest, subject: Matter | Publication, address: str, form: str) -> HttpResponse:
    """Answer a certificate to keep, or the page at `address` with the reason why there is none yet."""
    if form not in ("json", "pdf"):
        raise Http404(_("凭证只有 PDF 和 JSON 两种。"))
    try:
        if form == "json":
            answer = HttpResponse(text_of(certified(subject)), content_type="application/json")
        else:
            made = paper(subject, address=request.build_absolute_uri(address), at=timezone.now())
            answer = HttpResponse(made, content_type="application/pdf")
    except Refused as why:
        messages.info(request, str(why))
        return redirect(address)
    answer["Content-Disposition"] = f'attachment; filename="certificate-{subject.pk}.{form}"'
    return answer


@resident
@require_POST
def keep_told(request: ActorRequest, number: str) -> HttpResponse:
    """Follow a matter: be told how it goes on."""
    found = opened(number)
    if request.actor.uuid and not hidden(found, request.actor, at=timezone.now()):
        follow(found, request.actor.uuid)
        messages.success(request, _("有进展时会通知您，也可以在“我的”里查看。"))
    return redirect("shell:open_matter", number)


@public
@require_POST
def objection(request: ActorRequest, number: str, pk: UUID) -> HttpResponse:
    """Decide on an objection."""
    found = opened(number)
    if not request.actor.known:
        return redirect_to_login(reverse("shell:open_matter", args=[number]))
    held = get_object_or_404(Objection, pk=pk, matter=found)
    upheld = request.POST.get("upheld")
    if upheld not in ("yes", "no"):
        raise PermissionDenied(_("请选择异议成立还是不成立。没有任何改动。"))
    reasons = request.POST.get("reasons", "")[:2000]
    try:
        decide(
            objection=held,
            upheld=upheld == "yes",
            reasons=reasons,
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("异议的处理结果已记录并通知提出人。"))
    return redirect("shell:open_matter", number)
