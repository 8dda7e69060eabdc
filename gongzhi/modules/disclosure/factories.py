"""A small world for tests: a township of communities, one of villages, and somebody for each desk."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from gongzhi.kernel.bodies.demo import furnish_village
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account, Mandate
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.models import Obligation, Publication
from gongzhi.kernel.publications.services import arise
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.disclosure.selectors import Line
from gongzhi.modules.disclosure.services import Draft, disclose
from gongzhi.modules.disclosure.vocabulary import Group, Side

CITY, COUNTY, TOWNSHIP, COMMUNITY, NEIGHBOUR = "50", "500103", "500103001", "500103001003", "500103001006"
VILLAGE, UNUSED = "500112143210", "500103001014"
CHINA = timezone.get_fixed_timezone(480)
BEGAN = datetime(2026, 4, 2, 9, tzinfo=CHINA)  # the installation knows its duties: the second quarter's arise
LAST_DAY = datetime(2026, 7, 15, 9, tzinfo=CHINA)  # by when the second quarter's are done
LATE = datetime(2026, 7, 20, 9, tzinfo=CHINA)
QUARTER = date(2026, 4, 1)
LINES = (
    Line(Side.INCOME, "上级拨付工作经费", 1_200_000),
    Line(Side.SPENDING, "路灯维修", 345_678),
    Line(Side.SPENDING, "困难家庭慰问", 200_000),
)


def engage(name: str, role: Role | None = None, area: str = "") -> Account:
    account = register_account(username=name, name=name, at=BEGAN, actor=SYSTEM)
    if role:
        grant_mandate(account=account, role=role, area=area, since=date(2024, 1, 1), at=BEGAN, actor=SYSTEM)
    return account


@dataclass
class World:
    """At the beginning of the second quarter of 2026: `villagers` by username sit in the bodies of the village."""

    villagers: dict[str, Account] = field(init=False)

    def __post_init__(self) -> None:
        load_areas(at=BEGAN, under=TOWNSHIP)
        load_areas(at=BEGAN, under=VILLAGE[:9])
        load_calendar(at=BEGAN)
        found_offices(at=BEGAN.date())
        self.villagers = furnish_village(at=BEGAN - timedelta(days=1), area=VILLAGE)
        self.secretary = self.villagers["secretary"]
        grant_mandate(
            account=self.secretary,
            role=Role.COMMUNITY_WORKER,
            area=VILLAGE,
            since=date(2024, 1, 1),
            at=BEGAN,
            actor=SYSTEM,
        )
        self.community = engage("李敏", Role.COMMUNITY_WORKER, COMMUNITY)
        self.neighbour = engage("吴芳", Role.COMMUNITY_WORKER, NEIGHBOUR)
        self.subdistrict = engage("王建国", Role.SUBDISTRICT_OFFICER, TOWNSHIP)
        self.town = engage("何镇", Role.SUBDISTRICT_OFFICER, VILLAGE[:9])
        self.district = engage("赵晓梅", Role.DISTRICT_OFFICER, COUNTY)
        self.city = engage("刘志远", Role.CITY_OFFICER, CITY)
        self.auditor = engage("孙正", Role.AUDITOR, CITY)
        self.resident = engage("陈秀兰")
        _in_use_everywhere()
        arise(at=BEGAN)

    def actor(self, who: str, at: datetime = LATE) -> Actor:
        return actor_of(getattr(self, who), at.date())


def _in_use_everywhere() -> None:
    """Have a clerk in each community but the last, in which nobody has begun to use the platform."""
    clerk = engage("文员")
    codes = Area.objects.filter(level=12).exclude(code=UNUSED).values_list("code", flat=True)
    Mandate.objects.bulk_create(
        Mandate(account=clerk, role=Role.COMMUNITY_WORKER, area_code=code, since=date(2024, 1, 1))
        for code in codes
    )


def owed_by(area: str, group: Group, period: date = QUARTER) -> Obligation:
    """The quarterly duty of a group."""
    return Obligation.objects.get(area_code=area, duty__startswith=group.kind, period=period)


def publish(
    world: World,
    group: Group = Group.FINANCE,
    *,
    area: str = COMMUNITY,
    who: str = "community",
    at: datetime = LAST_DAY,
    title: str = "第二季度公开",
    text: str = "收支情况如下。",
) -> Publication:
    draft = Draft(title=title, text=text, lines=LINES if group is Group.FINANCE else ())
    return disclose(obligation=owed_by(area, group), draft=draft, actor=world.actor(who, at), at=at)
