"""Mark whose finances are so busy that they are made public monthly; take areas into use."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import InUse
from gongzhi.kernel.bodies.services import take_into_use
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.services import stream_of
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.modules.disclosure.models import Busy
from gongzhi.modules.disclosure.policies import may_begin, may_oversee
from gongzhi.modules.disclosure.vocabulary import BUSY, QUIET


@transaction.atomic
def mark_busy(*, area: str, reason: str, actor: Actor, at: datetime) -> Busy:
    """Ask a community for monthly accounts, from the first of next month on. Raises Refused."""
    by = _by(actor, area, reason)
    if len(area) != COMMUNITY:
        raise Refused(_("只能对一个村（社区）这样要求。"))
    if Busy.objects.filter(area_code=area, until__isnull=True).exists():
        raise Refused(_("这个村（社区）已经要求每月公布财务收支。"))
    since = next_month(timezone.localdate(at))
    made = Busy.objects.create(area_code=area, since=since, reason=reason.strip()[:200])
    payload = {"since": since.isoformat(), "reason": made.reason}
    write(BUSY, stream=stream_of(area), area=area, actor=by, at=at, payload=payload)
    return made


@transaction.atomic
def mark_quiet(*, area: str, reason: str, actor: Actor, at: datetime) -> Busy:
    """Ask no more, from the first of next month on; what is owed already stays. Raises Refused."""
    by = _by(actor, area, reason)
    held = Busy.objects.select_for_update().filter(area_code=area, until__isnull=True).first()
    if held is None:
        raise Refused(_("这个村（社区）没有每月公布的要求。"))
    held.until = next_month(timezone.localdate(at))
    held.save(update_fields=["until"])
    payload = {"until": held.until.isoformat(), "reason": reason.strip()[:200]}
    write(QUIET, stream=stream_of(area), area=area, actor=by, at=at, payload=payload)
    return held


def begin(*, area: str, actor: Actor, at: datetime) -> InUse:
    """Take all communities of an area into use, from today on. Raises Refused."""
    verdict = may_begin(actor, area)
    if verdict.grant is None:
        raise Refused(str(verdict.because))
    by = snapshot_by(actor, verdict.grant)
    return take_into_use(area=area, since=timezone.localdate(at), at=at, actor=by)


def _by(actor: Actor, area: str, reason: str) -> ActorSnapshot:
    verdict = may_oversee(actor, area)
    if verdict.grant is None:
        raise Refused(str(verdict.because))
    if not reason.strip():
        raise Refused(_("请说明理由。"))
    return snapshot_by(actor, verdict.grant)


def next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
