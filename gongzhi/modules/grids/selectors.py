"""Grids with who works there, what is open, what was sent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Substr

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.models import Mandate
from gongzhi.kernel.people.selectors import mandates_in
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.selectors import timeline
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas, children
from gongzhi.kernel.territory.services import stream_of
from gongzhi.kernel.territory.vocabulary import BELOW, GRID
from gongzhi.lib.codes import after

from .models import Posting


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grid at a glance. `workers`: the mandates that hold or will; a vacancy is a grid without one today."""

    area: Area
    on: date
    workers: list[Mandate] = field(default_factory=list)
    open: int = 0
    sent: int = 0

    @property
    def vacant(self) -> bool:
        return not any(m.since <= self.on for m in self.workers)


@dataclass(frozen=True, slots=True)
class Below:
    """An area on the way down to the grids: how many there are, and how many have no worker today."""

    area: Area
    grids: int
    vacant: int


def grids_of(community: str, *, on: date) -> list[GridLine]:
    """Answer the grids of a community in four queries, however many there are."""
    workers: dict[str, list[Mandate]] = {}
    for mandate in workers_in(community, on=on):
        workers.setdefault(mandate.area_code, []).append(mandate)
    matters, sent = open_matters(community), sent_to(community, on=on)
    counted = sent.order_by().values("grid_code").annotate(n=Count("pk"))
    postings = dict(counted.values_list("grid_code", "n"))
    return [
        GridLine(area, on, workers.get(area.code, []), matters.get(area.code, 0), postings.get(area.code, 0))
        for area in children(community)
    ]


def workers_in(area: str, *, on: date) -> QuerySet[Mandate]:
    return mandates_in(area, role=Role.GRID_WORKER, on=on)


def open_matters(area: str) -> Mapping[str, int]:
    """Answer how many matters are open under each code at and below an area."""
    live = Matter.objects.filter(closed_at__isnull=True, area_code__gte=area, area_code__lt=after(area))
    return dict(live.values_list("area_code").annotate(n=Count("pk")).values_list("area_code", "n"))


def sent_to(area: str, *, on: date) -> QuerySet[Posting]:
    """Answer what is at work in the grids of an area on a day, or will be."""
    lasting = Q(until__isnull=True) | Q(until__gt=on)
    found = Posting.objects.filter(lasting, grid_code__gte=area, grid_code__lt=after(area))
    return found.select_related("organisation").order_by("since", "pk")


def sent_before(grid: str, *, on: date) -> QuerySet[Posting]:
    found = Posting.objects.filter(grid_code=grid, until__lte=on)
    return found.select_related("organisation").order_by("-until", "-pk")


def reported_in(grid: str, *, since: datetime) -> int:
    """Answer how many matters a grid brought in by its own worker's report."""
    return Matter.objects.filter(area_code=grid, channel=Matter.Channel.GRID, opened_at__gte=since).count()


def below(area: str, *, on: date) -> list[Below]:
    """Answer the areas one level down with their grids, counted in two grouped queries."""
    found = areas(under=area, length=GRID)
    held = workers_in(area, on=on).filter(since__lte=on).values("area_code")
    grids = _counted(found, BELOW[len(area)])
    manned = _counted(found.filter(code__in=held), BELOW[len(area)])
    return [Below(a, grids[a.code], grids[a.code] - manned[a.code]) for a in children(area)]


def _counted(found: QuerySet[Area], length: int) -> Counter[str]:
    """Count areas by their codes cut to a length."""
    cut = found.order_by().annotate(place=Substr("code", 1, length))
    return Counter({row["place"]: row["n"] for row in cut.values("place").annotate(n=Count("pk"))})


def story(grid: str) -> list[dict[str, object]]:
    """Answer what was done to a grid, oldest first, for officers."""
    lines = timeline(stream_of(grid), personal=True)
    return [
        {"at": line.entry.at, "who": line.who, "sentence": line.sentence, "hash": line.entry.hash}
        for line in lines
    ]
