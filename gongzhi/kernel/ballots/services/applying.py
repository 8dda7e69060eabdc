"""What the steps of a poll change; called by the module's `apply`."""

from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.polling import Polling
from gongzhi.kernel.ballots.selectors import lacking, latest, pending
from gongzhi.kernel.ballots.services.agreeing import agree
from gongzhi.kernel.ballots.services.preparing import PollGiven, prepare
from gongzhi.kernel.ballots.services.recording import hold
from gongzhi.kernel.ballots.services.secrecy import freeze
from gongzhi.kernel.matters.declarations import Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot


def apply_polling(
    piece: Polling,
    *,
    matter: Matter,
    step: Step,
    verdict: Verdict,
    actor: Actor,
    at: datetime,
    given: PollGiven | None = None,
) -> Poll | None:
    """Do what a step of a poll asks for; `given`: what is put to the vote, when it is prepared.

    Answers the poll; None for steps of something else.
    """
    if step.key == piece.step_key("prepare"):
        if given is None:
            raise ValueError("a poll is prepared with what is put to the vote")
        return prepare(matter=matter, given=given, by=snapshot(actor, verdict), at=at)
    if step.key not in map(piece.step_key, ("drop", "open", "close", "count")):
        return None
    newest = latest(matter, piece.key)
    if newest is None:
        raise Refused(_("还没有准备投票。"))
    poll = hold(
        newest.pk
    )  # whoever is at its keys, credentials, ballots or counts now comes before, or too late
    _moved(poll, verb=step.key.removesuffix(f"_{piece.key}"), by=snapshot(actor, verdict), at=at)
    return poll


def _moved(poll: Poll, *, verb: str, by: ActorSnapshot, at: datetime) -> None:
    if verb == "drop":
        poll.dropped_at = at
    elif verb == "open":
        if missing := lacking(poll, at):
            raise Refused(missing[0])
        agree(poll)
        if poll.secret:
            freeze(poll, by, at)
        poll.opened_at = at
    elif verb == "close":
        poll.closed_at = at
    else:
        if left := pending(poll):
            raise Refused(left[0])
        agree(poll)
        poll.counted_at = at
    poll.save(update_fields=["election", "trustees", "dropped_at", "opened_at", "closed_at", "counted_at"])
