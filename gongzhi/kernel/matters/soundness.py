"""What is wrong with a procedure, found when it is built: states that nothing reaches, terms without an article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gongzhi.lib.majority import RULES

if TYPE_CHECKING:
    from gongzhi.kernel.matters.declarations import Procedure
    from gongzhi.lib.workdays import Term


def faults(p: Procedure) -> list[str]:
    edges = {(s.value, step.leads_to(s.value)) for step in p.steps for s in step.sources}
    open_states = {s.value for s in p.states} - {s.value for s in p.final}
    forward = _reach({p.start.value}, edges)
    to_end = _reach({s.value for s in p.final}, {(b, a) for a, b in edges})
    keys = {t.key for t in p.terms}
    named = {k for s in p.steps for k in (*s.starts, *s.stops)} | set(p.opening_terms)
    steps = {s.key for s in p.steps}
    found = [
        *(f"no step leads to {s}" for s in sorted({s.value for s in p.states} - forward)),
        *(f"no way leads out of {s}" for s in sorted(open_states - to_end)),
        *(f"term {k} is not declared" for k in sorted(named - keys)),
        *(f"term {t.key} cites no article" for t in p.terms if t.ceiling.law is None),
        *(f"term {t.key} exceeds its ceiling" for t in p.terms if exceeds(t.term, t.ceiling)),
        *(
            f"term {t.key} lapses to an unknown step"
            for t in p.terms
            if t.lapses_to and t.lapses_to not in steps
        ),
    ]
    if len(steps) < len(p.steps):
        found.append("two steps have one key")
    if not p.opening_terms:
        found.append("a new matter would have no term")
    return [*found, *_undecided(p)]


def _undecided(p: Procedure) -> list[str]:
    """A meeting that ends must find its step from every state in which it may be called, whatever it decides."""
    ends: dict[str, dict[bool, set[str]]] = {}
    for step in p.steps:
        if decision := step.meeting:
            sides = ends.setdefault(decision.key, {True: set(), False: set()})
            sides[decision.carried] |= {s.value for s in step.sources}
    rules = {r for s in p.steps if s.meeting for r in (*s.meeting.village, *s.meeting.residents)}
    return [
        *(
            f"decision {key} has one outcome only"
            for key, sides in ends.items()
            if sides[True] != sides[False]
        ),
        *(f"no majority is called {rule}" for rule in sorted(rules - set(RULES))),
        *(f"step {s.key} names no seats" for s in p.steps if "seated" in s.by and not s.seats),
    ]


def _reach(start: set[str], edges: set[tuple[str, str]]) -> set[str]:
    reached = set(start)
    while grown := {b for a, b in edges if a in reached} - reached:
        reached |= grown
    return reached


# The longest a term may last in calendar days, for comparing units: a working week is at most 5 days in 7,
# and the longest public holiday adds 9.
_LONGEST: Mapping[str, Callable[[int], float]] = {
    "calendar": float,
    "working": lambda n: n * 7 / 5,
    "hours": lambda n: n / 24,
}


def exceeds(term: Term, ceiling: Term) -> bool:
    """May `term` last longer than `ceiling`? Same unit: exact; else by calendar days of ordinary weeks."""
    if term.unit == ceiling.unit:
        return term.amount > ceiling.amount
    return _LONGEST[term.unit](term.amount) > _LONGEST[ceiling.unit](ceiling.amount)
