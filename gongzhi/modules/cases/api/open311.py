"""Cases for clients of Open311: their kinds are its services, and everybody sees what our pages show everybody.

That is the published answer, with its place to about 100 metres. A case that came in by this door is followed by its
number before that too: what kind it is, who has it, where it stands, until when. Never its text, place or person.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.exchange.georeport import Asked, Fault, Handed, Offered, Row
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.territory.locating import locate
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.identity import phone_number
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.policies import bringing_in
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.selectors import LEAF, current_kinds, point
from gongzhi.modules.cases.services import Contact, Report, report

DOOR = "open311:"  # sources of cases that came in here: the door, and the account of the key


class CaseDesk:
    """The desk of cases; see `gongzhi.kernel.exchange.georeport.Desk`."""

    def offers(self) -> Sequence[Offered]:
        kinds = current_kinds()
        names = {kind.code: kind.name for kind in kinds}
        return [
            Offered(code=k.code, name=k.name, group=names.get(k.code[:2], ""), about=k.hint)
            for k in kinds
            if len(k.code) == LEAF
        ]

    def take(self, handed: Handed, actor: Actor, *, at: datetime) -> str:
        source = f"{DOOR}{actor.account}"
        known = Case.objects.filter(source=source, source_id=handed.reference).select_related("matter")
        if before := known.first():
            return before.matter.number
        kind = Kind.objects.filter(pk=handed.service, procedure=CASE.key, retired_on=None).first()
        if kind is None or len(kind.code) != LEAF:
            raise Fault(404, _("没有编码为“{code}”的服务（service_code）。").format(code=handed.service))
        area = _area(handed)
        if (grant := bringing_in(actor, area)) is None:
            raise Fault(403, _("{area}不在这个密钥的授权范围内。").format(area=full_name(area)))
        try:
            matter, _code = report(
                given=_report(handed, kind, area, source), by=snapshot_by(actor, grant), at=at
            )
        except (Refused, LookupError) as why:
            raise Fault(400, str(why)) from why
        except IntegrityError:  # the same request came twice at once, and the other was first
            return known.get().matter.number
        return matter.number

    def requests(self, asked: Asked) -> list[Row]:
        found = _seen(asked)
        if not asked.numbers:
            found = found.filter(matter__opened_at__gte=asked.since, matter__opened_at__lte=asked.until)
        rows = list(found.order_by("-matter__opened_at", "-pk")[asked.offset : asked.offset + asked.most])
        acts = Entry.objects.filter(stream__in=[row.pk for row in rows]).order_by()
        last = dict(acts.values_list("stream").annotate(last=Max("at")).values_list("stream", "last"))
        return [_row(case, last[case.pk]) for case in rows]

    def updates(self, asked: Asked) -> list[Row]:
        seen = {case.pk: case for case in _seen(asked)[:10_000]}
        acts = Entry.objects.filter(stream__in=list(seen), payload__has_key="state")
        if not asked.numbers:
            acts = acts.filter(at__gte=asked.since, at__lte=asked.until)
        acts = acts.order_by("-at", "-pk")[asked.offset : asked.offset + asked.most]
        return [_update(act, seen[act.stream].matter) for act in acts]


def _seen(asked: Asked) -> QuerySet[Case]:
    """Answer the cases that everybody may ask after, as far as they are asked for; not yet by time."""
    seen = Case.objects.filter(Q(published_at__isnull=False) | Q(source__startswith=DOOR))
    if asked.numbers:
        seen = seen.filter(matter__number__in=asked.numbers)
    if asked.services:
        seen = seen.filter(matter__kind__in=asked.services)
    if len(set(asked.states)) == 1:
        seen = seen.filter(matter__closed_at__isnull=asked.states[0] == "open")
    return seen.select_related("matter", "matter__kind", "matter__responsible")


def _area(handed: Handed) -> str:
    if handed.address_id:
        if not Area.objects.filter(pk=handed.address_id, until=None).exists():
            raise Fault(400, _("没有这个区域代码（address_id）。"))
        return handed.address_id
    place = (float(handed.point[0]), float(handed.point[1])) if handed.point else None
    if not place and not handed.address:
        raise Fault(400, _("没有给出位置：请给出 lat 和 long，或者 address_string，或者 address_id。"))
    area = locate(settings.CITY_CODE, point=place, address=handed.address)
    if not area:
        raise Fault(400, _("看不出这是哪个区县：请检查经纬度，或者在地址里写明区县和社区。"))
    return area


def _report(handed: Handed, kind: Kind, area: str, source: str) -> Report:
    lon: Decimal | None
    lon, lat = handed.point or (None, None)
    try:
        phone = phone_number(handed.phone) if handed.phone else ""
    except ValueError as why:
        raise Fault(400, _(str(why))) from why
    return Report(
        kind=kind,
        area_code=area,
        body=handed.description,
        channel=Matter.Channel.API,
        contact=Contact(name=handed.name, phone=phone),
        address=handed.address,
        lon=lon,
        lat=lat,
        source=source,
        source_id=handed.reference,
    )


def _row(case: Case, last: datetime) -> Row:
    matter, published = case.matter, case.published_at is not None
    place = point(case)["geometry"]["coordinates"] if published and case.lon is not None else (None, None)
    return {
        "service_request_id": matter.number,
        "status": _status(matter.closed_at is not None),
        "status_notes": case.public_answer or matter.label,
        "service_name": matter.kind.name,
        "service_code": matter.kind_id,
        "description": case.public_title if published else None,
        "agency_responsible": matter.responsible.name,
        "service_notice": None,
        "requested_datetime": _when(matter.opened_at),
        "updated_datetime": _when(matter.closed_at or last),
        "expected_datetime": _when(matter.due_at) if matter.due_at else None,
        "address": matter.area_name if published else None,
        "address_id": matter.area_code if published else None,
        "zipcode": None,
        "lat": place[1],
        "long": place[0],
        "media_url": None,
    }


def _update(act: Entry, matter: Matter) -> Row:
    state = CASE.states(act.payload["state"])
    return {
        "update_id": str(act.pk),
        "service_request_id": matter.number,
        "status": _status(state in CASE.final),
        "updated_datetime": _when(act.at),
        "description": str(state.label),
    }


def _status(closed: bool) -> str:
    return "closed" if closed else "open"


def _when(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
