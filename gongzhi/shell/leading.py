"""Where an entry of the record leads: to the matter, the notice, or the thing of a module that it belongs to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from gongzhi.kernel.indicators.behind import Line
from gongzhi.kernel.indicators.declarations import Indicator
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.registry.declaration import registry
from gongzhi.lib.periods import Period

Leads = Mapping[UUID, tuple[str, str]]  # by stream: what it is called, its address


def leads(lines: Sequence[Line], actor: Actor, indicator: Indicator, period: Period) -> Leads:
    """Answer where each line's entry leads this actor, a query for each sort of thing; else to the indicator's list."""
    entries = [line.entry for line in lines if line.entry]
    streams = {entry.stream for entry in entries}
    if not streams:
        return {}
    found = _lists(lines, indicator, period) | _notices(streams) | _matters(streams, actor)
    by_module: dict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        by_module[entry.kind.partition(".")[0]].add(entry.stream)
    for module in registry:
        if module.things and (mine := by_module.get(module.slug)):
            found |= {
                stream: (str(title), href) for stream, (title, href) in module.things(mine, actor).items()
            }
    return found


def _lists(lines: Sequence[Line], indicator: Indicator, period: Period) -> dict[UUID, tuple[str, str]]:
    if not indicator.records:
        return {}
    href = reverse(indicator.records)
    return {
        line.entry.stream: ("", f"{href}?area={line.entry.area_code}&period={period.text}")
        for line in lines
        if line.entry
    }


def _matters(streams: set[UUID], actor: Actor) -> dict[UUID, tuple[str, str]]:
    rows = Matter.objects.filter(pk__in=streams).only("number", "procedure", "area_code")
    return {
        row.pk: (row.number, reverse("shell:open_matter" if row.open else "shell:matter", args=[row.number]))
        for row in rows
        if row.open or actor.reads(row.area_code)
    }


def _notices(streams: set[UUID]) -> dict[UUID, tuple[str, str]]:
    shown = Publication.objects.filter(series__in=streams, audience=Publication.Audience.EVERYONE)
    rows = shown.order_by("series", "version").values_list("series", "pk", "title")
    return {series: (title, reverse("shell:notice", args=[pk])) for series, pk, title in rows}
