"""What every act on a poll shares: hold the poll, ask whether the actor runs it, write into its stream."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.models import Ballot, NamedVote, Poll, Voter
from gongzhi.kernel.ballots.selectors import manages, over, voter_of
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, official
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import ClockError, write
from gongzhi.lib.canonical import Json

# The record never says who cast which ballot: all of them were cast by "a voter".
A_VOTER = ActorSnapshot(account="", role=Role.RESIDENT, office=official(gettext_lazy("投票人")))
OFTEN, WHILE = 6, timedelta(minutes=10)  # nobody who looks for peace to vote is kept from it for long


def hold(poll_id: UUID) -> Poll:
    """Load a poll and hold it until the transaction ends: whoever writes on a roll queues here."""
    held = Poll.objects.select_for_update(of=("self",)).select_related("matter")
    return held.get(pk=poll_id)


def running(poll_id: UUID, actor: Actor, at: datetime) -> tuple[Poll, ActorSnapshot]:
    """Hold a poll for whoever runs it; answers who that is. Raises Refused for everybody else."""
    poll = hold(poll_id)
    verdict = manages(actor, poll, at)
    if not verdict.allowed:
        raise Refused(str(verdict.because))
    _still_on(poll)
    return poll, snapshot(actor, verdict)


def before_opening(poll: Poll) -> None:
    """Raises Refused once the poll has opened: what it rests on is fixed."""
    _still_on(poll)
    if poll.opened_at is not None:
        raise Refused(_("投票已经开始，名册、密钥和投票凭证不能再改动。"))


def while_open(poll: Poll, at: datetime) -> None:
    """Raises Refused outside the hours of the poll."""
    _still_on(poll)
    if poll.opened_at is None:
        raise Refused(_("投票还没有开始。"))
    if poll.closed_at is not None or at >= poll.closes_at:
        raise Refused(_("投票已经截止，没有收下。"))


def _still_on(poll: Poll) -> None:
    if over(poll):
        raise Refused(_("这次投票已经取消。"))


def entitled(poll: Poll, actor: Actor) -> Voter:
    """Answer the actor's place on the roll. Raises Refused for who has none."""
    voter = voter_of(poll, actor)
    if voter is None:
        raise Refused(_("您不在这次投票的名册上。如有疑问，请联系主持投票的组织。"))
    return voter


def unhurried(given: "QuerySet[Ballot] | QuerySet[NamedVote]", at: datetime) -> None:
    """Raises Refused for who votes again and again: each vote is checked, kept and shown for good."""
    if given.filter(at__gt=at - WHILE).count() >= OFTEN:
        raise Refused(_("您刚才已投了{n}次，请过十分钟再投。已收下的最后一次有效。").format(n=OFTEN))


def note(kind: RecordType, poll: Poll, by: ActorSnapshot, *, at: datetime, **payload: Json) -> Entry:
    """Write what was done into the stream of the poll."""
    said = {"poll": poll.title, **payload}
    try:
        return write(kind, stream=poll.pk, area=poll.area_code, actor=by, at=at, payload=said)
    except ClockError as error:
        raise Refused(
            _("服务器的时钟比上一次登记的时间还早，什么都没有改变。请告知管理员校准时钟，然后再试。")
        ) from error
