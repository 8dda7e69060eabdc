"""The days of an election, from the day of voting backwards and forwards; terms, and what falls due before an end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gongzhi.lib.election.shapes import Body, Reason, both, later
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import INTERVALS, NEW, TERMS
from gongzhi.lib.workdays import CHINA, Calendar, Term
from gongzhi.lib.workdays import due as ends

AHEAD = 12  # months before the end of a term in which its election is told as falling due: ours
AUDIT = both("三十五条", "四十条", None, "三十八条")
VACANCY = both("十九条", "二十三条", "十条", "二十四条")


@dataclass(frozen=True, slots=True)
class Span:
    """One thing of an election: not before `earliest`, not after `latest`; None: no such bound."""

    key: str
    earliest: date | None
    latest: date | None
    law: Cite | None


def plan(
    body: Body,
    voting: date,
    calendar: Calendar,
    *,
    published: date | None = None,
    objected: date | None = None,
) -> tuple[Span, ...]:
    """Answer the days around a voting day. `published`: the roll, the latest day if not given; `objected`: received.

    Until 2025 the residents' law sets none of these terms: there is no step then. What lasts from a day on does
    not count that day, and a last day that is off moves on (Civil Code 201, 203).
    """
    return tuple(_steps(body, voting, calendar, published, objected))


def _steps(
    body: Body, voting: date, calendar: Calendar, published: date | None, objected: date | None
) -> Iterator[Span]:
    def term(key: str) -> Term:
        return TERMS[f"{key}_{body}"].on(voting)

    if body is Body.RESIDENTS and voting < NEW:
        return
    roll = term("roll")
    latest = voting - timedelta(days=roll.amount)
    shown = published or latest
    yield Span("roll_published", None, latest, roll.law)
    objection = term("roll_objection")
    yield Span("objection", shown, _end(shown, objection, calendar), objection.law)
    if objected:
        reply = term("roll_answer")
        yield Span("objection_answered", objected, _end(objected, reply, calendar), reply.law)
    yield Span("voting", shown + timedelta(days=roll.amount), None, roll.law)
    handover = term("handover")
    yield Span("handover", voting, _end(voting, handover, calendar), handover.law)


def _end(day: date, term: Term, calendar: Calendar) -> date:
    return ends(datetime.combine(day, time(9), CHINA), term, calendar).at.date()


def check(steps: tuple[Span, ...], given: Mapping[str, date]) -> tuple[Reason, ...]:
    """Answer each given day that lies outside its span: too_early or too_late, by how many days."""
    return tuple(reason for step in steps if step.key in given for reason in _outside(step, given[step.key]))


def _outside(step: Span, day: date) -> Iterator[Reason]:
    if step.earliest and day < step.earliest:
        yield Reason("too_early", step.law, (step.key,), {"days": (step.earliest - day).days})
    if step.latest and day > step.latest:
        yield Reason("too_late", step.law, (step.key,), {"days": (day - step.latest).days})


@dataclass(frozen=True, slots=True)
class Ending:
    """When a term ends, and what its end asks for: each with the day by which, and the article."""

    ends: date
    days_left: int
    within_a_year: bool
    steps: tuple[Span, ...]

    @property
    def overdue(self) -> bool:
        return self.days_left < 0


def term_end(body: Body, begun: date) -> date:
    """Answer the last day of a term of five years that began on that day."""
    return later(begun, INTERVALS[f"term_{body}"].on(begun).months)


def due(body: Body, term_end: date, today: date) -> Ending:
    """Answer what a term's end asks for: the election, and before it the audit of those who leave.

    `within_a_year` begins twelve months before the end: a setting. "In time" is read as: by the term's last day.
    """
    near = later(term_end, -AHEAD) <= today
    interval = INTERVALS[f"term_{body}"].on(today)
    steps = [Span("election", None, term_end, interval.law)]
    if body is Body.VILLAGE or today >= NEW:
        audit = term_end - timedelta(days=1)
        steps.insert(0, Span("leaving_audit_published", None, audit, AUDIT[body].on(today)))
    return Ending(term_end, (term_end - today).days, near, tuple(steps) if near else ())


def by_election(body: Body, term_end: date, on: date) -> Span:
    """Answer until when whoever is elected into a vacancy serves: to the end of the term that runs.

    The residents' law of 2018 lets the assembly fill it, and does not say until when. Raises ValueError when
    the term is over.
    """
    if on > term_end:
        raise ValueError(f"the term ended on {term_end}; the whole committee is elected")
    law = VACANCY[body].on(on)
    return Span("by_election", on, term_end, law)
