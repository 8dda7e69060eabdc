"""Bring a case in, at any channel."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import Given, open_matter
from gongzhi.kernel.matters.services.files import Checked, Upload, check, keep
from gongzhi.kernel.matters.services.opening import add_reporter, enlist
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.territory.boundaries import district_at
from gongzhi.lib.canonical import Json
from gongzhi.lib.text.titles import title_of
from gongzhi.modules.cases.models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who is told: an account, or a name and a phone number (checked before)."""

    account: str = ""
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    kind: Kind
    area_code: str
    body: str
    channel: str
    contact: Contact
    title: str = ""
    address: str = ""
    lon: Decimal | None = None
    lat: Decimal | None = None
    files: Sequence[Upload] = field(default_factory=tuple)
    source: str = ""
    source_id: str = ""


@transaction.atomic
def report(*, given: Report, by: ActorSnapshot, at: datetime) -> tuple[Matter, str]:
    """Open a case. Answers its matter and the query code, shown once.

    Raises Refused for a file that may not be kept; then nothing is kept. LookupError: no office above the area.
    """
    pictures = [check(file) for file in given.files]
    lon, lat = _place(given, pictures)
    title = given.title.strip() or title_of(given.body)
    payload: dict[str, Json] = {
        "title": title,
        "body_text": given.body,
        "address": given.address,
        "reporter": given.contact.name,
        "files": len(given.files),
    }
    matter, code = open_matter(
        given=Given(
            kind=given.kind, area_code=given.area_code, title=title, channel=given.channel, payload=payload
        ),
        by=by,
        at=at,
    )
    Case.objects.create(
        matter=matter,
        body=given.body,
        address=given.address,
        lon=lon,
        lat=lat,
        source=given.source,
        source_id=given.source_id,
    )
    add_reporter(matter, **asdict(given.contact))
    for file, checked in zip(given.files, pictures, strict=True):
        keep(matter, checked, name=file.name or "", step="opened", by=by.account, at=at)
    enlist(matter)
    return matter, code


def _place(given: Report, pictures: Sequence[Checked]) -> tuple[Decimal | None, Decimal | None]:
    """Answer where it is: as given, else where the first picture was taken, if that lies in the chosen district."""
    if given.lon is not None:
        return given.lon, given.lat
    for place in (p.place for p in pictures if p.place):
        if district_at(*place) == given.area_code[:6]:
            return Decimal(f"{place[0]:.6f}"), Decimal(f"{place[1]:.6f}")
    return None, None
