"""Put something to the owners."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, resident
from gongzhi.kernel.people.sending import once
from gongzhi.modules.owners import forms, selectors, services
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.procedures.rolls import units_of
from gongzhi.modules.owners.services import Proposal, Question

from .loading import load, visitor
from .reading import may_propose


@resident
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, estate: int) -> HttpResponse:
    """A motion with its items: by committee, subdistrict, preparation group, or an owner, whom others must join."""
    assembly = load(estate)
    you, facts = visitor(request, assembly), selectors.overview(assembly, timezone.now())
    if not may_propose(assembly, you, facts):
        raise PermissionDenied(_("只有本小区的业主、业主委员会和街道（乡镇）可以提出表决事项。"))
    form = forms.MotionForm(request.POST or None, request.FILES or None)
    items = forms.ItemForms(request.POST or None, prefix="i")
    if request.method == "POST" and form.is_valid() and items.is_valid():
        try:
            founding = facts.founding if assembly.founded_on is None else None
            given = _proposal(assembly, form.cleaned_data, [i.cleaned_data for i in items.forms])
            return once(
                request,
                lambda: _proposed(request, given=given, founding=founding, estate=estate),
                at=timezone.now(),
            )
        except Refused as why:
            form.add_error(None, str(why))
    context = {"assembly": assembly, "form": form, "items": items, "you": you}
    failed = request.method == "POST"
    return render(request, "owners/new.html", context, status=422 if failed else 200)


def _proposed(request: ActorRequest, **said: Any) -> str:
    motion = services.propose(actor=request.actor, at=timezone.now(), **said)
    return reverse("shell:open_matter", args=[motion.matter.number])


def _proposal(assembly: Assembly, given: dict[str, Any], items: list[dict[str, Any]]) -> Proposal:
    questions = [
        Question(
            subject=item["subject"],
            title=item["title"],
            text=item["text"],
            seats=item["seats"] or 0,
            candidates=_standing(assembly, item["candidates"]),
        )
        for item in items
        if item.get("title")
    ]
    files = [given["file"]] if given["file"] else []
    return Proposal(title=given["title"], text=given["text"], questions=questions, files=files)


def _standing(assembly: Assembly, text: str) -> list[UUID]:
    """Answer the owners that are meant, each by a room and the name of one who owns it today. Raises Refused."""
    found = []
    by_room = {str(u): u for u in units_of(assembly.estate_id, timezone.localdate())} if text.strip() else {}
    for line in filter(None, map(str.strip, text.splitlines())):
        room, _comma, name = line.replace("，", ",").partition(",")
        unit = by_room.get(room.strip())
        held = unit.now if unit else []  # type: ignore[attr-defined]
        owner = next((h.owner_id for h in held if h.owner.name == name.strip()), None)
        if owner is None:
            raise Refused(_("候选人“{line}”在业主名册上找不到，请按“房号，姓名”核对。").format(line=line))
        found.append(owner)
    return found
