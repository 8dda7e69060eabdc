"""What has to be made public at once: because a meeting decided it, because somebody says so."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.seating import is_village
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Meeting
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.publications import services as kernel
from gongzhi.kernel.publications.models import Obligation, Publication
from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.services import stream_of
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.modules.disclosure.policies import may_oversee, may_publish
from gongzhi.modules.disclosure.procedures import AT_ONCE, IMPORTANT
from gongzhi.modules.disclosure.vocabulary import CALLED_FOR

# Villagers' and residents' meetings, and those of their representatives (村 35 一项, 居 34 一项).
DECIDING = ("village_assembly", "village_representatives", "residents_assembly", "residents_representatives")


@transaction.atomic
def owe_at_once(*, area: str, about: str, actor: Actor, at: datetime) -> Obligation:
    """Note that something has to be made public at once. Raises Refused without words, and for strangers."""
    verdict = may_publish(actor, area)
    grant = verdict.grant or may_oversee(actor, area).grant
    if grant is None:
        raise Refused(str(verdict.because))
    if not about.strip():
        raise Refused(_("请写明要公开什么事项。"))
    return call_for(area, about.strip(), by=snapshot_by(actor, grant), at=at)


def call_for(
    area: str, about: str, *, by: ActorSnapshot, at: datetime, happened: datetime | None = None
) -> Obligation:
    """Have the duty arise, once for each thing that happened, its days counted from then.

    `happened`: before `at`, where nobody noted it at once. Raises Refused where it was done that day already.
    """
    since = happened or at
    duty = AT_ONCE[is_village(area)]
    known = Obligation.objects.filter(area_code=area, duty=duty.key, about=about[:120])
    if held := known.filter(done_on__isnull=True).first():
        return held
    if known.filter(period=timezone.localdate(since)).exists():
        raise Refused(_("“{about}”今天已经公开过。").format(about=about))
    made = kernel.owe(duty=duty, area_code=area, about=about, within=IMPORTANT, at=since)
    payload = {"about": made.about, "until": made.due_on.isoformat()}
    write(CALLED_FOR, stream=stream_of(area), area=area, actor=by, at=at, payload=payload)
    return made


def decided(*, entry: Entry, at: datetime) -> None:
    """After a meeting of a community's people decided something: it has to be made public at once."""
    meeting = Meeting.objects.select_related("matter").filter(pk=entry.payload["meeting_id"]).first()
    if meeting is None or not meeting.passed or not meeting.rule.startswith(DECIDING):
        return
    matter = meeting.matter
    if matter.open and len(matter.area_code) == COMMUNITY:
        call_for(matter.area_code, _about(matter), by=SYSTEM, at=at, happened=entry.at)
        if shown := matter.publications.filter(published_at__gte=entry.at).order_by("published_at").first():
            _done(matter, shown)


def made_public(*, entry: Entry, at: datetime) -> None:
    """After something was made public for a matter, what was owed about that matter is done."""
    found = Publication.objects.filter(pk=entry.payload["publication"], matter__isnull=False)
    shown = found.select_related("matter").first()
    if shown is not None and shown.matter is not None:
        _done(shown.matter, shown)


def _done(matter: Matter, shown: Publication) -> None:
    keys = [duty.key for duty in AT_ONCE.values()]
    owed = Obligation.objects.filter(
        area_code=matter.area_code, duty__in=keys, about=_about(matter), done_on__isnull=True
    )
    for held in owed:
        kernel.fulfil(obligation=held, publication=shown, at=shown.published_at)


def _about(matter: Matter) -> str:
    return f"{matter.number} {matter.title}"[:120]
