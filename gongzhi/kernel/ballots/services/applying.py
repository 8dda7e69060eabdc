"""What the steps of a poll change; called by the module's `apply`."""

from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.polling import Polling
from gongzhi.kernel.ballots.selectors import lacking, latest
from gongzhi.kernel.ballots.services.preparing import PollGiven, prepare
from gongzhi.kernel.ballots.services.secrecy import freeze
from gongzhi.kernel.matters.declarations import Step
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.matters.services.acting import snapshot
from gongzhi.kernel.people.actor import Actor


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
    if step.key not in map(piece.step_key, ("open", "close", "count")):
        return None
    poll = latest(matter, piece.key)
    if poll is None:
        raise Refused(_("还没有准备投票。"))
    _moved(poll, verb=step.key.removesuffix(f"_{piece.key}"), at=at)
    return poll


def _moved(poll: Poll, *, verb: str, at: datetime) -> None:
    if verb == "open":
        if missing := lacking(poll, at):
            raise Refused(missing[0])
        if poll.secret:
            freeze(poll)
        poll.opened_at = at
    elif verb == "close":
        poll.closed_at = at
    else:
        poll.counted_at = at
    poll.save()
