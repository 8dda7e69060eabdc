"""Approve a figure: its value of that moment stands; what is counted later shows as a correction."""

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
from gongzhi.lib.periods import Period

APPROVED = declare(
    RecordType(
        "indicators.approved", gettext_lazy("审定指标 {indicator}（{area}，{period}）为 {value}。{note}")
    )
)


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
    write(
        APPROVED,
        stream=stream_of(key),
        area=area,
        actor=actor,
        at=at,
        payload={
            "indicator": key,
            "area": area,
            "period": period.text,
            "value": str(found.number),
            "note": note,
        },
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
