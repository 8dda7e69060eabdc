"""Who may bring cases in for others."""

from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import OFFICERS, Role
from gongzhi.lib.codes import covers

REPORTING = OFFICERS - {Role.AUDITOR}  # an auditor changes nothing


def bringing_in(actor: Actor, area: str) -> Grant | None:
    """Answer the mandate by which a machine brings a case of `area` in, or None."""
    return next((g for g in actor.grants if g.role in REPORTING and covers(g.area, area)), None)
