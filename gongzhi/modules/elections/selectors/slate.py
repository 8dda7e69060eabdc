"""Candidates, what they are asked, what was voted: as each reader may see it."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.outcomes import Outcome, outcome
from gongzhi.kernel.people.actor import Actor
from gongzhi.modules.elections.models import Candidate, Election, Opinion, Question
from gongzhi.modules.elections.vocabulary import OFFICES, Stage

OPEN = (Stage.NOMINATED, Stage.ACCEPTED)
SHOWN = (Stage.STANDING, Stage.ELECTED, Stage.NOT_ELECTED, Stage.ANNULLED)


@dataclass(frozen=True, slots=True)
class Standing:
    """A candidate as a reader sees them. `why`: of an exclusion; told to themselves and to those who review."""

    candidate: Candidate
    office: str
    backers: int
    why: str = ""
    answer: str = ""


def slate(election: Election, reader: Actor, *, inside: bool) -> list[Standing]:
    """Answer the candidates. Who was excluded or withdrew is shown only to those inside and to themselves."""
    found = election.candidates.annotate(backers=Count("backings"))
    own = Q(account=reader.uuid) if reader.uuid else Q(pk=None)
    if not inside:
        shown = (*SHOWN, *OPEN, Stage.CLEARED)
        found = found.filter(Q(stage__in=shown) | own)
    rows = []
    order = list(OFFICES)
    for one in sorted(found, key=lambda c: (order.index(c.office), c.pk)):
        told = inside or (reader.uuid is not None and one.account_id == reader.uuid)
        why, answer = (one.decided, one.appeal_answer) if told else ("", "")
        rows.append(Standing(one, OFFICES[one.office], one.backers, why, answer))
    return rows


def questions(election: Election) -> QuerySet[Question]:
    found = Question.objects.filter(candidate__election=election).select_related("candidate")
    return found.order_by("candidate", "pk")


def spoken(election: Election) -> QuerySet[Opinion]:
    """Answer what departments said: for those who lead the election and for the township."""
    found = Opinion.objects.filter(candidate__election=election).select_related("candidate")
    return found.order_by("candidate", "department")


def elected(election: Election) -> list[Candidate]:
    won = election.candidates.filter(stage__in=(Stage.ELECTED, Stage.ANNULLED))
    order = list(OFFICES)
    return sorted(won, key=lambda c: (order.index(c.office), c.round, -c.votes, c.pk))


@dataclass(frozen=True, slots=True)
class Voted:
    """A counted poll. `rows`: question, with each answer and its votes."""

    poll: Poll
    numbers: Outcome
    issued: int
    returned: int
    rows: list[tuple[str, list[tuple[str, int]], int]]


def rounds(election: Election) -> list[Voted]:
    """Answer what was voted, poll by poll."""
    return [
        _voted(poll) for poll in election.matter.polls.filter(counted_at__isnull=False).order_by("number")
    ]


def _voted(poll: Poll) -> Voted:
    numbers = outcome(poll)
    tally, screen = numbers.tallies["person"], numbers.online + numbers.named
    rows = [
        (q["question"], list(zip(q["answers"], counts, strict=True)), blank)
        for q, counts, blank in zip(poll.questions, tally.counts, tally.blank, strict=True)
    ]
    return Voted(poll, numbers, numbers.issued + screen, numbers.returned + screen, rows)
