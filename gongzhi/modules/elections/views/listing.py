"""What runs, what is finished, which terms end within a year."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongzhi.kernel.matters.listing import Filters, page
from gongzhi.kernel.people.audience import ActorRequest, public
from gongzhi.kernel.publications.selectors import home_of
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import children, full_name
from gongzhi.modules.elections import selectors
from gongzhi.modules.elections.policies import opener
from gongzhi.modules.elections.vocabulary import Sort

MOST_DUE = 50


@public
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    filters = Filters.of(request.GET)
    area = Area.objects.filter(pk=filters.area).first() if filters.area else None
    found = page(selectors.listed(filters), filters)
    due = selectors.falling_due(area.code if area else settings.CITY_CODE, on=timezone.localdate())
    context = {
        "page": found,
        "more": f"?{filters.query(after=found.more)}" if found.more else "",
        "filters": filters,
        "place": full_name(area.code) if area else "",
        "districts": children(settings.CITY_CODE),
        "home": home_of(request.actor),
        "sorts": Sort.choices,
        "due": due[:MOST_DUE],
        "more_due": max(0, len(due) - MOST_DUE),
        "opens": any(opener(request.actor, grant.area) for grant in request.actor.grants),
    }
    return render(request, "elections/index.html", context)
