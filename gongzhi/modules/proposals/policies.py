"""Who may do what outside the procedure. Pure questions over loaded values."""

from gongzhi.kernel.matters.models import Matter, Task
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import HANDLERS, Role


def may_take_in(actor: Actor, area: str) -> Grant | None:
    """Answer the mandate of the government there by which somebody hands proposals over."""
    role = HANDLERS.get(len(area))
    return actor.grant(role, area) if role else None


def leads(actor: Actor, matter: Matter) -> Grant | None:
    """Answer the mandate by which somebody drafts the reply: of the office in charge."""
    for task in matter.tasks.all():
        if task.purpose == Task.Purpose.LEAD and task.closed_at is None:
            return actor.grant(Role(task.role), task.area_code, task.body_code)
    return None


def sees_draft(actor: Actor, matter: Matter) -> bool:
    """May they read what is not signed yet? Whoever has a task in it, and officers of the area."""
    return actor.reads(matter.area_code)
