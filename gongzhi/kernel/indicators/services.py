"""Approve a figure: its value of that moment stands; what is counted later shows as a correction. Remark on one."""

from datetime import datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.indicators.models import Approval
from gongzhi.kernel.indicators.selectors import value
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json
from gongzhi.lib.periods import Period

APPROVED = declare(
    RecordType(
        "indicators.approved", gettext_lazy("审定指标 {indicator}（{area}，{period}）为 {value}。{note}")
    )
)
REMARKED = declare(RecordType("indicators.remarked", gettext_lazy("说明：{text}")))


def stream_of(key: str) -> UUID:
    """Answer the stream of the record that holds what was approved of an indicator."""
    return uuid5(NAMESPACE_OID, f"gongzhi:indicator:{key}")


@transaction.atomic
def approve(
    *, key: str, area: str, period: Period, note: str, actor: ActorSnapshot, at: datetime
) -> Approval:
    """Approve the value of a period that is over. Raises ValidationError before its end, or without a value."""
    today = timezone.localdate(at)
    if period.last >= today:
        raise ValidationError(_("这一时段还没有结束，结束之后才能审定。"))
    found = value(key, area=area, period=period, on=today)
    if found.number is None:
        raise ValidationError(_("这个指标在这一时段没有数值，不能审定。"))
    about: dict[str, Json] = {"indicator": key, "area": area, "period": period.text}
    write(
        APPROVED,
        stream=stream_of(key),
        area=area,
        actor=actor,
        at=at,
        payload={**about, "value": str(found.number), "note": note},
    )
    return Approval.objects.create(
        indicator=key,
        area_code=area,
        period=period.text,
        value=str(found.number),
        office=actor.office,
        note=note,
        at=at,
    )


def remark(*, key: str, area: str, period: Period, text: str, actor: ActorSnapshot, at: datetime) -> None:
    """Say something about a figure for everybody who reads it. Raises ValidationError for no words."""
    if not text.strip():
        raise ValidationError(_("请写下您要说明的内容。"))
    payload: dict[str, Json] = {
        "indicator": key,
        "area": area,
        "period": period.text,
        "text": text.strip()[:400],
    }
    write(REMARKED, stream=stream_of(key), area=area, actor=actor, at=at, payload=payload)
