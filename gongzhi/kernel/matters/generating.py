"""Matters of a generated city, by the thousand: what `open_matter`, `act` and the worker would have left behind.

A module says what happened when (`Given`, `Act`); states, tasks, terms, warnings and entries follow from its procedure
as they do in the services. Only on PostgreSQL, whose index of words it fills.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from json import dumps
from uuid import UUID

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.declarations import Procedure, Step, Widget
from gongzhi.kernel.matters.models import NAME_PLACE, Clock, Kind, Matter, Reporter, Serial, Task
from gongzhi.kernel.matters.search import document
from gongzhi.kernel.matters.services.clocks import term_of
from gongzhi.kernel.matters.services.timers import WARNED
from gongzhi.kernel.people import personal
from gongzhi.kernel.people.vocabulary import HANDLERS
from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot, RecordType, official
from gongzhi.kernel.record.scribing import Stream
from gongzhi.kernel.record.streaming import Row, Table
from gongzhi.kernel.territory.generating import Place, Site
from gongzhi.lib.canonical import Json
from gongzhi.lib.codes import after
from gongzhi.lib.numbering import matter_number
from gongzhi.lib.workdays import CLOSE, Due, Term, Unit, due, warn

MATTERS = Table.of(Matter, *(f.attname for f in Matter._meta.concrete_fields))
TASKS, CLOCKS, REPORTERS = Table.of(Task), Table.of(Clock), Table.of(Reporter)
WORDS = Table("matters_search", ("matter", "words"))
SERIALS = Table.of(Serial, "scope", "last", sums=True)
_DUE: dict[tuple[object, ...], tuple[Due, str]] = {}  # by rule, term and day: some ten thousand
MOST_WORDS = 5000  # texts whose words are kept at hand


@dataclass(frozen=True, slots=True)
class Given:
    """A matter as it comes in. `payload`: the entry's further values, as a module's service gives them."""

    pk: UUID
    kind: Kind
    place: Place
    title: str
    channel: str
    at: datetime
    by: ActorSnapshot
    payload: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Act:
    """A step that was taken."""

    step: str
    at: datetime
    by: ActorSnapshot
    values: Mapping[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Running:
    """A term of one matter, on its way. `counted`: the days it counts, as JSON. `warns`: None once it has warned."""

    key: str
    term: Term
    since: datetime
    due: Due
    counted: str
    warns: datetime | None
    stopped_at: datetime | None = None
    warned: bool = False

    def row(self, matter: UUID) -> Row:
        live = self.stopped_at is None
        return (
            matter,
            self.key,
            self.term.amount,
            self.term.unit.value,
            (Clock.State.RUNNING if live else Clock.State.STOPPED).value,
            (Clock.Colour.YELLOW if self.warned else Clock.Colour.GREEN).value,
            self.since,
            self.due.at,
            self.counted,
            self.due.provisional,
            "[]",
            0,
            (self.due.at if self.warned else self.warns) if live else None,
            0,
            self.stopped_at,
        )


@dataclass(slots=True)
class Life:
    """One matter while it is told: where it stands, its terms, its chain."""

    given: Given
    stream: Stream
    body: Organisation
    state: str
    number: str
    clocks: list[Running] = field(default_factory=list)
    closed_at: datetime | None = None
    acts: int = 0

    @property
    def live(self) -> list[Running]:
        return [clock for clock in self.clocks if clock.stopped_at is None]

    def stop(self, keys: Container[str], at: datetime) -> None:
        for clock in self.live:
            if clock.key in keys:
                clock.stopped_at = at


@dataclass(frozen=True, slots=True)
class Known:
    """What a step says in every entry about it."""

    step: Step
    fields: tuple[str, ...]
    law: Mapping[str, Json]

    @classmethod
    def of(cls, step: Step) -> "Known":
        fields = tuple(f.name for f in step.hands_in if f.widget is not Widget.FILES)
        return cls(step, fields, {"law": str(step.law)} if step.law else {})


class Desk:
    """Where the matters of one procedure are generated in one district."""

    def __init__(self, site: Site, procedure: Procedure) -> None:
        self.site, self.procedure, self.calendar = site, procedure, calendar()
        self.steps = {step.key: Known.of(step) for step in procedure.steps}
        self.duties = frozenset(rule.key for rule in procedure.terms if not rule.lapses_to)
        self.titles = {rule.key: official(rule.title) for rule in procedure.terms}
        lying = Organisation.objects.filter(area_code__gte=site.code, area_code__lt=after(site.code))
        self.offices = {office.code: office for office in lying.filter(function="", kind="committee")}
        given = Serial.objects.filter(scope__gte=site.code, scope__lt=after(site.code))
        self._serials = dict(given.values_list("scope", "last"))
        self._given: Counter[str] = Counter()
        self._terms: dict[tuple[str, str], Term] = {}
        self._words: dict[tuple[str, str], str] = {}

    def ends(self, key: str, kind: Kind, at: datetime) -> tuple[Term, Due, str]:
        """Answer a term that begins at a moment, when it ends, and its days as JSON: alike for all of a day's moments."""
        if (term := self._terms.get((key, kind.code))) is None:
            term = self._terms[key, kind.code] = term_of(self.procedure.rule(key), kind)
        moment = at if term.unit is Unit.HOURS else (at.toordinal(), at.hour >= CLOSE.hour)
        known = (key, term.amount, term.unit, moment)
        if (found := _DUE.get(known)) is None:
            limits = [due(at, length, self.calendar) for length in (term, self.procedure.rule(key).ceiling)]
            until = min(limits, key=lambda limit: limit.at)
            found = until, dumps([day.isoformat() for day in until.counted])
            if term.unit is not Unit.HOURS:
                _DUE[known] = found
        return term, *found

    def play(
        self, given: Given, acts: Sequence[Act], *, text: str, reporter: str, answers: Container[str]
    ) -> Life:
        """Write a matter with all that was done until the plan's end. Raises ValueError for a step out of place.

        `text`: by which it is found; `reporter`: a name; `answers`: the steps that answer it.
        """
        life = self._open(given)
        answered = None
        for act in acts:
            self._warn(life, act.at)
            self._take(life, act)
            answered = act.at if act.step in answers else answered
        self._warn(life, self.site.plan.until)
        self._store(life, answered)
        rows, pk = self.site.rows, given.pk
        rows[REPORTERS].append((pk, None, personal.seal(reporter, NAME_PLACE), None, None, False))
        rows[WORDS].append((pk, self._found_by(given.place.code, text)))
        return life

    def _found_by(self, area: str, text: str) -> str:
        if len(self._words) > MOST_WORDS:
            self._words.clear()
        if (found := self._words.get((area, text))) is None:
            found = self._words[area, text] = document(area, text)
        return found

    def _open(self, given: Given) -> Life:
        start, number = self.procedure.start.value, self._number(given)
        life = Life(given, Stream(given.pk), self.offices[given.place.code], start, number)
        self._start(life, self.procedure.opening_terms, given.at)
        ends = min((c.due.at for c in life.clocks if c.key in self.duties), default=None)
        payload: dict[str, Json] = {
            "number": number,
            "kind": given.kind.code,
            "kind_name": given.kind.name,
            "channel": given.channel,
            "body": life.body.name,
            "body_code": life.body.code,
            "due": f"{ends:%Y-%m-%d %H:%M}" if ends else "",
            "state": life.state,
            **given.payload,
        }
        self._note(life, self.procedure.opens, given.by, given.at, payload)
        return life

    def _number(self, given: Given) -> str:
        county, day = given.place.code[:6], given.at.date()
        scope = f"{county}{day:%Y%m%d}"
        self._given[scope] += 1
        return matter_number(county, day, self._serials.get(scope, 0) + self._given[scope])

    def finish(self) -> None:
        """Have the next matters of this district's days be numbered on from here."""
        self.site.rows[SERIALS].extend(self._given.items())

    def _start(self, life: Life, keys: Iterable[str], at: datetime) -> None:
        for key in keys:
            term, ends, counted = self.ends(key, life.given.kind, at)
            life.clocks.append(Running(key, term, at, ends, counted, warn(at, ends.at)))

    def _warn(self, life: Life, until: datetime) -> None:
        """Do what the worker does when four fifths of a term have passed."""
        ready = [c for c in life.clocks if c.warns and c.warns <= until and c.stopped_at is None]
        for clock in sorted(ready, key=lambda c: (c.warns, c.key)):
            at, clock.warned, clock.warns = clock.warns, True, None
            told = {
                "term": self.titles[clock.key],
                "rule": clock.key,
                "due": f"{clock.due.at:%Y-%m-%d %H:%M}",
            }
            self._note(life, WARNED, SYSTEM, at or until, told)

    def _take(self, life: Life, act: Act) -> None:
        known = self.steps[act.step]
        step = known.step
        if life.state not in step.sources or any(c.due.at < act.at for c in life.live):
            raise ValueError(f"{act.step} is out of place in {life.state} at {act.at}")
        life.stop(step.stops, act.at)
        self._start(life, step.starts, act.at)
        life.state = step.leads_to(life.state)
        life.acts += 1
        if self.procedure.is_final(life.state):
            life.closed_at = act.at
            life.stop(self.titles, act.at)
        told: dict[str, Json] = {name: act.values.get(name) for name in known.fields}
        told |= {"step": step.key, "state": life.state, "responsible": life.body.name, **known.law}
        self._note(life, step.records, act.by, act.at, told)

    def _note(
        self, life: Life, kind: RecordType, by: ActorSnapshot, at: datetime, payload: Mapping[str, Json]
    ) -> None:
        self.site.scribe.note(
            kind, stream=life.stream, area=life.given.place.code, actor=by, at=at, payload=payload
        )

    def _store(self, life: Life, answered: datetime | None) -> None:
        given, place = life.given, life.given.place
        row = (
            given.pk,
            life.number,
            f"{self.site.scribe.chance.getrandbits(256):064x}",  # of a code that nobody was told
            given.kind.code,
            self.procedure.key,
            given.title[:120],
            given.channel,
            place.code,
            place.code[:6],
            place.code[:9],
            place.full,
            life.state,
            life.body.pk,
            given.at,
            min((c.due.at for c in life.live if c.key in self.duties), default=None),
            False,
            False,
            answered,
            life.closed_at,
            len(life.body.area_code) if life.closed_at else None,
            0,
            None,
            1 + life.acts,
            None,
            "",
        )
        self.site.rows[MATTERS].append(row)
        role = HANDLERS[len(life.body.area_code)].value
        lead = (Task.Purpose.LEAD.value, role, life.body.area_code, life.body.pk, "", "", 0, "")
        self.site.rows[TASKS].append((given.pk, *lead, given.at, life.closed_at))
        self.site.rows[CLOCKS].extend(clock.row(given.pk) for clock in life.clocks)
