"""What the steps of a poll change; called by the module's `apply`."""

from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.polling import Polling
from gongzhi.kernel.ballots.selectors import latest
from gongzhi.kernel.ballots.services.preparing import PollGiven, open_poll, prepare
from gongzhi.kernel.ballots.services.secrecy import close_poll
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
    if step.key == piece.step_key("open"):
        open_poll(poll, at=at)
    elif step.key == piece.step_key("close"):
        close_poll(poll, at=at)
    else:
        poll.counted_at = at
        poll.save(update_fields=["counted_at"])
    return poll
