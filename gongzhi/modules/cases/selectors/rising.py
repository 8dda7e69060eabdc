"""What many tell at present: groups of open cases on one matter, as last gathered, for who may read them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import readable
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.codes import covers, cut
from gongzhi.modules.cases.models import Rising

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Group:
    """Cases on one matter: those still open may be put together under one of them."""

    title: str
    weight: float
    place: str
    people: int
    since: str
    until: str
    area_name: str
    matters: list[Matter]

    @property
    def open(self) -> int:
        return sum(matter.closed_at is None for matter in self.matters)


def rising(actor: Actor, *, under: str) -> tuple[list[Group], datetime | None]:
    """Answer the weightiest groups of an area, and since when the oldest gathering of it stands."""
    gathered = [row for row in Rising.objects.all() if _touches(row.county_code, under)]
    topics = [topic for row in gathered for topic in row.topics]
    topics = sorted(topics, key=lambda topic: -topic["weight"])
    keys = [UUID(key) for topic in topics for key in topic["matters"]]
    known = readable(actor, under=under).filter(pk__in=keys).select_related("kind", "responsible")
    matters = {matter.pk: matter for matter in known}
    groups = []
    for topic in topics:
        members = [matters[key] for key in map(UUID, topic["matters"]) if key in matters]
        if len(members) > 1:
            groups.append(_group(topic, members))
    return groups[:SHOWN], min((row.made_at for row in gathered if row.made_at), default=None)


def _touches(county: str, under: str) -> bool:
    return covers(under, county) or cut(under, 6) == county


def _group(topic: dict[str, object], members: list[Matter]) -> Group:
    places = [matter.area_name for matter in members]
    return Group(
        title=str(topic["title"]),
        weight=float(str(topic["weight"])),
        place=str(topic["place"]),
        people=int(str(topic["people"])),
        since=str(topic["since"]),
        until=str(topic["until"]),
        area_name=max(sorted(set(places)), key=places.count),
        matters=members,
    )
