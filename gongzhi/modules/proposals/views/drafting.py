"""Write the reply: text with live references, what it promises, a preview with the figures of today."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.modules.proposals import forms, selectors, services
from gongzhi.modules.proposals.models import Proposal
from gongzhi.modules.proposals.procedures.figures import faults, usable
from gongzhi.modules.proposals.vocabulary import WRITING

HEAD = ("reply_class", "contact", "phone", "copies")


@officer
@require_http_methods(["GET", "POST"])
def draft(request: ActorRequest, number: str) -> HttpResponse:
    """Save, preview what is typed, or put a reference at its end; only saving keeps anything."""
    proposal = _writable(request, number)
    if proposal is None:
        messages.info(request, _("现在的环节不能改草稿。"))
        return redirect("shell:open_matter", number)
    data = request.POST.copy() if request.POST else None
    initial = {"text": proposal.draft, **{name: getattr(proposal, name) for name in HEAD}}
    picker, promises = forms.FigureForm(data), forms.promise_forms(proposal, data)
    if data and "insert" in data and picker.is_valid() and picker.reference:
        data["text"] = f"{data.get('text', '').rstrip()}{picker.reference}"
    form = forms.DraftForm(data, initial=initial)
    valid = "save" in request.POST and form.is_valid() and promises.is_valid()
    if valid and _saved(request, proposal, form, promises):
        return redirect("proposals:draft", number)
    return _page(request, proposal, form, picker, promises)


def _writable(request: ActorRequest, number: str) -> Proposal | None:
    """Answer the proposal to draft for; None where its state does not allow it. Refuses whoever is not in charge."""
    proposal = selectors.by_number(number)
    if proposal is None:
        raise Http404(_("没有这件提案。"))
    matter = proposal.matter
    if selectors.leading(request.actor, matter) is None:
        raise PermissionDenied(_("只有主办单位{body}可以起草。").format(body=matter.responsible.name))
    return proposal if matter.state in WRITING else None


def _saved(request: ActorRequest, proposal: Proposal, form: forms.DraftForm, promises: Any) -> bool:
    version = request.POST.get("version", "")[:9]
    try:
        services.save_draft(
            matter_id=proposal.pk,
            given=forms.draft_of(form, promises),
            actor=request.actor,
            at=timezone.now(),
            version=int(version) if version.isdecimal() else None,
        )
    except Refused as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, _("草稿已保存。"))
    return True


def _page(
    request: ActorRequest, proposal: Proposal, form: forms.DraftForm, picker: forms.FigureForm, promises: Any
) -> HttpResponse:
    text = form["text"].value() or ""
    wrong = faults(text)
    if (
        form.is_bound and "save" not in request.POST
    ):  # looking is no mistake: what is missing is said on saving
        form = forms.DraftForm(initial={name: form[name].value() for name in form.fields})
    context = {
        "proposal": proposal,
        "matter": proposal.matter,
        "form": form,
        "picker": picker,
        "promises": promises,
        "lines": selectors.preview(proposal, text=text, at=timezone.now()) if text and not wrong else [],
        "faults": [] if "save" in request.POST else wrong,
        "indicators": usable(),
        "opinions": [o for o in selectors.opinions(proposal) if o.given_at],
    }
    refused = "save" in request.POST
    return render(request, "proposals/draft.html", context, status=422 if refused else 200)
