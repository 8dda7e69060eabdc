"""Who may do what outside the procedures. Pure questions over loaded values."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.lib.codes import covers

from .models import Assembly


def member(assembly: Assembly, seats: Iterable[Seat]) -> Verdict:
    """Does the actor sit on the committee (or preparation group) of this estate?"""
    seat = next((s for s in seats if s.post.organisation_id == assembly.body_id), None)
    if seat is None:
        return Verdict(False, _("只有本小区业主委员会的成员可以这样做。"))
    return Verdict(True, seat=seat)


def keeper(actor: Actor, assembly: Assembly, seats: Iterable[Seat]) -> Verdict:
    """May the actor keep the roll: the community's workers, those above them, the committee?"""
    if grant := handles(actor, assembly.estate.area_id):
        return Verdict(True, grant=grant)
    verdict = member(assembly, seats)
    because = _("只有社区工作人员、街道（乡镇）和本小区业主委员会可以管理业主名册。")
    return verdict if verdict.allowed else Verdict(False, because)


def above(actor: Actor, area: str) -> Verdict:
    """May the actor supervise: an officer of the subdistrict or of an area above it?"""
    higher = {role for length, role in HANDLERS.items() if length < len(area)}
    grant = next((g for g in actor.grants if g.role in higher and not g.body and covers(g.area, area)), None)
    if grant:
        return Verdict(True, grant=grant)
    return Verdict(False, _("只有街道办事处（乡镇人民政府）及其上级可以这样做。"))


def handles(actor: Actor, area: str) -> Grant | None:
    """Answer the mandate by which somebody works for the community, or for an area above it."""
    return actor.grant(Role.COMMUNITY_WORKER, area) or above(actor, area).grant
