"""Tell the township that something was not disclosed or not truly; verify it within its term."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.services import stream_of
from gongzhi.lib.canonical import Json
from gongzhi.lib.workdays import due
from gongzhi.modules.disclosure.models import Complaint
from gongzhi.modules.disclosure.policies import may_oversee
from gongzhi.modules.disclosure.procedures import VERIFYING
from gongzhi.modules.disclosure.vocabulary import COMPLAINED, VERIFIED

from .calling import call_for

MOST_OPEN = 5
_FOUNDED, _UNFOUNDED = gettext_lazy("反映属实"), gettext_lazy("反映不属实")
_ORDERED = gettext_lazy("责令公开：{what}")


@transaction.atomic
def complain(
    *, area: str, text: str, publication: Publication | None = None, actor: Actor, at: datetime
) -> Complaint:
    """Tell the township above a community. Who told it stays with its officers. Raises Refused."""
    if actor.uuid is None:
        raise Refused(_("请先登录，核实的结果会告诉您。"))
    if not text.strip():
        raise Refused(_("请写明哪一项没有公开，或者哪里不实。"))
    waiting = Complaint.objects.filter(account=actor.uuid, area_code=area, decided_at__isnull=True)
    if waiting.count() >= MOST_OPEN:
        raise Refused(_("您已有{n}件反映正在核实，请等答复后再提。").format(n=MOST_OPEN))
    made = Complaint.objects.create(
        area_code=area,
        township_code=area[:9],
        account_id=actor.uuid,
        publication=publication,
        text=text.strip()[:2000],
        at=at,
        due_on=timezone.localdate(due(at, VERIFYING, calendar()).at),
    )
    payload: dict[str, Json] = {"complaint": made.pk, "until": made.due_on.isoformat(), "text": made.text}
    nameless = ActorSnapshot(account="", role=Role.RESIDENT, office=official(Role.RESIDENT.label))
    write(COMPLAINED, stream=stream_of(area), area=area, actor=nameless, at=at, payload=payload)
    return made


@transaction.atomic
def verify(
    *, complaint: Complaint, founded: bool, answer: str, order: str = "", actor: Actor, at: datetime
) -> Complaint:
    """Say what was found; `order`: what the community has to disclose at once because of it. Raises Refused."""
    held = Complaint.objects.select_for_update().get(pk=complaint.pk)
    verdict = may_oversee(actor, held.area_code)
    if verdict.grant is None:
        raise Refused(str(verdict.because))
    if held.decided_at is not None:
        raise Refused(_("这件反映已经核实答复过。"))
    if not answer.strip():
        raise Refused(_("请写明核实的情况。"))
    if order.strip() and not founded:
        raise Refused(_("反映不属实的，不能责令公开。"))
    by = snapshot_by(actor, verdict.grant)
    held.founded, held.answer, held.office, held.decided_at = founded, answer.strip()[:2000], by.office, at
    held.save(update_fields=["founded", "answer", "office", "decided_at"])
    finding = official(_FOUNDED if founded else _UNFOUNDED)
    payload: dict[str, Json] = {
        "complaint": held.pk,
        "finding": finding,
        "answer": held.answer,
        "order": order.strip()[:120],
    }
    write(VERIFIED, stream=stream_of(held.area_code), area=held.area_code, actor=by, at=at, payload=payload)
    if order.strip():
        about = official(format_lazy(_ORDERED, what=order.strip()))
        call_for(held.area_code, about, by=by, at=at)
    return held
