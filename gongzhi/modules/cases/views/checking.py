"""A look at an answer before it is sent."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.modules.cases import selectors
from gongzhi.modules.cases.procedures import CASE

LONGEST = 8000


@officer
@require_POST
def check(request: ActorRequest, number: str) -> HttpResponse:
    """What an answer leaves open while it is being typed: a piece of the matter's page."""
    matter = get_object_or_404(Matter.objects.select_related("kind"), number=number, procedure=CASE.key)
    if not request.actor.reads(matter.area_code):
        raise Http404
    answer = max(request.POST.getlist("answer"), key=len, default="")[:LONGEST]
    return render(request, "cases/_check.html", {"check": selectors.checked(matter, answer)})
