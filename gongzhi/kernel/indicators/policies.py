"""Who may sign a figure off, and who may remark on it."""

from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import HANDLERS, Role


def by_which(actor: Actor, area: str) -> Grant | None:
    """Answer the mandate of the office of the area, or of a level above, by which the actor signs off."""
    levels = sorted((level for level in HANDLERS if level <= len(area)), reverse=True)
    grants = (actor.grant(HANDLERS[level], area[:level]) for level in levels)
    return next((grant for grant in grants if grant and not grant.body), None)


def remarks_by(actor: Actor, area: str) -> Grant | None:
    """Answer the mandate to remark: that of an office, or of an auditor."""
    return by_which(actor, area) or actor.grant(Role.AUDITOR, area)
