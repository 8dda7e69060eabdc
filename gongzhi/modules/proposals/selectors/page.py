"""What the pages of one proposal show, and to whom."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongzhi.kernel.matters.models import Matter, Task
from gongzhi.kernel.matters.selectors import told
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.modules.proposals.models import Commitment, Opinion, Proposal, Reply
from gongzhi.modules.proposals.procedures.figures import Figure, filled
from gongzhi.modules.proposals.vocabulary import WRITING, Light, Openness, State

from .listing import SOON, light_of


def leading(actor: Actor, matter: Matter) -> Grant | None:
    """Answer the mandate by which somebody drafts the reply: of the office in charge."""
    for task in matter.tasks.all():
        if task.purpose == Task.Purpose.LEAD and task.closed_at is None:
            return actor.grant(Role(task.role), task.area_code, task.body_code)
    return None


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment with its colour."""

    commitment: Commitment
    light: Light | None


def promises(proposal: Proposal, on: date) -> list[Promised]:
    rows = proposal.commitments.order_by("place")
    return [Promised(row, None if row.done_at else _near(row.due_on, on)) for row in rows]


def _near(due: date, on: date) -> Light:
    if due < on:
        return Light.RED
    return Light.BLUE if due <= on + SOON else Light.GREEN


def panel(matter: Matter, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Answer the template and the facts of a proposal on its matter's page."""
    proposal = Proposal.objects.get(pk=matter.pk)
    proposal.matter, now = matter, timezone.now()
    inside = actor.reads(matter.area_code)
    return "proposals/_panel.html", {
        "proposal": proposal,
        "deputies": [d.name for d in proposal.deputies.order_by("place")],
        "opinions": opinions(proposal),
        "replies": [r for r in replies(proposal) if readable(r, actor)],
        "signed": replies(proposal),
        "promises": promises(proposal, timezone.localdate(now)) if inside or replies(proposal) else [],
        "light": light_of(matter, now),
        "inside": inside,
        "may_draft": matter.state in WRITING and leading(actor, matter) is not None,
        "receipt": matter.state == State.ANSWERED and actor.account in told(matter),
    }


def opinions(proposal: Proposal) -> list[Opinion]:
    return list(proposal.opinions.select_related("body").order_by("round", "pk"))


def replies(proposal: Proposal) -> list[Reply]:
    return list(proposal.replies.order_by("round"))


def readable(reply: Reply, actor: Actor) -> bool:
    """May somebody read a reply: published as a whole, or to them, or as an officer there?"""
    matter = reply.proposal.matter
    published = reply.published_at is not None and reply.openness == Openness.WHOLE
    return published or actor.reads(matter.area_code) or (actor.known and actor.account in told(matter))


def preview(proposal: Proposal, *, text: str, at: datetime) -> list[list[str | Figure]]:
    """Answer a text as it reads today, paragraph by paragraph. Raises ValueError or KeyError for a faulty one."""
    lines: list[list[str | Figure]] = [[]]
    for part in filled(text, area=proposal.matter.area_code, on=timezone.localdate(at)):
        if isinstance(part, Figure):
            lines[-1].append(part)
            continue
        first, *more = part.splitlines() or [""]
        lines[-1].append(first)
        lines += [[line] for line in more]
    return [line for line in lines if any(line)]


def text_of(matter: Matter) -> str:
    proposal = Proposal.objects.get(pk=matter.pk)
    names = " ".join(proposal.deputies.order_by("place").values_list("name", flat=True))
    return f"{proposal.number} {proposal.session} {names} {matter.title} {proposal.body}"
