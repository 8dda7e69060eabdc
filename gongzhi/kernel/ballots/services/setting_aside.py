"""A paper vote by name that was entered wrongly: one person says so, a second one agrees, and it does not count.

Nothing is taken away: both say it in rows of their own, and the voter is free to vote, on paper or on the screen.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.models import Disputed, Poll, SetAside
from gongzhi.kernel.ballots.selectors import on_signed_paper
from gongzhi.kernel.ballots.services.recording import note, running
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import RecordType, declare

DISPUTED = declare(
    RecordType(
        "ballots.named_disputed",
        gettext_lazy("提出一张书面表决票（名册第{number}号）登记有误：{reason}"),
        frozenset({"number"}),
    )
)
SET_ASIDE = declare(
    RecordType(
        "ballots.named_set_aside",
        gettext_lazy("第二人同意：一张书面表决票（名册第{number}号）登记有误，不计：{reason}"),
        frozenset({"number"}),
    )
)


@transaction.atomic
def dispute(*, poll_id: UUID, number: int, reason: str, actor: Actor, at: datetime) -> Disputed:
    """Say that a voter's paper vote was entered wrongly; it counts until a second person agrees.

    Raises Refused without a paper vote of theirs or a reason, once it was said, and once the count began.
    """
    poll, by = running(poll_id, actor, at)
    _before_the_count(poll)
    vote = on_signed_paper(poll).filter(voter__number=number).select_related("voter").first()
    if vote is None or actor.uuid is None:
        raise Refused(_("名册第{number}号没有登记过书面表决票。").format(number=number))
    if not reason.strip():
        raise Refused(_("请写明哪里登记错了，理由会公开。"))
    if hasattr(vote, "disputed"):
        raise Refused(_("已有人提出这张登记有误，请另一人核对。"))
    made = Disputed.objects.create(
        vote=vote, reason=reason.strip()[:400], by_id=actor.uuid, office=by.office, at=at
    )
    note(DISPUTED, poll, by, at=at, number=number, reason=made.reason, files=[vote.file])
    return made


@transaction.atomic
def set_aside(*, poll_id: UUID, disputed: int, actor: Actor, at: datetime) -> SetAside:
    """Agree as a second person. Raises Refused for whoever said it first, and once the count began."""
    poll, by = running(poll_id, actor, at)
    _before_the_count(poll)
    found = Disputed.objects.filter(pk=disputed, vote__poll=poll).select_related("vote__voter").first()
    if found is None or hasattr(found.vote, "set_aside"):
        raise Refused(_("这张登记已经处理过了。"))
    if actor.uuid is None or found.by_id == actor.uuid:
        raise Refused(_("登记有误须由提出人以外的人核对同意。"))
    made = SetAside.objects.create(vote=found.vote, account_id=actor.uuid, office=by.office, at=at)
    number, photo = found.vote.voter.number, found.vote.file
    note(SET_ASIDE, poll, by, at=at, number=number, reason=found.reason, files=[photo])
    return made


def _before_the_count(poll: Poll) -> None:
    if poll.opened_at is None or poll.counted_at is not None or poll.archives.exists():
        raise Refused(_("登记有误要在投票开始以后、开票以前提出：开票以后不能再改。"))
