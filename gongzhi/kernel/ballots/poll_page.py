"""A poll as somebody sees it: whether they run it, vote in it, hold a key of it."""

from dataclasses import dataclass
from datetime import datetime

from gongzhi.kernel.ballots.models import Ballot, KeyHolder, NamedVote, Poll, Voter
from gongzhi.kernel.ballots.outcomes import Outcome, outcome
from gongzhi.kernel.ballots.selectors import (
    Turnout,
    manages,
    on_signed_paper,
    over,
    standing,
    turnout,
    voter_of,
)
from gongzhi.kernel.people.actor import Actor

# The poll's ways, as they stand on the page.
BEFORE, OPEN, CLOSED, COUNTED, DROPPED = "before", "open", "closed", "counted", "dropped"


@dataclass(frozen=True, slots=True)
class Seen:
    """`me`: the reader's entry on the roll; `mine`: the last vote they gave; `holder`: their part of the key."""

    poll: Poll
    stage: str
    turnout: Turnout
    runs: bool
    me: Voter | None
    mine: Ballot | NamedVote | None
    on_paper: bool
    holder: KeyHolder | None
    outcome: Outcome | None

    @property
    def votes(self) -> bool:
        """May the reader vote on the screen now?"""
        return self.stage == OPEN and self.me is not None and not self.on_paper


def stage_of(poll: Poll, at: datetime) -> str:
    if poll.counted_at is not None:
        return COUNTED
    if over(poll):
        return DROPPED
    if poll.closed_at is not None or (poll.opened_at is not None and at >= poll.closes_at):
        return CLOSED
    return OPEN if poll.opened_at is not None else BEFORE


def seen(poll: Poll, actor: Actor, *, at: datetime) -> Seen:
    me = voter_of(poll, actor)
    stage = stage_of(poll, at)
    return Seen(
        poll=poll,
        stage=stage,
        turnout=turnout(poll),
        runs=manages(actor, poll, at).allowed,
        me=me,
        mine=_mine(poll, me) if me else None,
        on_paper=bool(me and _on_paper(poll, me)),
        holder=poll.holders.filter(account=actor.uuid).first() if actor.uuid else None,
        outcome=outcome(poll) if stage == COUNTED else None,
    )


def _mine(poll: Poll, me: Voter) -> Ballot | NamedVote | None:
    given = Ballot.objects.filter(voter=me) if poll.secret else standing(poll).filter(voter=me)
    return given.order_by("-pk").first()


def _on_paper(poll: Poll, me: Voter) -> bool:
    struck = me.marks.filter(erased__isnull=True).exists()
    return struck or on_signed_paper(poll).filter(voter=me).exists()


@dataclass(frozen=True, slots=True)
class Row:
    """One answer of one question in the result, by each scheme."""

    answer: str
    votes: list[tuple[str, int]]


def results(poll: Poll, counted: Outcome) -> list[tuple[str, list[Row]]]:
    """Answer the questions, each with its answers' votes and the blank ones last."""
    made = []
    for n, question in enumerate(poll.questions):
        rows = [
            Row(answer, [(s, counted.tallies[s].counts[n][place]) for s in poll.schemes])
            for place, answer in enumerate(question["answers"])
        ]
        made.append(
            (question["question"], [*rows, Row("", [(s, counted.tallies[s].blank[n]) for s in poll.schemes])])
        )
    return made
