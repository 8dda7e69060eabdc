"""Who may do what outside the procedure. Pure questions over loaded values."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Text
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.lib.codes import covers

from .procedures.guards import COMMITTEE_SEATS, WATCHERS


def committee(actor: Actor, area: str, seats: Iterable[Seat]) -> Verdict:
    """May the actor act for the committee: by a mandate for its area, or by a seat in it?"""
    if grant := actor.grant(Role.COMMUNITY_WORKER, area):
        return Verdict(True, grant=grant)
    return seated(seats, COMMITTEE_SEATS, _("只有本村（社区）村（居）委会的成员和工作人员可以这样做。"))


def watching(actor: Actor, area: str, seats: Iterable[Seat]) -> Verdict:
    """May the actor look into what was reported: committee, or those who supervise it?"""
    held = list(seats)
    verdict = committee(actor, area, held)
    because = _("只有村（居）委会和村（居）务监督委员会的成员可以核实。")
    return verdict if verdict.allowed else seated(held, WATCHERS, because)


def seated(seats: Iterable[Seat], wanted: Iterable[SeatsOf], because: Text) -> Verdict:
    wanted = tuple(wanted)
    seat = next((s for s in seats if any(of.holds(s) for of in wanted)), None)
    return Verdict(True, seat=seat) if seat else Verdict(False, because)


def above(actor: Actor, area: str) -> Verdict:
    """May the actor order a correction: an officer of the township or of an area above it?"""
    higher = {role for length, role in HANDLERS.items() if length < len(area)}
    grant = next((g for g in actor.grants if g.role in higher and not g.body and covers(g.area, area)), None)
    if grant:
        return Verdict(True, grant=grant)
    return Verdict(False, _("只有乡镇人民政府（街道办事处）及其上级可以责令改正。"))
