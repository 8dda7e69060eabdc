"""Reads on matters: what somebody may see, what they have to do, how one matter stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.deadlines.selectors import Known, distance, explain, known, moment
from gongzhi.kernel.matters.declarations import PROCEDURES, Party, Step, Widget
from gongzhi.kernel.matters.models import NAME_PLACE, PHONE_PLACE, Clock, Matter, Reporter, Task
from gongzhi.kernel.matters.policies import Verdict, may_act
from gongzhi.kernel.people import personal
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import phone_of
from gongzhi.kernel.record.selectors import timeline
from gongzhi.lib.codes import after
from gongzhi.lib.workdays import Due, Term, Unit


def within(codes: Iterable[str], column: str = "area_code") -> Q:
    """Answer the condition that `column` lies below one of `codes`; of no codes: nothing does."""
    scope = Q(pk__in=[])
    for code in codes:
        scope |= Q(**{f"{column}__gte": code, f"{column}__lt": after(code)})
    return scope


ANCESTORS = {6: "county_code", 9: "township_code"}


def lying_in(codes: Iterable[str]) -> Q:
    """Answer the condition that a matter lies below one of `codes`: by its ancestor's column, else by range.

    An installation is one city: for the whole of it there is no condition, and the newest come from an index.
    """
    codes = list(codes)
    if settings.CITY_CODE in codes:
        return Q()
    scope = Q(pk__in=[])
    for code in codes:
        column = ANCESTORS.get(len(code))
        scope |= Q(**{column: code}) if column else within([code])
    return scope


def readable(actor: Actor, *, under: str = "") -> QuerySet[Matter]:
    """Answer the matters an officer may read, narrowed to an area below."""
    found = Matter.objects.filter(lying_in(actor.scopes))
    return found.filter(lying_in([under])) if under else found


def open_tasks(actor: Actor) -> QuerySet[Task]:
    """Answer what the holder of these mandates has to do, most urgent first."""
    mine = Q(pk__in=[])
    for grant in actor.grants:
        own = Q(role=grant.role) & within([grant.area])
        mine |= own & Q(body_code=grant.body) if grant.body else own
    found = Task.objects.filter(mine, closed_at__isnull=True)
    return found.select_related("matter__kind", "matter__responsible", "body").order_by(
        F("matter__due_at").asc(nulls_last=True), "pk"
    )


def holder(matter: Matter) -> Actor:
    """Answer the actor who proved to know a matter's query code: its reporter, without an account."""
    return Actor(account=f"code:{matter.number}", name="")


def reporters_of(matter: Matter) -> set[str]:
    """Answer who counts as having brought the matter in. Whoever came by a merge is told, but decides nothing."""
    accounts = [r.account_id for r in matter.reporters.all() if r.came_from_id is None and not r.follows]
    return {f"code:{matter.number}", *(str(a) for a in accounts if a)}


def told(matter: Matter) -> set[str]:
    """Answer everybody who may read how the matter goes on, those of merged matters included."""
    return reporters_of(matter) | {str(r.account_id) for r in matter.reporters.all() if r.account_id}


def on_view(at: datetime) -> Q:
    """Answer the condition that a matter of everybody's is public; of one kept back its reason is."""
    return Q(shows_at__isnull=True) | Q(shows_at__lte=at)


def hidden(matter: Matter, actor: Actor, *, at: datetime) -> bool:
    """Is a matter of everybody's not for this reader: not looked at yet, or kept back? Who is told of it reads it."""
    shown = not matter.kept_back and (matter.shows_at is None or matter.shows_at <= at)
    return not shown and not actor.reads(matter.area_code) and actor.account not in told(matter)


@dataclass(frozen=True, slots=True)
class Choice:
    """A step as it stands before an actor: may they, and if not, who may and why not."""

    step: Step
    verdict: Verdict


