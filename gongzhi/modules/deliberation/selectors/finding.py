"""Reads on deliberation: which procedure holds here, who may propose, what runs and what is finished."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.seating import is_village, seats_of
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.matters import search
from gongzhi.kernel.matters.declarations import Procedure
from gongzhi.kernel.matters.listing import Filters
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.selectors import lying_in, on_view
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.lib.numbering import is_matter_number, tidy_number
from gongzhi.modules.deliberation.models import Participant, Statement
from gongzhi.modules.deliberation.procedures import (
    FOURS,
    PROCEDURES,
    RESIDENTS_FOUR_DELIBERATIONS,
    RESIDENTS_TOPIC,
    TOPICS,
    VILLAGE_FOUR_DELIBERATIONS,
    VILLAGE_TOPIC,
)
from gongzhi.modules.deliberation.procedures.rules import LEADERS

COMMUNITY, LEAF = 12, 6
WHAT = {
    "four": (_("四议两公开"), FOURS),
    "talk": (_("民主协商"), TOPICS),
}


def four_of(area: str) -> Procedure:
    """Answer the 四议两公开 of a place: by the villagers' law or by that of residents."""
    return VILLAGE_FOUR_DELIBERATIONS if is_village(area) else RESIDENTS_FOUR_DELIBERATIONS


def talk_of(area: str) -> Procedure:
    return VILLAGE_TOPIC if is_village(area) else RESIDENTS_TOPIC


def kinds_of(procedure: Procedure) -> QuerySet[Kind]:
    found = Kind.objects.filter(procedure=procedure.key, retired_on=None, code__regex=rf"^.{{{LEAF}}}$")
    return found.order_by("code")


def proposer(actor: Actor, area: str, *, on: date) -> ActorSnapshot | None:
    """Answer in which office the actor may propose here: a leader of the party organisation, else the clerk."""
    for seat in seats_of(actor.uuid, area_code=area, on=on):
        if LEADERS.holds(seat):
            office = f"{seat.post.organisation.name} {seat.post.title}"
            return actor.snapshot(role=Role.RESIDENT, office=office, area=area)
    grant = actor.grant(Role.COMMUNITY_WORKER, area)
    return snapshot_by(actor, grant) if grant and len(area) == COMMUNITY else None


def proposes_in(actor: Actor, *, on: date) -> list[str]:
    """Answer the communities where the actor may propose a 四议两公开."""
    held = Seat.objects.filter(LEADERS.condition(), in_force(on), account=actor.uuid) if actor.uuid else []
    seats = {seat.post.organisation.area_code for seat in held}
    clerk = {g.area for g in actor.grants if g.role == Role.COMMUNITY_WORKER and len(g.area) == COMMUNITY}
    return sorted(seats | clerk)


def took_part(matter: Matter, account: UUID) -> bool:
    """Did the account raise the topic, say something beforehand, or come?"""
    return (
        Statement.objects.filter(matter=matter, account=account).exists()
        or Participant.objects.filter(matter=matter, account=account, came=True).exists()
        or matter.reporters.filter(account=account, follows=False).exists()
    )


def listed(filters: Filters, *, at: datetime) -> QuerySet[Matter]:
    """Answer what is deliberated, as far as everybody may read it now. `kind`: four, talk; `state`: open, done."""
    _word, procedures = WHAT.get(filters.kind, ("", PROCEDURES))
    found = Matter.objects.filter(on_view(at), procedure__in=[p.key for p in procedures])
    if filters.area:
        found = found.filter(lying_in([filters.area]))
    if filters.state in ("open", "done"):
        found = found.filter(closed_at__isnull=filters.state == "open")
    return found.filter(_words(filters))


def _words(filters: Filters) -> Q:
    if not filters.q:
        return Q()
    number = tidy_number(filters.q)
    if is_matter_number(number):
        return Q(number=number)
    return Q(kept_back="") & search.matching(filters.q, within=[filters.area] if filters.area else [])
