"""The roll as it stands on a day: from holdings to voters, by what the assembly's rules count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from gongzhi.lib import majority as law
from gongzhi.modules.owners.models import Assembly, Holding, Unit

Owners = frozenset[str]


def on_day(day: date) -> Q:
    """Answer the condition that somebody owned it on that day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gt=day))


def units_of(estate: int, on: date) -> QuerySet[Unit]:
    """Answer the units of an estate in the order of the roll, each with `now`: the holdings of that day."""
    held = Holding.objects.filter(on_day(on)).select_related("owner").order_by("-votes", "pk")
    found = Unit.objects.filter(estate=estate).select_related("dwelling__building")
    return found.prefetch_related(Prefetch("holdings", held, to_attr="now")).order_by(
        "dwelling__building__name", "dwelling__room"
    )


def rules_of(assembly: Assembly) -> law.AssemblyRules:
    return law.AssemblyRules(
        by_area=frozenset(map(law.UnitKind, assembly.by_area)),
        by_heads=frozenset(map(law.UnitKind, assembly.by_heads)),
        unsold_vote=assembly.unsold_votes,
    )


def as_law(unit: Unit) -> law.Unit:
    return law.Unit(
        room=str(unit),
        area=unit.dwelling.floor_area,
        owners=frozenset(str(h.owner_id) for h in unit.now),  # type: ignore[attr-defined]
        kind=law.UnitKind(unit.kind),
        unsold=unit.unsold,
    )


@dataclass(frozen=True, slots=True)
class Voting:
    """One vote: the units it is for, the joint owners' names, who may cast it on a screen, the voice first."""

    units: list[Unit]
    names: str
    accounts: list[UUID]
    area: int
    head: int


def voters(assembly: Assembly, on: date) -> list[Voting]:
    """Answer the voters of an estate on a day, in the order of their first unit."""
    units = [u for u in units_of(assembly.estate_id, on) if u.now]  # type: ignore[attr-defined]
    by_room = {str(unit): unit for unit in units}
    return [_voting(v, by_room) for v in law.roll(map(as_law, units), rules_of(assembly)).values()]


def _voting(voter: law.Voter, by_room: dict[str, Unit]) -> Voting:
    units = [by_room[room] for room in voter.rooms]
    held: list[Holding] = units[0].now  # type: ignore[attr-defined]
    names = "、".join(h.owner.name for h in held)
    return Voting(
        units, names, [h.owner.account_id for h in held if h.owner.account_id], voter.area, voter.head
    )


def entitled(assembly: Assembly, on: date) -> int:
    """Answer how many heads may ask for something."""
    return sum(v.head for v in voters(assembly, on))


def asking(found: Iterable[Voting], accounts: set[UUID]) -> int:
    """Answer how many heads stand behind these accounts: joint owners are one, whoever of them asks."""
    return sum(v.head for v in found if accounts & set(v.accounts))
