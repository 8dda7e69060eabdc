"""A procedure is a value: states, steps, terms, who may, what is handed in. Checked once, when it is built."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.functional import Promise

from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.soundness import faults
from gongzhi.kernel.record.declarations import RecordType, official
from gongzhi.lib.canonical import Json
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
    MOMENT = "moment"
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

    `seats`: of whom Party.SEATED speaks; `within`: the code of the one body whose seats count for a matter, where an
    area has several of a kind ('' any of them). `meeting`: the step is taken by the end of a meeting, never by hand.
    `facts`: what the record says beside what was handed in; it is found at the act, nobody types it.
    `awaited`: what a list says while this step is the next one, where the state's name only tells what was done.
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
    within: Callable[[Matter], str] = field(default=lambda matter: "")
    meeting: Decision | None = None
    law: Cite | None = None
    guard: Callable[[Matter, datetime], Text] = field(default=lambda matter, at: "")
    facts: Callable[[Matter, datetime], Mapping[str, Json]] = field(default=lambda matter, at: {})
    awaited: Text = ""

    def leads_to(self, state: str) -> str:
        return self.target.value if self.target is not None else state


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """Raises ValueError at import for a table that could strand a matter (see soundness.py).

    `open`: a matter of everybody's; whoever wants to may read it, personal values aside. `unseen`: how long at most
    one that a resident brings in waits for a first look of the office before it is read by everybody.
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
    unseen: Term | None = None

    def __post_init__(self) -> None:
        if found := faults(self):
            raise ValueError(f"{self.key}: " + "; ".join(found))

    def step(self, key: str) -> Step:
        return next(s for s in self.steps if s.key == key)

    def rule(self, key: str) -> TermRule:
        return next(t for t in self.terms if t.key == key)

    def steps_from(self, state: str) -> list[Step]:
        return [s for s in self.steps if state in s.sources]

    def awaited(self, state: str) -> str:
        """Answer what a matter in a state waits for, as a list says it; where no step tells: the state's own name."""
        waits = (s.awaited for s in self.steps_from(state) if s.awaited)
        return str(next(waits, self.states(state).label))

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
            "law": _texts(str(cite) for cite in self.law),
            "start": self.start.value,
            "final": _texts(sorted(state.value for state in self.final)),
            "states": {state.value: official(state.label) for state in self.states},
            "steps": [_row(step) for step in self.steps],
        }


def _texts(texts: Iterable[str]) -> list[Json]:
    return list(texts)


def _row(step: Step) -> Json:
    decision = step.meeting
    return {
        "key": step.key,
        "verb": official(step.verb),
        "records": step.records.key,
        "sources": _texts(s.value for s in step.sources),
        "target": step.target.value if step.target is not None else None,
        "by": _texts(p.value for p in step.by),
        "law": str(step.law) if step.law else "",
        "meeting": {
            "decision": decision.key,
            "rules": _texts(sorted({*decision.village, *decision.residents})),
            "carried": decision.carried,
        }
        if decision
        else None,
    }


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


def alike(key: str) -> list[str]:
    """Answer the keys of the procedures that bear the same name: one thing by the law of villages and of cities."""
    if key not in PROCEDURES:
        return [key] if key else []
    return [p.key for p in PROCEDURES.values() if str(p.title) == str(PROCEDURES[key].title)]


def know(declared: Procedure | MatterFace) -> None:
    """Take in a procedure or a face. Called by the registry. Raises ValueError when the key is taken."""
    if isinstance(declared, Procedure):
        if PROCEDURES.setdefault(declared.key, declared) is not declared:
            raise ValueError(f"procedure {declared.key!r} is declared twice")
    elif FACES.setdefault(declared.procedure.key, declared) is not declared:
        raise ValueError(f"procedure {declared.procedure.key!r} has two faces")
