"""As whom somebody acts on an election outside its steps."""

from dataclasses import replace
from datetime import datetime

from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import PROCEDURES, Party, Step
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.lib.codes import covers

from .procedures.guards import COMMITTEE, LED, OFFICE


def acting(matter: Matter, *, by: tuple[Party, ...] = LED, seats: tuple[SeatsOf, ...] = COMMITTEE) -> Step:
    """Answer a step that exactly those may take, whatever the state is."""
    procedure = PROCEDURES[matter.procedure]
    here = next(state for state in procedure.states if state.value == matter.state)
    free = replace(procedure.steps[0], verb=procedure.title, meeting=None, law=None, sources=(here,))
    return replace(free, by=by, seats=seats, guard=_always)


def _always(matter: Matter, at: datetime) -> str:
    return ""


def by_office(matter: Matter) -> Step:
    return acting(matter, by=OFFICE, seats=())


def by_both(matter: Matter) -> Step:
    return acting(matter, by=(*LED, *OFFICE))


def township(actor: Actor, area: str) -> Grant | None:
    """Answer the mandate by which somebody acts for the township or a level above it."""
    higher = {role for length, role in HANDLERS.items() if length < len(area)}
    return next((g for g in actor.grants if g.role in higher and covers(g.area, area)), None)


def opener(actor: Actor, area: str) -> Grant | None:
    """Answer the mandate by which somebody may open an election there: the community's clerk, or the township."""
    return actor.grant(Role.COMMUNITY_WORKER, area) or township(actor, area)
