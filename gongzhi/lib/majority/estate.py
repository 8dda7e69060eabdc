"""From units and their owners to voters: area and heads, a sale during the vote, what everybody may see.

How heads are counted follows the Supreme People's Court's interpretation on divided ownership of buildings
(法释〔2009〕7号, amended 2020, article 9), whose text is not shipped here: one unit is one head, several units of
the same owners are one, and so are all that the developer has not sold or handed over. It is therefore a setting.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class UnitKind(StrEnum):
    FLAT = "flat"
    SHOP = "shop"
    PARKING = "parking"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """`area` in 0.01 m²; `owners`: all who own it together; `unsold`: the developer's, not sold or handed over."""

    room: str
    area: int
    owners: frozenset[str]
    kind: UnitKind = UnitKind.FLAT
    unsold: bool = False

    def __post_init__(self) -> None:
        if self.area < 0 or not self.owners:
            raise ValueError(f"{self.room} needs an area and an owner")


HOMES_AND_SHOPS = frozenset({UnitKind.FLAT, UnitKind.SHOP})


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyRules:
    """What the assembly's rules of procedure leave open to choice: whose area counts, whose owners are heads."""

    by_area: frozenset[UnitKind] = HOMES_AND_SHOPS
    by_heads: frozenset[UnitKind] = HOMES_AND_SHOPS
    unsold_vote: bool = True


@dataclass(frozen=True, slots=True)
class Voter:
    """One vote: all units that the same owners have. `head` is 0 for who has only what gives none."""

    owners: frozenset[str]
    rooms: tuple[str, ...]
    area: int
    head: int


Roll = Mapping[frozenset[str], Voter]


def roll(units: Iterable[Unit], rules: AssemblyRules | None = None) -> Roll:
    """Answer the voters. Raises ValueError for a room given twice."""
    rules = rules or AssemblyRules()
    found: dict[frozenset[str], Voter] = {}
    seen: set[str] = set()
    for unit in units:
        if unit.room in seen:
            raise ValueError(f"{unit.room} is given twice")
        seen.add(unit.room)
        counts = not unit.unsold or rules.unsold_vote
        area = unit.area if counts and unit.kind in rules.by_area else 0
        head = int(counts and unit.kind in rules.by_heads)
        if area or head:
            before = found.get(unit.owners, Voter(unit.owners, (), 0, 0))
            rooms = tuple(sorted((*before.rooms, unit.room)))
            found[unit.owners] = Voter(unit.owners, rooms, before.area + area, max(before.head, head))
    return found


def sold(
    units: Iterable[Unit], room: str, owners: frozenset[str], voted: Collection[frozenset[str]]
) -> tuple[Unit, ...]:
    """Answer the units of a vote after a sale during it: a vote that was cast stands, else the new owners vote.

    `voted`: the owners who have voted. Raises LookupError for a room that is not there.
    """
    known = tuple(units)
    if room not in {unit.room for unit in known}:
        raise LookupError(f"no {room}")
    return tuple(
        replace(unit, owners=owners, unsold=False) if unit.room == room and unit.owners not in voted else unit
        for unit in known
    )


@dataclass(frozen=True, slots=True)
class PublicRow:
    """What is published of a unit: never who owns it."""

    room: str
    kind: UnitKind
    area: str
    voted: bool


def public_rows(units: Iterable[Unit], voted: Collection[frozenset[str]] = ()) -> tuple[PublicRow, ...]:
    """Answer room, kind, area in m² and whether a vote was cast, by room; how it was cast is nobody's to see."""
    return tuple(
        PublicRow(unit.room, unit.kind, f"{unit.area // 100}.{unit.area % 100:02}", unit.owners in voted)
        for unit in sorted(units, key=lambda unit: unit.room)
    )
