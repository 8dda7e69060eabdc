"""Cases for machines: bring one in, read how it stands. JSON; a bearer key stands for an account with mandates."""

from django.db import IntegrityError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from gongzhi.kernel.exchange.keys import Bearer, actor_of_request, senders_key
from gongzhi.kernel.matters.listing import Filters, matching, page
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.identity import phone_number
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.policies import bringing_in
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.services import Contact, Report, report

router = Router(auth=Bearer(), tags=["cases"])


class CaseIn(Schema):
    """A case to bring in. `reference`: the sender's own id; sent twice, it is taken in once."""

    kind: str
    area: str
    body: str = Field(min_length=5, max_length=4000)
    address: str = Field("", max_length=160)
    name: str = Field("", max_length=40)
    phone: str = Field("", max_length=20)
    reference: str = Field("", max_length=80)


class Receipt(Schema):
    """`code` is answered once, with the case; a repeated reference gets '' instead."""

    number: str
    code: str


class CaseOut(Schema):
    number: str
    title: str
    kind: str
    area: str
    state: str
    responsible: str
    opened_at: str
    due_at: str | None
    overdue: bool


class CaseList(Schema):
    count: int
    rows: list[CaseOut]
    after: str


@router.post("/", response={200: Receipt, 201: Receipt})
def bring_in(request: HttpRequest, given: CaseIn) -> Status[Receipt]:
    """Take a case in. 200: the reference was taken in before. 403: outside the key's areas. 422: bad input."""
    actor = actor_of_request(request)
    reference = given.reference or senders_key(request)
    source = f"api:{actor.account}" if reference else ""
    if source and (known := Case.objects.filter(source=source, source_id=reference).first()):
        return _again(known, given)
    kind = Kind.objects.filter(pk=given.kind, procedure=CASE.key, retired_on=None).first()
    if kind is None or not Area.objects.filter(pk=given.area, until=None).exists():
        raise HttpError(422, _("没有这个类别或者区域代码。"))
    if (grant := bringing_in(actor, given.area)) is None:
        raise HttpError(403, _("{area}不在这个密钥的授权范围内。").format(area=full_name(given.area)))
    wanted = Report(
        kind=kind,
        area_code=given.area,
        body=given.body,
        channel=Matter.Channel.API,
        contact=Contact(name=given.name, phone=_phone(given.phone)),
        address=given.address,
        source=source,
        source_id=reference,
    )
    by = snapshot_by(actor, grant)
    try:
        matter, code = report(given=wanted, by=by, at=timezone.now())
    except IntegrityError:  # the same reference came twice at once, and the other was first
        known = Case.objects.filter(source=source, source_id=reference).exclude(source="").first()
        if known is None:
            raise
        return _again(known, given)
    return Status(201, Receipt(number=matter.number, code=code))


def _again(known: Case, given: CaseIn) -> Status[Receipt]:
    """The same once more gets its number; something else under the same reference is refused."""
    if known.body != given.body:
        raise HttpError(422, _("这个编号（reference 或者 Idempotency-Key）已经用于另一件事项。"))
    return Status(200, Receipt(number=known.matter.number, code=""))


def _phone(text: str) -> str:
    try:
        return phone_number(text) if text else ""
    except ValueError as why:
        raise HttpError(422, _(str(why))) from why


@router.get("/", response=CaseList)
def listed(request: HttpRequest, q: str = "", area: str = "", state: str = "", after: str = "") -> CaseList:
    """Answer cases within the key's areas, newest first, 30 a page; `after` is the cursor of the next page."""
    filters = Filters.of({"q": q, "area": area, "state": state, "after": after})
    shown = page(matching(filters, actor_of_request(request), at=timezone.now()), filters)
    return CaseList(count=shown.count, rows=[_out(m) for m in shown.rows], after=shown.more)


@router.get("/{number}", response=CaseOut)
def one(request: HttpRequest, number: str) -> CaseOut:
    matter = Matter.objects.select_related("responsible").filter(number=number).first()
    if matter is None or not actor_of_request(request).reads(matter.area_code):
        raise HttpError(404, _("没有这件事项，或者不在授权范围内。"))
    return _out(matter)


def _out(matter: Matter) -> CaseOut:
    return CaseOut(
        number=matter.number,
        title=matter.title,
        kind=matter.kind_id,
        area=matter.area_code,
        state=matter.state,
        responsible=matter.responsible.name,
        opened_at=matter.opened_at.isoformat(),
        due_at=matter.due_at.isoformat() if matter.due_at else None,
        overdue=matter.overdue,
    )
