"""Small worlds for tests: one district with its offices, kinds and people."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import found, found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.cases.services import Contact, Report, prepare, report

COUNTY, TOWNSHIP, COMMUNITY = "500103", "500103001", "500103001003"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(480))


def district(at: datetime = MONDAY) -> None:
    """Lay one district: areas, calendar, offices, a department of housing, kinds."""
    load_areas(at=at, under=COUNTY)
    load_calendar(at=at)
    found_offices(at=at.date())
    found(
        code=f"{COUNTY}:housing",
        name="渝中区住房城乡建设委员会",
        kind=Organisation.Kind.DEPARTMENT,
        area_code=COUNTY,
        since=date(2016, 1, 1),
        function="housing",
    )
    prepare(at)


def account(name: str, at: datetime = MONDAY) -> Account:
    return Account.objects.create(username=name, name=name, registered_at=at)


def officer(name: str, role: Role, area: str, body: str = "") -> Actor:
    """Answer an actor with one mandate; its account exists."""
    return Actor(account=str(account(name).pk), name=name, grants=(Grant(role, area, body),))


@dataclass
class Cast:
    """Who acts in the tests' stories."""

    resident: Actor = field(default_factory=lambda: Actor(account=str(account("陈秀兰").pk), name="陈秀兰"))
    community: Actor = field(default_factory=lambda: officer("李敏", Role.COMMUNITY_WORKER, COMMUNITY))
    subdistrict: Actor = field(default_factory=lambda: officer("王建国", Role.SUBDISTRICT_OFFICER, TOWNSHIP))
    county: Actor = field(default_factory=lambda: officer("赵晓梅", Role.DISTRICT_OFFICER, COUNTY))
    auditor: Actor = field(default_factory=lambda: officer("孙正", Role.AUDITOR, "50"))


def make_case(
    resident: Actor, *, at: datetime = MONDAY, kind: str = "010101", area: str = COMMUNITY, **more: Any
) -> Matter:
    given: dict[str, Any] = {
        "body": "楼下垃圾三天没有清运，气味很大。",
        "channel": Matter.Channel.MOBILE,
        **more,
    }
    matter, _code = report(
        given=Report(
            kind=Kind.objects.get(pk=kind),
            area_code=area,
            contact=Contact(account=resident.account),
            **given,
        ),
        by=resident.snapshot(role=Role.RESIDENT, office="反映人"),
        at=at,
    )
    return matter


def take(subject: Matter, step: str, actor: Actor, at: datetime, **values: Any) -> Matter:
    """Take a step and answer the matter as it stands then."""
    act(matter_id=subject.pk, step=step, values=values, actor=actor, at=at)
    return Matter.objects.get(pk=subject.pk)