def choices(matter: Matter, actor: Actor, *, at: datetime) -> list[Choice]:
    """Answer the steps from the matter's state, those for people only, allowed ones first.

    For many matters prefetch tasks__body and reporters.
    """
    tasks = [t for t in matter.tasks.all() if t.closed_at is None]
    reporters = reporters_of(matter)
    steps = [s for s in PROCEDURES[matter.procedure].steps_from(matter.state) if s.by != (Party.SYSTEM,)]
    seats = held_by(actor, matter, steps, at=at)
    found = [
        Choice(step, may_act(actor, step, matter, tasks=tasks, reporters=reporters, seats=seats, at=at))
        for step in steps
        if step.meeting is None or step.meeting.carried
    ]
    return sorted(found, key=lambda choice: not choice.verdict.allowed)


def held_by(actor: Actor, matter: Matter, steps: Iterable[Step], *, at: datetime) -> list[Seat]:
    """Answer the actor's seats where the matter lies, if one of the steps asks for any."""
    if not any(Party.SEATED in step.by for step in steps):
        return []
    return seats_of(actor.uuid, area_code=matter.area_code, on=timezone.localdate(at))


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
    days = known()
    return [_term_line(matter, clock, at, days) for clock in live_first]


def _term_line(matter: Matter, clock: Clock, at: datetime, known_days: Known) -> TermLine:
    rule = PROCEDURES[matter.procedure].rule(clock.rule)
    days = tuple(datetime.fromisoformat(day).date() for day in clock.counted)
    until = Due(clock.due_at, days, clock.provisional, None)
    return TermLine(
        clock=clock,
        title=str(rule.title),
        when=moment(clock.due_at),
        distance=distance(at, clock.due_at, known_days.calendar)
        if clock.state == Clock.State.RUNNING
        else "",
        explanation=explain(clock.started_at, Term(clock.amount, Unit(clock.unit)), until, known_days),
        law=str(rule.ceiling.law),
    )


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One act as a person reads it: when, who, what, by which article, what was handed in with it; its hash."""

    at: datetime
    who: str
    sentence: str
    law: str
    details: list[tuple[str, str]]
    hash: str


def story(matter: Matter, *, personal: bool) -> list[StoryLine]:
    """Answer what was done with a matter, oldest first, in two queries. Without `personal`: as everybody may read."""
    steps = PROCEDURES[matter.procedure].steps
    labels = {
        f.name: str(f.label) for s in steps for f in s.hands_in if f.widget in (Widget.LONG, Widget.LINE)
    }
    found = []
    for line in timeline(matter.pk, personal=personal):
        said = [
            (labels[n], str(v))
            for n, v in line.values.items()
            if n in labels and v and str(v) not in line.sentence
        ]
        law = str(line.values.get("law", ""))
        found.append(
            StoryLine(
                line.entry.at,
                line.who if personal else line.office,
                line.sentence,
                law,
                said,
                line.entry.hash,
            )
        )
    return found


def what_next(matter: Matter, live: list[TermLine]) -> str:
    """Answer one sentence: what happens next, by whom, until when."""
    if matter.closed_at:
        return _("{when}：{state}。").format(when=moment(matter.closed_at), state=matter.label)
    running = [line for line in live if line.clock.state == Clock.State.RUNNING]
    if not running:
        return _("计时已暂停，由{body}承办。").format(body=matter.responsible.name)
    first = min(running, key=lambda line: line.clock.due_at)
    return _("{body}：{term}到{when}，{distance}。").format(
        body=matter.responsible.name, term=first.title, when=first.when, distance=first.distance
    )


def name_of_reporter(reporter: Reporter) -> str:
    """Answer the name left with the matter, else the account's; '' where neither is known."""
    given = personal.opened(reporter.name_sealed, NAME_PLACE)
    return given or (reporter.account.name if reporter.account else "")


def phone_of_reporter(reporter: Reporter) -> str:
    given = personal.opened(reporter.phone_sealed, PHONE_PLACE)
    return given or (phone_of(reporter.account) if reporter.account else "")
