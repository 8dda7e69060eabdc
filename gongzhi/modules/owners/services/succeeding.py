"""A flat is sold, or joint owners name another voice, while a vote is open: a vote that was cast stands."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.models import Voter
from gongzhi.kernel.ballots.selectors import voted
from gongzhi.kernel.ballots.services.succession import replace_voter
from gongzhi.kernel.matters.services.messages import tell_accounts
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.owners.models import Holding, Unit


def succeed(*, unit: Unit, entry: Entry, by: ActorSnapshot, at: datetime) -> None:
    """Put the new owners in the place of the old ones on the rolls that are open.

    Weights stay as they were when the poll was prepared. Where the entry stands for several units, or the buyer is
    on the roll already, nobody can be put there alone: the first stays with the entry, the second votes on paper, and
    is told so.
    """
    for voter in _waiting(unit):
        if voter.owners_lines.count() > 1:
            continue
        held = _replace(voter, unit, by, at)
        if held.account_id is None:
            _tell_on_paper(held, unit, entry, at)


def revoice(*, unit: Unit, by: ActorSnapshot, at: datetime) -> None:
    """Have the voice of joint owners vote for what they own, instead of whoever of them did."""
    for voter in _waiting(unit):
        _replace(voter, unit, by, at)


def _waiting(unit: Unit) -> Iterator[Voter]:
    """Answer the entries for a unit, on rolls that are open, that were not voted for yet."""
    lines = Voter.objects.filter(
        owners_lines__unit=unit, poll__counted_at__isnull=True, poll__closed_at__isnull=True
    ).select_related("poll__matter")
    yield from (voter for voter in lines if not voted(voter.poll).filter(pk=voter.pk).exists())


def _now(unit: Unit) -> list[Holding]:
    return list(unit.holdings.filter(until__isnull=True).select_related("owner").order_by("-votes", "pk"))


def _replace(voter: Voter, unit: Unit, by: ActorSnapshot, at: datetime) -> Voter:
    now = _now(unit)
    accounts = [h.owner.account_id for h in now if h.owner.account_id]
    return replace_voter(
        voter=voter, name="、".join(h.owner.name for h in now), accounts=accounts, by=by, at=at
    )


def _tell_on_paper(voter: Voter, unit: Unit, entry: Entry, at: datetime) -> None:
    """Whoever has a place of their own on the roll votes for what they bought on a signed paper."""
    matter = voter.poll.matter
    text = _("{title}：{room}另有一票（名册第{n}号），您的账号已用于另一票，请用书面表决票投这一票。").format(
        title=matter.title, room=unit, n=voter.number
    )
    accounts = [h.owner.account_id for h in _now(unit)]
    tell_accounts(accounts, entry_id=entry.pk, about=f"matter:{matter.number}", text=text, at=at)
