"""Tell the township that something was not disclosed; what became of it; verify it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer, resident
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.territory.selectors import full_name, full_names
from gongzhi.modules.disclosure import forms, services
from gongzhi.modules.disclosure.models import Complaint
from gongzhi.modules.disclosure.policies import may_oversee
from gongzhi.modules.disclosure.procedures import VERIFYING

from .places import community

MINE = 50


@resident
@require_http_methods(["GET", "POST"])
def complain(request: ActorRequest, area: str) -> HttpResponse:
    """Say what was not disclosed or not truly; `about` names a publication."""
    place = community(area)
    about = _about(request.GET.get("about", ""), area)
    form = forms.ComplainForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            made = services.complain(
                area=area,
                text=form.cleaned_data["text"],
                publication=about,
                actor=request.actor,
                at=timezone.now(),
            )
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("已收到，最迟{day}核实答复。").format(day=made.due_on))
            return redirect("disclosure:complaints")
    context = {
        "place": place,
        "name": full_name(area),
        "above": full_name(area[:9]),
        "about": about,
        "form": form,
        "term": VERIFYING,
    }
    return render(request, "disclosure/complain.html", context, status=422 if form.errors else 200)


def _about(text: str, area: str) -> Publication | None:
    try:
        return Publication.objects.filter(pk=UUID(text), area_code=area).first()
    except ValueError:
        return None


@resident
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """What one told, and what was found."""
    rows = list(
        Complaint.objects.filter(account=request.actor.uuid)
        .select_related("publication")
        .order_by("-at", "-pk")[:MINE]
    )
    places = full_names({row.area_code for row in rows})
    context = {"rows": [(row, places.get(row.area_code, row.area_code)) for row in rows]}
    return render(request, "disclosure/complaints.html", context)


@officer
@require_http_methods(["GET", "POST"])
def verify(request: ActorRequest, pk: int) -> HttpResponse:
    """Verify a complaint and answer it."""
    found = get_object_or_404(Complaint.objects.select_related("publication", "account"), pk=pk)
    verdict = may_oversee(request.actor, found.area_code)
    if not verdict.allowed:  # whom a complaint is about does not read who made it
        raise PermissionDenied(verdict.because)
    form = forms.VerifyForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            services.verify(complaint=found, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("核实的结果已记录，反映人可以看到。"))
            return redirect("disclosure:owed")
    context = {
        "complaint": found,
        "name": full_name(found.area_code),
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "disclosure/verify.html", context, status=422 if form.errors else 200)
