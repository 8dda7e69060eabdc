"""Who may do what outside the procedure. Pure questions over loaded values."""

from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import HANDLERS


def may_take_in(actor: Actor, area: str) -> Grant | None:
    """Answer the mandate of the government there by which somebody hands proposals over."""
    role = HANDLERS.get(len(area))
    return actor.grant(role, area) if role else None
