"""The disclosure page of a community: what stands, what stood, a feed of it."""

import re
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.kernel.people.audience import ActorRequest, public
from gongzhi.kernel.people.selectors import follows
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.modules.disclosure import selectors
from gongzhi.modules.disclosure.policies import may_publish
from gongzhi.modules.disclosure.selectors.wording import quarter_words
from gongzhi.modules.disclosure.vocabulary import KINDS, Group

from .places import community, short, trail

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML cannot hold them


@public
@require_safe
def board(request: ActorRequest, area: str) -> HttpResponse:
    if len(area) != 12:
        return redirect(f"{reverse('disclosure:overview')}?{urlencode({'area': area})}")
    place, now = community(area), timezone.now()
    found = selectors.board(area, actor=request.actor, at=now)
    context = {
        "place": place,
        "name": full_name(area),
        "trail": trail(area),
        "here": short(place),
        "board": found,
        "anything": any(rows for _group, rows in found.groups),
        "now": now,
        "verdict": may_publish(request.actor, area),
        "followed": follows(request.actor.uuid, area),
    }
    return render(request, "disclosure/board.html", context)


@public
@require_safe
def history(request: ActorRequest, area: str) -> HttpResponse:
    """All that a community made public: by group, by quarter, by words."""
    place = community(area)
    group, words = request.GET.get("group", ""), request.GET.get("q", "")[:40]
    group = group if group in Group.values else ""
    period = _day(request.GET.get("period", ""))
    rows, more = selectors.history(
        area, group=group, words=words, period=period, after=request.GET.get("after", ""), actor=request.actor
    )
    chosen = {"group": group, "q": words, "period": period.isoformat() if period else ""}
    context = {
        "place": place,
        "name": full_name(area),
        "trail": trail(area, itself=True),
        "rows": rows,
        "group": group,
        "groups": Group.choices,
        "words": words,
        "period": chosen["period"],
        "periods": [(day.isoformat(), quarter_words(day)) for day in selectors.periods_of(area)],
        "more": "?" + urlencode({**chosen, "after": more}) if more else "",
    }
    return render(request, "disclosure/history.html", context)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@public
@require_safe
def feed(request: ActorRequest, area: str) -> HttpResponse:
    """The newest publications of a community as an Atom feed (RFC 4287)."""
    place = community(area)
    made = Atom1Feed(
        title=_("{place}三务公开").format(place=full_name(area)),
        link=request.build_absolute_uri(reverse("disclosure:board", args=[area])),
        description=_("党务、村（居）务、财务的最新公开"),
        feed_url=request.build_absolute_uri(),
        author_name=short(place),
    )
    for row in selectors.entries(area):
        _add(made, request, row, place)
    return HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _add(made: Atom1Feed, request: HttpRequest, row: Publication, place: Area) -> None:
    made.add_item(
        title=CONTROL.sub("", row.title),
        link=request.build_absolute_uri(reverse("shell:notice", args=[row.pk])),
        description=CONTROL.sub("", row.text),
        unique_id=f"urn:uuid:{row.pk}",
        pubdate=row.published_at,
        updateddate=row.published_at,
        author_name=row.body.name,
        categories=(str(KINDS.get(row.kind, Group.AFFAIRS).label),),
    )
