"""A reporter's numbers in full, for a reason that is written down."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.modules.cases import selectors, services
from gongzhi.modules.cases.procedures import CASE


@officer
@require_POST
def contact(request: ActorRequest, number: str) -> HttpResponse:
    """Names and numbers of who reported; without a reason, none."""
    matter = get_object_or_404(Matter, number=number, procedure=CASE.key)
    if not request.actor.reads(matter.area_code):
        raise Http404
    reason, refused, found = request.POST.get("reason", ""), "", []
    try:
        services.look(matter=matter, reason=reason, actor=request.actor, at=timezone.now())
        found = selectors.contacts(matter)
    except Refused as why:
        refused = str(why)
    context = {"matter": matter, "contacts": found, "refused": refused}
    answer = render(request, "cases/contact.html", context, status=409 if refused else 200)
    answer["Cache-Control"] = "no-store"
    return answer
