"""The first of the four deliberations: the party organisation proposes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import Given, attach, open_matter
from gongzhi.kernel.matters.services.files import Upload
from gongzhi.kernel.matters.services.opening import enlist
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.modules.deliberation.models import Proposal
from gongzhi.modules.deliberation.selectors import four_of, proposer


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What is proposed where. `origin`: the deliberation from which it comes."""

    kind: Kind
    area_code: str
    title: str
    text: str
    channel: str = Matter.Channel.WEB
    origin: Matter | None = None
    files: Sequence[Upload] = field(default_factory=tuple)


@transaction.atomic
def propose(*, given: Proposed, actor: Actor, at: datetime) -> Matter:
    """Open a 四议两公开 in the name of the party organisation.

    Raises Refused for whoever neither leads it nor is the committee's clerk, and for a matter that the law of this
    place does not list.
    """
    by = proposer(actor, given.area_code, on=timezone.localdate(at))
    if by is None:
        raise Refused(
            _("四议两公开由村（社区）党组织的书记、副书记、委员提议，或者由村（居）委会工作人员代为登记。")
        )
    return opened(given=given, by=by, at=at)


@transaction.atomic
def opened(*, given: Proposed, by: ActorSnapshot, at: datetime) -> Matter:
    """Open it in the name of `by`, who has been judged. Raises Refused for a matter the law does not list here."""
    if given.kind.procedure != four_of(given.area_code).key:
        raise Refused(_("“{kind}”不是这里的村（居）民会议讨论决定的事项。").format(kind=given.kind.name))
    matter, _code = open_matter(
        given=Given(
            kind=given.kind,
            area_code=given.area_code,
            title=given.title,
            channel=given.channel,
            payload={
                "title": given.title,
                "text": given.text,
                **({"origin": given.origin.number} if given.origin else {}),
            },
        ),
        by=by,
        at=at,
    )
    Proposal.objects.create(matter=matter, text=given.text, origin=given.origin)
    for file in given.files:
        attach(matter, file, step="proposed", by=by.account, at=at)
    enlist(matter)
    return matter
