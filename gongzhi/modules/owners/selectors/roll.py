"""The roll: room and area for everybody, names and masked phones for whoever keeps it, one's own for an owner."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.selectors import voted
from gongzhi.kernel.people import personal
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.identity import mask_phone
from gongzhi.modules.owners.models import Holding, RollLine, Unit
from gongzhi.modules.owners.procedures.judging import square_metres
from gongzhi.modules.owners.procedures.rolls import on_day, units_of

PAGE = 50
PHONE = "owners_owner.phone_sealed"


@dataclass(frozen=True, slots=True)
class Line:
    """A unit on the roll. `owners`: names with masked phones, '' for whoever may not see them; `voted`: of a poll."""

    pk: int
    room: str
    kind: str
    area: str
    unsold: bool
    owners: str = ""
    voted: bool | None = None


def roll(estate: int, on: date, *, words: str = "", names: bool = False) -> QuerySet[Unit]:
    """Answer the units by a part of building or room; with `names` by an owner's name too."""
    found = units_of(estate, on)
    if not words:
        return found
    # "2栋1-1" is typed as it is read: the building's name, then the room.
    wanted = Q(dwelling__room__icontains=words) | Q(dwelling__building__name__icontains=words)
    for cut in range(1, len(words)):
        wanted |= Q(dwelling__building__name__iexact=words[:cut], dwelling__room__istartswith=words[cut:])
    if names:
        held = Holding.objects.filter(on_day(on), unit=OuterRef("pk"), owner__name__icontains=words)
        wanted |= Q(Exists(held))
    return found.filter(wanted)


def page_of(found: QuerySet[Unit], start: int, *, names: bool) -> tuple[list[Line], int]:
    """Answer one page of the roll, and where the next begins (0 at the end)."""
    rows = list(found[start : start + PAGE + 1])
    more = start + PAGE if len(rows) > PAGE else 0
    return [line(unit, names=names) for unit in rows[:PAGE]], more


def line(unit: Unit, *, names: bool) -> Line:
    return Line(
        unit.pk,
        str(unit),
        str(unit.get_kind_display()),
        square_metres(unit.dwelling.floor_area),
        unit.unsold,
        _owners(unit.now) if names else "",  # type: ignore[attr-defined]
    )


def _owners(held: Iterable[Holding]) -> str:
    return _("；").join(
        " ".join(filter(None, (h.owner.name, h.share, _masked(h), _("行使表决权") if h.votes else "")))
        for h in held
    )


def _masked(held: Holding) -> str:
    number = personal.opened(held.owner.phone_sealed, PHONE)
    return mask_phone(number) if number else ""


def public_lines(poll: Poll) -> list[Line]:
    """Answer what is published of a poll: each unit, and whether a vote was cast for it."""
    took_part = set(voted(poll).values_list("pk", flat=True))
    rows = RollLine.objects.filter(voter__poll=poll).select_related("unit__dwelling__building")
    return [
        Line(
            row.unit_id,
            str(row.unit),
            str(row.unit.get_kind_display()),
            square_metres(row.unit.dwelling.floor_area),
            row.unit.unsold,
            voted=row.voter_id in took_part,
        )
        for row in rows.order_by("unit__dwelling__building__name", "unit__dwelling__room")
    ]


def mine(actor: Actor, on: date) -> list[Unit]:
    """Answer the units that an account owns on a day, on whatever estate."""
    if actor.uuid is None:
        return []
    held = Holding.objects.filter(on_day(on), unit=OuterRef("pk"), owner__account=actor.uuid)
    found = Unit.objects.filter(Exists(held)).select_related("dwelling__building", "estate__area")
    return list(found.prefetch_related("disputes").order_by("estate__name", "dwelling__building__name", "pk"))
