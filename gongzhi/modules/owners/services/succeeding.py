"""A flat is sold while a vote is open: a vote that was cast stands, else whoever owns it now votes in its place."""

from datetime import datetime

from gongzhi.kernel.ballots.models import Voter
from gongzhi.kernel.ballots.selectors import voted
from gongzhi.kernel.ballots.services.succession import replace_voter
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.modules.owners.models import Assembly, Unit


def succeed(*, assembly: Assembly, unit: Unit, by: ActorSnapshot, at: datetime) -> None:
    """Put the new owners in the place of the old ones on the rolls that are open.

    Weights stay as they were when the poll was prepared. Where the entry stands for several units, or the buyer is
    on the roll already, nobody can be put there alone: the first stays with the entry, the second votes on paper.
    """
    lines = Voter.objects.filter(
        owners_lines__unit=unit, poll__counted_at__isnull=True, poll__closed_at__isnull=True
    ).select_related("poll__matter")
    now = list(unit.holdings.filter(until__isnull=True).select_related("owner").order_by("-votes", "pk"))
    for voter in lines:
        alone = voter.owners_lines.count() == 1
        if alone and not voted(voter.poll).filter(pk=voter.pk).exists():
            names = "、".join(h.owner.name for h in now)
            accounts = [h.owner.account_id for h in now if h.owner.account_id]
            replace_voter(voter=voter, name=names, accounts=accounts, by=by, at=at)
