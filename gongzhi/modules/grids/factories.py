"""A small world for tests: one township with its communities, a grid, and somebody for each desk."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import uuid4

from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.services import load_areas, make_grid

TOWNSHIP, COMMUNITY, NEIGHBOUR = "500103001", "500103001003", "500103001006"
FOUNDED = datetime(2024, 3, 1, 9, tzinfo=timezone.get_fixed_timezone(480))
HELD_SINCE = date(2024, 1, 1)


def engage(name: str, role: Role, area: str) -> Account:
    account = register_account(username=name, name=name, at=FOUNDED, actor=SYSTEM)
    grant_mandate(account=account, role=role, area=area, since=HELD_SINCE, at=FOUNDED, actor=SYSTEM)
    return account


@dataclass
class World:
    """`grid` has no worker yet."""

    grid: str = field(init=False)

    def __post_init__(self) -> None:
        load_areas(at=FOUNDED, under=TOWNSHIP)
        found_offices(at=FOUNDED.date())
        self.grid = make_grid(community=COMMUNITY, name="第一网格", at=FOUNDED, actor=SYSTEM).code
        self.community = engage("李敏", Role.COMMUNITY_WORKER, COMMUNITY)
        self.neighbour = engage("吴芳", Role.COMMUNITY_WORKER, NEIGHBOUR)
        self.subdistrict = engage("王建国", Role.SUBDISTRICT_OFFICER, TOWNSHIP)
        self.city = engage("刘志远", Role.CITY_OFFICER, "50")
        self.auditor = engage("孙正", Role.AUDITOR, "50")

    def actor(self, account: Account) -> Actor:
        return actor_of(account, timezone.localdate())


def make_matter(area: str, **more: object) -> Matter:
    """A matter that lies in an area, without the acts that would have brought it there."""
    procedure = next(iter(PROCEDURES.values()))
    kind, _made = Kind.objects.get_or_create(code="99", name="其他", procedure=procedure.key)
    given = {
        "kind": kind,
        "procedure": procedure.key,
        "title": "路灯不亮",
        "number": uuid4().hex[:17],
        "channel": Matter.Channel.WEB,
        "area_code": area,
        "county_code": area[:6],
        "state": procedure.start.value,
        "responsible": Organisation.objects.get(code=COMMUNITY),
        "opened_at": timezone.now(),
    }
    return Matter.objects.create(**{**given, **more})
