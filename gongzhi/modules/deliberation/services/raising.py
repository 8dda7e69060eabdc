"""Bring a topic of deliberation in: a resident, the committee, out of a case or of a quarrel about property."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import Given, attach, open_matter
from gongzhi.kernel.matters.services.files import Upload
from gongzhi.kernel.matters.services.opening import add_reporter, enlist
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.modules.deliberation.models import Topic
from gongzhi.modules.deliberation.selectors import talk_of
from gongzhi.modules.deliberation.vocabulary import Source

SOMEBODY = gettext_lazy("居民")


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What somebody wants to be talked over. `origin`: the matter it comes from, read by whoever brings it in."""

    kind: Kind
    area_code: str
    title: str
    text: str
    source: str = Source.RESIDENT
    channel: str = Matter.Channel.WEB
    origin: Matter | None = None
    files: Sequence[Upload] = field(default_factory=tuple)


@transaction.atomic
def raise_topic(*, given: Raised, actor: Actor, at: datetime) -> Matter:
    """Open a topic. Raises Refused for nobody, for a kind of another law, and for what only an office may say."""
    if actor.uuid is None:
        raise Refused(_("请先登录再提出议题，受理情况会通知您。"))
    if given.kind.procedure != talk_of(given.area_code).key:
        raise Refused(_("“{kind}”不是这里的协商议题类别。").format(kind=given.kind.name))
    by = _by(actor, given)
    matter, _code = open_matter(
        given=Given(
            kind=given.kind,
            area_code=given.area_code,
            title=given.title,
            channel=given.channel,
            payload={
                "title": given.title,
                "text": given.text,
                "source": official(Source(given.source).label),
                **({"origin": given.origin.number} if given.origin else {}),
            },
        ),
        by=by,
        at=at,
    )
    Topic.objects.create(matter=matter, text=given.text, source=given.source, origin=given.origin)
    add_reporter(matter, account=actor.account)
    for file in given.files:
        attach(matter, file, step="raised", by=actor.account, at=at)
    enlist(matter)
    return matter


def _by(actor: Actor, given: Raised) -> ActorSnapshot:
    """A resident stays without a name, an office says which it is."""
    if given.source == Source.RESIDENT and not actor.reads(given.area_code):
        return ActorSnapshot(account="", role=Role.RESIDENT.value, office=official(SOMEBODY))
    for role in HANDLERS.values():
        if grant := actor.grant(role, given.area_code):
            return snapshot_by(actor, grant)
    raise Refused(_("居民请以“居民提出”提出议题；由单位提出的，须是当地工作人员。"))
