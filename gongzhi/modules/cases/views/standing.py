"""How an area stands: by state, by area below, by kind, on a map."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import boundaries, full_name
from gongzhi.modules.cases import selectors


@officer
@require_GET
def board(request: ActorRequest) -> HttpResponse:
    """How an area stands: by state, by area below, by kind; each figure opens onto its list."""
    under = request.GET.get("area", "") or request.session.get("area", "") or request.actor.scopes[0]
    if not request.actor.reads(under) or not Area.objects.filter(pk=under).exists():
        messages.warning(request, _("所选区域不在您的授权范围内，已显示您的区域。"))
        under = request.actor.scopes[0]
    since = timezone.now() - timedelta(days=30)
    found = selectors.board(under, since=since)
    context = {"board": found, "under": under, "place": full_name(under), "drawn": len(under) < 6}
    return render(request, "cases/board.html", context)


@officer
@require_GET
def board_map(request: ActorRequest) -> JsonResponse:
    """GeoJSON: the districts in the colour of how they stand."""
    found = selectors.board(request.actor.scopes[0], since=timezone.now() - timedelta(days=30))
    rows = {row.code: row for row in found.areas}
    drawn = boundaries(request.actor.scopes[0])
    for feature in drawn["features"]:
        row = rows.get(feature["properties"]["code"])
        feature["properties"] |= selectors.drawn(feature["properties"]["name"], row)
    return JsonResponse(drawn)
