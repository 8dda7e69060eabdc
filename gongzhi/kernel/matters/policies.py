"""May this actor take this step, or read this matter? Pure questions over loaded values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.matters.declarations import Party, Step, Text
from gongzhi.kernel.matters.models import Matter, Task
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.lib.codes import covers


@dataclass(frozen=True, slots=True)
class Verdict:
    """May or may not, because of what; `party`, `grant` and `seat` say in which capacity, `task` for which task."""

    allowed: bool
    because: Text = ""
    party: Party | None = None
    grant: Grant | None = None
    task: Task | None = None
    seat: Seat | None = None


def may_read(actor: Actor, matter: Matter, reporters: Iterable[str]) -> bool:
    """Officers read within their areas; whoever brought a matter in reads it; what is open, everybody."""
    return matter.open or actor.reads(matter.area_code) or (actor.known and actor.account in reporters)


def may_act(
    actor: Actor,
    step: Step,
    matter: Matter,
    *,
    tasks: Iterable[Task],
    reporters: Iterable[str],
    seats: Iterable[Seat] = (),
    at: datetime,
) -> Verdict:
    """Answer whether, and as whom, `actor` may take `step` now.

    `tasks`: the open ones of the matter. `seats`: those the actor holds in the bodies of its area.
    """
    if matter.state not in step.sources:
        return Verdict(False, _("现在的环节不能“{verb}”。").format(verb=step.verb))
    if reason := step.guard(matter, at):
        return Verdict(False, reason)
    open_tasks, held = list(tasks), _within(step.within(matter), seats)
    for party in step.by:
        seated = party is Party.SEATED
        verdict = _seated(step, held) if seated else _as(party, actor, step, open_tasks, set(reporters))
        if verdict.allowed:
            return verdict
    return Verdict(False, _("只有{who}可以“{verb}”。").format(who=_who(step, open_tasks), verb=step.verb))


def _as(party: Party, actor: Actor, step: Step, tasks: list[Task], reporters: set[str]) -> Verdict:
    if party is Party.REPORTER:
        return Verdict(actor.known and actor.account in reporters, party=party)
    if party is Party.SYSTEM:
        return Verdict(actor.has(Role.SYSTEM), party=party)
    if party is Party.ANYONE:
        return Verdict(actor.known, party=party)
    if party is Party.ABOVE:
        return _above(actor, step, tasks)
    purpose = Task.Purpose.LEAD if party is Party.RESPONSIBLE else Task.Purpose.HELP
    for task in tasks:
        if task.purpose == purpose and (
            grant := actor.grant(Role(task.role), task.area_code, task.body_code)
        ):
            return Verdict(True, party=party, grant=grant, task=task)
    return Verdict(False)


def _within(code: str, seats: Iterable[Seat]) -> list[Seat]:
    return [s for s in seats if code in ("", s.post.organisation.code)]


def _seated(step: Step, held: list[Seat]) -> Verdict:
    seat = next((s for s in held if any(of.holds(s) for of in step.seats)), None)
    return Verdict(seat is not None, party=Party.SEATED, seat=seat)


def _above(actor: Actor, step: Step, tasks: list[Task]) -> Verdict:
    """Whoever holds an office over the leading one; where a task of approval is open, only its addressee."""
    approvals = [t for t in tasks if t.purpose == Task.Purpose.APPROVE]
    if approvals and step.key.endswith("extension"):
        for task in approvals:
            if task.asked_by == actor.account:
                return Verdict(False)
            if grant := actor.grant(Role(task.role), task.area_code, task.body_code):
                return Verdict(True, party=Party.ABOVE, grant=grant, task=task)
        return Verdict(False)
    lead = next((t for t in tasks if t.purpose == Task.Purpose.LEAD), None)
    for grant in actor.grants:
        if lead and grant.role in HANDLERS.values() and _over(grant, lead):
            return Verdict(True, party=Party.ABOVE, grant=grant)
    return Verdict(False)


def _over(grant: Grant, lead: Task) -> bool:
    """A mandate for one department is over nobody; over a department stands the office of its own area too."""
    higher = len(grant.area) < len(lead.area_code) or bool(lead.body_code)
    return not grant.body and higher and covers(grant.area, lead.area_code)


def _who(step: Step, tasks: list[Task]) -> str:
    lead = next((t for t in tasks if t.purpose == Task.Purpose.LEAD), None)
    helpers = _("、").join(t.body.name for t in tasks if t.purpose == Task.Purpose.HELP)
    words = {
        Party.RESPONSIBLE: lead.body.name if lead else _("承办单位"),
        Party.HELPER: helpers or _("协办单位"),
        Party.ABOVE: _("上一级机关"),
        Party.REPORTER: _("反映人本人"),
        Party.SEATED: _("、").join(of.words for of in step.seats),
        Party.ANYONE: _("登录后的居民"),
        Party.SYSTEM: _("系统"),
    }
    return _("、").join(str(words[p]) for p in step.by)
