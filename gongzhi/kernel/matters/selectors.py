"""Reads on matters: what somebody may see, what they have to do, how one matter stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from gongzhi.kernel.deadlines.selectors import calendar, distance, explain, moment
from gongzhi.kernel.matters.declarations import PROCEDURES, Party, Step
from gongzhi.kernel.matters.models import Clock, Matter, Task
from gongzhi.kernel.matters.policies import Verdict, may_act
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.lib.codes import after
from gongzhi.lib.workdays import Due, Term, Unit


def within(codes: Iterable[str], column: str = "area_code") -> Q:
    """Answer the condition that `column` lies below one of `codes`; of no codes: nothing does."""
    scope = Q(pk__in=[])
    for code in codes:
        scope |= Q(**{f"{column}__gte": code, f"{column}__lt": after(code)})
    return scope


def readable(actor: Actor, *, under: str = "") -> QuerySet[Matter]:
    """Answer the matters an officer may read, narrowed to an area below."""
    found = Matter.objects.filter(within(actor.scopes))
    return found.filter(within([under])) if under else found


def open_tasks(actor: Actor) -> QuerySet[Task]:
    """Answer what the holder of these mandates has to do, most urgent first."""
    mine = Q(pk__in=[])
    for grant in actor.grants:
        own = Q(role=grant.role) & within([grant.area])
        mine |= own & Q(body_code=grant.body) if grant.body else own
    found = Task.objects.filter(mine, closed_at__isnull=True)
    return found.select_related("matter__kind", "matter__responsible", "body").order_by("matter__due_at", "pk")


def holder(matter: Matter) -> Actor:
    """Answer the actor who proved to know a matter's query code: its reporter, without an account."""
    return Actor(account=f"code:{matter.number}", name="")


def reporters_of(matter: Matter) -> set[str]:
    """Answer who counts as having brought the matter in. Whoever came by a merge is told, but decides nothing."""
    accounts = matter.reporters.filter(came_from__isnull=True).values_list("account_id", flat=True)
    return {f"code:{matter.number}", *(str(a) for a in accounts if a)}


def told(matter: Matter) -> set[str]:
    """Answer everybody who may read how the matter goes on, those of merged matters included."""
    return reporters_of(matter) | {str(a) for a in matter.reporters.values_list("account_id", flat=True) if a}


@dataclass(frozen=True, slots=True)
class Choice:
    """A step as it stands before an actor: may they, and if not, who may and why not."""

    step: Step
    verdict: Verdict


def choices(matter: Matter, actor: Actor, *, at: datetime) -> list[Choice]:
    """Answer the steps from the matter's state, those for people only, allowed ones first."""
    tasks = [t for t in matter.tasks.select_related("body") if t.closed_at is None]
    reporters = reporters_of(matter)
    found = [
        Choice(step, may_act(actor, step, matter, tasks=tasks, reporters=reporters, at=at))
        for step in PROCEDURES[matter.procedure].steps_from(matter.state)
        if step.by != (Party.SYSTEM,)
    ]
    return sorted(found, key=lambda choice: not choice.verdict.allowed)


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term as a person reads it."""

    clock: Clock
    title: str
    when: str
    distance: str
    explanation: str
    law: str


def terms(matter: Matter, *, at: datetime) -> list[TermLine]:
    """Answer the terms of a matter, the live ones first, each with its explanation."""
    live_first = sorted(matter.clocks.all(), key=lambda c: (c.state == Clock.State.STOPPED, c.due_at))
    return [_term_line(matter, clock, at) for clock in live_first]


def _term_line(matter: Matter, clock: Clock, at: datetime) -> TermLine:
    rule = PROCEDURES[matter.procedure].rule(clock.rule)
    days = tuple(datetime.fromisoformat(day).date() for day in clock.counted)
    until = Due(clock.due_at, days, clock.provisional, None)
    return TermLine(
        clock=clock,
        title=str(rule.title),
        when=moment(clock.due_at),
        distance=distance(at, clock.due_at, calendar()) if clock.state == Clock.State.RUNNING else "",
        explanation=explain(clock.started_at, Term(clock.amount, Unit(clock.unit)), until),
        law=str(rule.ceiling.law),
    )


def state_label(matter: Matter) -> str:
    return str(PROCEDURES[matter.procedure].states(matter.state).label)


def roles_of(actor: Actor) -> frozenset[Role]:
    return frozenset(g.role for g in actor.grants)
