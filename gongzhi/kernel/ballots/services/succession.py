"""Whoever takes over what gave somebody a place on the roll takes over the place, if it was not used."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.models import Voter
from gongzhi.kernel.ballots.selectors import voted
from gongzhi.kernel.ballots.services.recording import hold, note
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare

SUCCEEDED = declare(
    RecordType(
        "ballots.succeeded",
        gettext_lazy("名册第{number}号由后来的权利人表决"),
        frozenset({"number", "account"}),
    )
)


@transaction.atomic
def replace_voter(
    *, voter: Voter, name: str, accounts: Sequence[UUID], by: ActorSnapshot, at: datetime
) -> Voter:
    """Put others in a voter's place: number and weights stay. The first account that has no place yet votes on screen.

    Raises Refused once the place was used, and when the poll is closed.
    """
    poll = hold(voter.poll_id)
    held = poll.voters.get(pk=voter.pk)
    if poll.closed_at is not None or voted(poll).filter(pk=held.pk).exists():
        raise Refused(_("名册第{number}号已经表决过，不能换人。").format(number=held.number))
    taken = set(poll.voters.exclude(pk=held.pk).values_list("account_id", flat=True))
    held.account_id = next((a for a in accounts if a not in taken), None)
    held.name = name[:60]
    held.save(update_fields=["account", "name"])
    account = str(held.account_id) if held.account_id else None
    note(SUCCEEDED, poll, by, at=at, number=held.number, account=account)
    return held
