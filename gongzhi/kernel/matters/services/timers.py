"""What time does to matters: warn at 80 %, turn red, take one level up, lapse. Run by the worker.

Each clock is handled in one transaction under its matter's lock and leaves its next moment behind, so the worker
may be killed and started anywhere: what was done is done once, what was not is still due.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.selectors import above
from gongzhi.kernel.deadlines.services import CALENDAR_IMPORTED
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Clock, Matter, Task
from gongzhi.kernel.matters.services import clocks
from gongzhi.kernel.matters.services.acting import act
from gongzhi.kernel.matters.services.opening import assign
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM, RecordType, declare, official, react
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write

WARNED = declare(RecordType("matters.warned", _("{term}已过八成，{due} 到期")))
OVERDUE = declare(RecordType("matters.overdue", _("{term}已超期，系统自动上报{above}督促")))
RAISED = declare(RecordType("matters.raised", _("{term}超期仍未办结，系统再上报一级至{above}")))
RECOMPUTED = declare(RecordType("matters.recomputed", _("放假安排公布后重新计算：{term} {due} 到期")))
log = logging.getLogger(__name__)
CLOCKWORK = Actor(grants=(Grant(Role.SYSTEM, ""),))


def tick(*, at: datetime, most: int = 500, among: Iterable[Matter] | None = None) -> int:
    """Handle the clocks that are due at `at`, earliest first, of all matters or `among` some. Answers how many."""
    ready = Clock.objects.filter(state=Clock.State.RUNNING, next_at__lte=at).order_by("next_at", "pk")
    if among is not None:
        ready = ready.filter(matter__in=among)
    return sum(_handle(pk, matter, at) for pk, matter in list(ready.values_list("pk", "matter_id")[:most]))


def _handle(pk: int, matter_id: UUID, at: datetime) -> int:
    """Handle one clock. One that fails is put off and written down, so that it never keeps the others waiting."""
    try:
        return _handle_locked(pk, matter_id, at)
    except Exception:
        log.exception("clock %s could not be handled and was put off", pk)
        Clock.objects.filter(pk=pk, state=Clock.State.RUNNING).update(next_at=clocks.patience(at))
        return 0


@transaction.atomic
def _handle_locked(pk: int, matter_id: UUID, at: datetime) -> int:
    matter = (
        Matter.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("kind", "responsible")
        .filter(pk=matter_id)
        .first()
    )
    clock = Clock.objects.filter(pk=pk, state=Clock.State.RUNNING, next_at__lte=at).first()
    if matter is None or clock is None:  # another worker has it, or an act was quicker
        return 0
    rule = PROCEDURES[matter.procedure].rule(clock.rule)
    if clock.provisional:
        _recount(matter, clock, official(rule.title), at)
    if clock.next_at is None or clock.next_at > at:
        return 1
    if at < clock.due_at:
        _warn(matter, clock, official(rule.title), at)
    elif rule.lapses_to:
        act(matter_id=matter_id, step=rule.lapses_to, values={}, actor=CLOCKWORK, at=at)
    else:
        _escalate(matter, clock, official(rule.title), at)
    return 1


def _warn(matter: Matter, clock: Clock, title: str, at: datetime) -> None:
    clock.colour, clock.next_at = Clock.Colour.YELLOW, clock.due_at
    clock.save(update_fields=["colour", "next_at"])
    _note(WARNED, matter, clock, title, at)


def _escalate(matter: Matter, clock: Clock, title: str, at: datetime) -> None:
    """Turn red; have the office above see to it. After each further PATIENCE, one more level up."""
    today = timezone.localdate(at)
    higher = above(matter.responsible, on=today)
    for _level in range(clock.level):
        higher = above(higher, on=today) if higher else None
    clock.colour = Clock.Colour.RED
    clock.level += 1
    clock.next_at = clocks.patience(at) if higher else None
    clock.save(update_fields=["colour", "level", "next_at"])
    matter.overdue = True
    matter.save(update_fields=["overdue"])
    if higher:
        assign(matter, higher, Task.Purpose.SUPERVISE, at=at, note=title)
    if higher or clock.level == 1:
        name = higher.name if higher else "—"
        _note(OVERDUE if clock.level == 1 else RAISED, matter, clock, title, at, above=name)


def _note(kind: RecordType, matter: Matter, clock: Clock, title: str, at: datetime, **more: str) -> None:
    payload = {
        "term": title,
        "rule": clock.rule,
        "procedure": matter.procedure,
        "due": timezone.localtime(clock.due_at).strftime("%Y-%m-%d %H:%M"),
        **more,
    }
    write(kind, stream=matter.id, area=matter.area_code, actor=SYSTEM, at=at, payload=payload)


def _recount(matter: Matter, clock: Clock, title: str, at: datetime) -> None:
    """Count a provisional term again with today's calendar."""
    if clocks.recompute(clock, at=at):
        clocks.refresh(matter)
        matter.save(update_fields=["due_at", "overdue"])
        _note(RECOMPUTED, matter, clock, title, at)


def recompute_provisional(*, at: datetime) -> int:
    """Have the worker look at every provisional term again, one by one. Answers how many."""
    return Clock.objects.filter(provisional=True, state=Clock.State.RUNNING).update(next_at=at)


def on_calendar(*, entry: Entry, at: datetime) -> None:
    """React to an imported list of days off."""
    recompute_provisional(at=at)


react(CALENDAR_IMPORTED.key, "matters.recompute", on_calendar)
