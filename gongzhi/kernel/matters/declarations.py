"""A procedure is a value: states, steps, terms, who may, what is handed in. Checked once, when it is built."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.functional import Promise

from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.record.declarations import RecordType, official
from gongzhi.lib.canonical import Json
from gongzhi.lib.majority import RULES
from gongzhi.lib.workdays import Term

if TYPE_CHECKING:
    from gongzhi.kernel.matters.models import Matter
    from gongzhi.kernel.people.actor import Actor
    from gongzhi.kernel.record.models import Entry
    from gongzhi.lib.law import Cite

Text = str | Promise


class Party(StrEnum):
    """Who somebody is to a matter."""

    RESPONSIBLE = "responsible"
    HELPER = "helper"
    ABOVE = "above"
    REPORTER = "reporter"
    SEATED = "seated"
    ANYONE = "anyone"
    SYSTEM = "system"


class Move(StrEnum):
    """Where a step puts the responsibility. It is never put down: somebody else takes it up in the same act."""

    KEEP = "keep"
    UP = "up"
    BACK = "back"
    TO = "to"


class Widget(StrEnum):
    """What kind of answer a field asks for."""

    LINE = "line"
    LONG = "long"
    CHOICE = "choice"
    NUMBER = "number"
    STARS = "stars"
    TICK = "tick"
    BODY = "body"
    BODIES = "bodies"
    MATTER = "matter"
    KIND = "kind"
    FILES = "files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that is handed in with a step. `most` bounds a number, or the length of a text."""

    name: str
    label: Text
    widget: Widget = Widget.LONG
    required: bool = True
    help: Text = ""
    choices: tuple[tuple[str, Text], ...] = ()
    most: int = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class TermRule:
    """A named term of a procedure. `ceiling` is the law's limit, which an installation may undercut, never exceed.

    `by_kind`: the kind of matter may set its own amount. `lapses_to`: the step the system takes when it runs
    out; without one the matter turns red and is taken one level up.
    """

    key: str
    title: Text
    term: Term
    ceiling: Term
    by_kind: bool = False
    lapses_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """That a meeting decides: whose, and by which rule of `lib.majority`, in a village and among residents.

    Two steps share a decision: the one it takes when the motion is `carried`, and the one when it is not. Where
    more than one rule is given, whoever calls the meeting chooses (all voters, or one for each household).
    `convenes` empty: everybody; such a meeting is counted, not called by name.
    """

    key: str
    title: Text
    village: tuple[str, ...]
    residents: tuple[str, ...]
    convenes: tuple[SeatsOf, ...] = ()
    carried: bool = True

    def rules(self, *, village: bool) -> tuple[str, ...]:
        return self.village if village else self.residents


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act. `outcome` says beforehand what will happen; `guard` answers why not, or ''.

    `seats`: of whom Party.SEATED speaks. `meeting`: the step is taken by the end of a meeting, never by hand.
    """

    key: str
    verb: Text
    outcome: Text
    records: RecordType
    sources: tuple[TextChoices, ...]
    target: TextChoices | None = None
    by: tuple[Party, ...] = (Party.RESPONSIBLE,)
    hands_in: tuple[Field, ...] = ()
    move: Move = Move.KEEP
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    pauses: bool = False
    resumes: bool = False
    grave: bool = False
    seats: tuple[SeatsOf, ...] = ()
    meeting: Decision | None = None
    law: Cite | None = None
    guard: Callable[[Matter, datetime], Text] = field(default=lambda matter, at: "")

    def leads_to(self, state: str) -> str:
        return self.target.value if self.target is not None else state


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Raises ValueError at import for a table that could strand a matter (see `_faults`).

    `open`: a matter of everybody's; whoever wants to may read it, personal values aside.
    """

    key: str
    title: Text
    states: type[TextChoices]
    start: TextChoices
    final: frozenset[TextChoices]
    opens: RecordType
    steps: tuple[Step, ...]
    terms: tuple[TermRule, ...]
    opening_terms: tuple[str, ...]
    law: tuple[Cite, ...] = ()
    open: bool = False

    def __post_init__(self) -> None:
        if faults := list(_faults(self)):
            raise ValueError(f"{self.key}: " + "; ".join(faults))

    def step(self, key: str) -> Step:
        return next(s for s in self.steps if s.key == key)

    def rule(self, key: str) -> TermRule:
        return next(t for t in self.terms if t.key == key)

    def steps_from(self, state: str) -> list[Step]:
        return [s for s in self.steps if state in s.sources]

    def is_final(self, state: str) -> bool:
        return state in self.final

    def decisions(self, state: str) -> list[Step]:
        """Answer the steps that meetings may bring about from a state: of each decision the carried one."""
        return [s for s in self.steps_from(state) if s.meeting and s.meeting.carried]

    def table(self) -> dict[str, Json]:
        """Answer what was to be done, for whoever checks later that it was: in the record's language."""
        return {
            "key": self.key,
            "title": official(self.title),
            "law": [str(cite) for cite in self.law],
            "start": self.start.value,
            "final": sorted(state.value for state in self.final),
            "states": {state.value: official(state.label) for state in self.states},
            "steps": [_row(step) for step in self.steps],
        }


def _row(step: Step) -> Json:
    decision = step.meeting
    return {
        "key": step.key,
        "verb": official(step.verb),
        "records": step.records.key,
        "sources": [s.value for s in step.sources],
        "target": step.target.value if step.target is not None else None,
        "by": [p.value for p in step.by],
        "law": str(step.law) if step.law else "",
        "meeting": {
            "decision": decision.key,
            "rules": sorted({*decision.village, *decision.residents}),
            "carried": decision.carried,
        }
        if decision
        else None,
    }


def _faults(p: Procedure) -> list[str]:
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
        *(f"decision {key} has one outcome only" for key, sides in ends.items() if sides[True] != sides[False]),
        *(f"no majority is called {rule}" for rule in sorted(rules - set(RULES))),
        *(f"step {s.key} names no seats" for s in p.steps if Party.SEATED in s.by and not s.seats),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterFace:
    """What a module adds to the matters of its procedure.

    `apply` runs inside the act's transaction and stores what was handed in. `panel` answers (template, context)
    with the module's facts for the matter's page. `text` answers what full-text search finds it by.
    """

    procedure: Procedure
    apply: Callable[..., None]
    panel: Callable[[Matter, Actor], tuple[str, dict[str, Any]]]
    text: Callable[[Matter], str]


Apply = Callable[["Matter", Step, Mapping[str, Any], "Actor", datetime, "Entry"], None]
PROCEDURES: dict[str, Procedure] = {}
FACES: dict[str, MatterFace] = {}


def know(declared: Procedure | MatterFace) -> None:
    """Take in a procedure or a face. Called by the registry. Raises ValueError when the key is taken."""
    if isinstance(declared, Procedure):
        if PROCEDURES.setdefault(declared.key, declared) is not declared:
            raise ValueError(f"procedure {declared.key!r} is declared twice")
    elif FACES.setdefault(declared.procedure.key, declared) is not declared:
        raise ValueError(f"procedure {declared.procedure.key!r} has two faces")
