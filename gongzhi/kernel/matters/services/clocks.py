"""Start, stop, pause and resume the terms of a matter. Called within the transaction of an act."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db.models import Case, F, QuerySet, Value, When

from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.declarations import PROCEDURES, Procedure, TermRule
from gongzhi.kernel.matters.models import Clock, Kind, Matter
from gongzhi.lib.workdays import Due, Term, Unit, due, warn

# How long a level has before the next one up is told. Not a term of law: the platform's own rhythm.
PATIENCE = Term(2, Unit.WORKING)


def term_of(rule: TermRule, kind: Kind) -> Term:
    """Answer the kind's own term where the rule lets it set one, else the procedure's."""
    if rule.by_kind and kind.term_amount and kind.term_unit:
        return Term(kind.term_amount, Unit(kind.term_unit), rule.ceiling.law)
    return rule.term


def term(clock: Clock) -> Term:
    return Term(clock.amount, Unit(clock.unit))


def ends(clock: Clock) -> Due:
    """Answer when a clock is due by today's calendar: its term, its pauses so far, then its extension."""
    pauses = [
        (datetime.fromisoformat(begun), datetime.fromisoformat(over)) for begun, over in clock.pauses if over
    ]
    ceiling = PROCEDURES[clock.matter.procedure].rule(clock.rule).ceiling
    limits = [due(clock.started_at, length, calendar(), pauses) for length in (term(clock), ceiling)]
    until = min(
        limits, key=lambda limit: limit.at
    )  # holidays may stretch working days beyond the law's limit
    if not clock.extra:
        return until
    longer = due(until.at, Term(clock.extra, Unit.CALENDAR), calendar())
    return replace(longer, counted=until.counted, provisional=until.provisional or longer.provisional)


def start(matter: Matter, procedure: Procedure, rules: Iterable[str], *, at: datetime) -> None:
    """Start terms by name; one that still runs is stopped first, so that a rule never runs twice."""
    rules = list(rules)
    stop(matter, rules, at=at)
    for key in rules:
        length = term_of(procedure.rule(key), matter.kind)
        clock = Clock(matter=matter, rule=key, amount=length.amount, unit=length.unit.value, started_at=at)
        _run(clock, at=at)


def _run(clock: Clock, *, at: datetime) -> None:
    """Let a clock run to its due moment. What was shown as late is not made early again, but by an extension."""
    until = ends(clock)
    clock.due_at, clock.provisional = until.at, until.provisional
    clock.counted = [day.isoformat() for day in until.counted]
    clock.state = Clock.State.RUNNING
    if clock.colour == Clock.Colour.RED:
        clock.next_at = patience(at)
    else:
        warned = clock.colour == Clock.Colour.YELLOW
        clock.next_at = clock.due_at if warned else warn(clock.started_at, clock.due_at)
    clock.save()


def patience(at: datetime) -> datetime:
    """Answer when the next level up is told, if nothing happens after `at`."""
    return due(at, PATIENCE, calendar()).at


def stop(matter: Matter, rules: Iterable[str], *, at: datetime) -> None:
    _stop(matter.clocks.filter(rule__in=list(rules)), at=at)


def stop_all(matter: Matter, *, at: datetime) -> None:
    _stop(matter.clocks.all(), at=at)


def _stop(clocks: QuerySet[Clock], *, at: datetime) -> None:
    """Stop what still lives. What ends late stays red, whether or not the worker had come to see it."""
    late = When(state=Clock.State.RUNNING, due_at__lt=at, then=Value(Clock.Colour.RED.value))
    live = clocks.exclude(state=Clock.State.STOPPED)
    colour = Case(late, default=F("colour"))
    live.update(colour=colour, state=Clock.State.STOPPED, stopped_at=at, next_at=None)


def pause_all(matter: Matter, *, at: datetime) -> None:
    """Let the terms stand still, those that are over excepted: lateness cannot be paused away."""
    for clock in matter.clocks.filter(state=Clock.State.RUNNING, due_at__gt=at):
        clock.pauses = [*clock.pauses, [at.isoformat(), None]]
        clock.state, clock.next_at = Clock.State.PAUSED, None
        clock.save(update_fields=["pauses", "state", "next_at"])


def resume_all(matter: Matter, *, at: datetime) -> None:
    for clock in matter.clocks.filter(state=Clock.State.PAUSED):
        begun, _open = clock.pauses[-1]
        clock.pauses = [*clock.pauses[:-1], [begun, at.isoformat()]]
        _run(clock, at=at)


def extend(matter: Matter, rule: str, days: int, *, at: datetime) -> None:
    """Lengthen a running term by calendar days; what was red and is not late any more turns green."""
    clock = matter.clocks.get(rule=rule, state=Clock.State.RUNNING)
    clock.extra += days
    clock.colour = Clock.Colour.GREEN if ends(clock).at > at else clock.colour
    _run(clock, at=at)


def retime(matter: Matter, procedure: Procedure, key: str, *, at: datetime) -> None:
    """Give a running term the length of the matter's kind as it is now, from when it began."""
    for clock in matter.clocks.filter(rule=key, state=Clock.State.RUNNING):
        length = term_of(procedure.rule(key), matter.kind)
        clock.amount, clock.unit = length.amount, length.unit.value
        clock.colour = Clock.Colour.GREEN if ends(clock).at > at else clock.colour
        _run(clock, at=at)


def recompute(clock: Clock, *, at: datetime) -> bool:
    """Count a running provisional term again with today's calendar. Answers whether its due moment moved."""
    before = clock.due_at
    clock.colour = Clock.Colour.GREEN if ends(clock).at > at else clock.colour
    _run(clock, at=at)
    return clock.due_at != before


def refresh(matter: Matter) -> None:
    """Set the matter's cached due moment and colour (not saved): of the terms that a body has to keep.

    A term that lapses by itself is somebody else's time to answer: nobody is late when it ends.
    """
    procedure = PROCEDURES[matter.procedure]
    duties = [r.key for r in procedure.terms if not r.lapses_to]
    running = list(matter.clocks.filter(state=Clock.State.RUNNING, rule__in=duties))
    matter.due_at = min((c.due_at for c in running), default=None)
    matter.overdue = any(c.colour == Clock.Colour.RED for c in running)
