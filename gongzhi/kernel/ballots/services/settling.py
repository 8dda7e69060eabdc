"""A voter of whom more than one vote may have been given: whoever runs the poll decides, with reasons.

Nothing is deleted; a decision is a row beside what does not stand.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.ballots.models import Erased, Mark, Poll, Upheld, Withdrawal
from gongzhi.kernel.ballots.selectors import Conflict, conflicts
from gongzhi.kernel.ballots.services.recording import note, running
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare

WITHDRAWN = declare(
    RecordType(
        "ballots.withdrawn",
        gettext_lazy("名册第{number}号已用纸质选票投票，在线选票不计：{reason}"),
        frozenset({"number"}),
    )
)
ERASED = declare(
    RecordType(
        "ballots.mark_erased",
        gettext_lazy("“{station}”对名册第{number}号的领票登记有误，撤销：{reason}"),
        frozenset({"number"}),
    )
)
UPHELD = declare(
    RecordType(
        "ballots.proxy_upheld",
        gettext_lazy("名册第{agent}号代名册第{number}号领票，不合规定；决定有效：{reason}"),
        frozenset({"number", "agent"}),
    )
)


@transaction.atomic
def settle(*, poll_id: UUID, number: int, keep: str, reason: str, actor: Actor, at: datetime) -> None:
    """Decide a conflict: `keep` "paper" (what was cast on the screen does not count) or "screen", or a station's key.

    Of an agent who may not be one: "proxy" (the mark stands all the same) or "none" (nothing was handed out). A mark
    is erased only where it was wrong: a ballot that lies in the box cannot be taken out of it.
    Raises Refused without a conflict or a reason.
    """
    poll, by = running(poll_id, actor, at)
    if not reason.strip():
        raise Refused(_("请写明处理理由，理由会公开。"))
    found = next((c for c in conflicts(poll) if c.voter.number == number), None)
    if found is None or poll.archives.exists():
        raise Refused(_("名册第{number}号没有待处理的冲突。").format(number=number))
    for mark in _wrong(found, keep):
        Erased.objects.create(mark=mark, reason=reason, office=by.office, at=at)
        note(ERASED, poll, by, at=at, station=mark.station.name, number=number, reason=reason)
    if keep == "proxy":
        _uphold(poll, found, reason, by, at)
    if keep not in ("screen", "proxy", "none") and found.ballots:
        Withdrawal.objects.create(voter=found.voter, reason=reason, office=by.office, at=at)
        cast = found.voter.ballots.order_by("pk").values_list("tracker", flat=True)
        note(WITHDRAWN, poll, by, at=at, number=number, reason=reason, trackers=[*cast])


def _uphold(poll: Poll, found: Conflict, reason: str, by: ActorSnapshot, at: datetime) -> None:
    for mark in found.unlawful:
        Upheld.objects.create(mark=mark, reason=reason, office=by.office, at=at)
        agent = mark.agent.number if mark.agent else None
        note(UPHELD, poll, by, at=at, number=found.voter.number, agent=agent, reason=reason)


def _wrong(found: Conflict, keep: str) -> list[Mark]:
    """Answer the marks that do not stand. Raises Refused for a decision after which no vote would be left."""
    if not found.twice and keep in ("proxy", "none"):
        return found.unlawful if keep == "none" else []
    stations = {str(mark.station_id) for mark in found.marks} if found.twice else set()
    if keep == "screen" and (found.ballots or found.named):
        return found.marks
    if keep in stations and not found.named:
        return [mark for mark in found.marks if str(mark.station_id) != keep]
    if keep == "paper" and found.ballots:
        return []
    raise Refused(_("请在列出的处理办法中选一种。"))
