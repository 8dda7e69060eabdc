"""A meeting as somebody sees it: who runs it, who belongs to it, who else may look on."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Attendee, Meeting, Motion, Vote
from gongzhi.kernel.matters.services.acting import allowed
from gongzhi.kernel.matters.services.convening import deciding
from gongzhi.kernel.matters.services.judging import judgement, tally
from gongzhi.kernel.matters.wording import quorum_of, rule_title, said
from gongzhi.kernel.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Ballot:
    """A motion with its counts so far; `mine`: how the reader voted; `names`: who voted how, for those concerned."""

    motion: Motion
    counts: dict[str, int]
    by_name: bool
    mine: str = ""
    names: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seen:
    """`runs`: may call, count and end it. `me`: the reader's own place. `concerned`: may see names.

    `opens`: it is time to sign in.
    """

    meeting: Meeting
    rule: str
    quorum: int
    present: int
    runs: bool
    me: Attendee | None
    concerned: bool
    ballots: list[Ballot]
    findings: list[tuple[str, str]]
    opens: bool

    @property
    def lacking(self) -> int:
        return max(0, self.quorum - self.present)


def runs(meeting: Meeting, actor: Actor, at: datetime) -> bool:
    """May the actor run the meeting? They may whoever may take the step that it decides."""
    try:
        return allowed(meeting.matter, deciding(meeting.matter, meeting.decision), actor, at).allowed
    except Refused:
        return False


def seen(meeting: Meeting, actor: Actor, *, at: datetime) -> Seen:
    me = meeting.attendees.filter(account=actor.uuid).first() if actor.uuid else None
    mine = runs(meeting, actor, at)
    concerned = mine or me is not None or actor.reads(meeting.matter.area_code)
    came = meeting.attendees.filter(signed_at__isnull=False).count() + meeting.counted
    ended = meeting.state == Meeting.State.CLOSED
    motions = meeting.motions.order_by("number")
    return Seen(
        meeting=meeting,
        rule=rule_title(meeting.rule),
        quorum=quorum_of(meeting.rule, meeting.members, on=timezone.localdate(meeting.starts_at)),
        present=came,
        runs=mine,
        me=me,
        concerned=concerned,
        ballots=[_ballot(motion, meeting, me, concerned) for motion in motions],
        findings=said(judgement(meeting).findings) if ended else [],
        opens=at >= meeting.opens_at,
    )


def _ballot(motion: Motion, meeting: Meeting, me: Attendee | None, concerned: bool) -> Ballot:
    by_name = not (motion.secret or meeting.by_count)
    votes = list(motion.votes.select_related("attendee").order_by("attendee")) if by_name else []
    own = next((v.choice for v in votes if me and v.attendee_id == me.pk), "")
    names = [(v.attendee.name, str(Vote.Choice(v.choice).label)) for v in votes] if concerned else []
    return Ballot(motion, tally(motion), by_name, own, names)
