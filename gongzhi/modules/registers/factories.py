"""A small world for tests: a township with communities, somebody for each desk."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.services import load_areas

from .models import Row
from .services import enter
from .vocabulary import REGISTERS

CITY, DISTRICT, TOWNSHIP = "50", "500103", "500103001"
COMMUNITY, NEIGHBOUR = "500103001003", "500103001006"
ZONE = timezone.get_fixed_timezone(480)
NOW = datetime(2020, 6, 1, 9, tzinfo=ZONE)
HELD_SINCE = date(2015, 1, 1)


def engage(username: str, role: Role, area: str) -> Account:
    account = register_account(username=username, name=username, at=NOW, actor=SYSTEM)
    grant_mandate(account=account, role=role, area=area, since=HELD_SINCE, at=NOW, actor=SYSTEM)
    return account


@dataclass
class World:
    """`village`: a second community that is taken for a village."""

    village: str = field(default=NEIGHBOUR)

    def __post_init__(self) -> None:
        load_areas(at=NOW, under=TOWNSHIP)
        Area.objects.filter(pk=NEIGHBOUR).update(urban=False)
        self.community = engage("李敏", Role.COMMUNITY_WORKER, COMMUNITY)
        self.neighbour = engage("吴芳", Role.COMMUNITY_WORKER, NEIGHBOUR)
        self.subdistrict = engage("王建国", Role.SUBDISTRICT_OFFICER, TOWNSHIP)
        self.district = engage("周宁", Role.DISTRICT_OFFICER, DISTRICT)
        self.city = engage("刘志远", Role.CITY_OFFICER, CITY)
        self.auditor = engage("孙正", Role.AUDITOR, CITY)

    def actor(self, who: str = "city") -> Actor:
        return actor_of(getattr(self, who), date(2020, 6, 1))

    def enter(
        self, key: str, name: str = "", *, area: str = COMMUNITY, on: str = "2019-03-01", **values: Any
    ) -> Row:
        return enter(
            register=REGISTERS[key],
            area=area,
            name=name,
            since=date.fromisoformat(on),
            values=values,
            actor=self.actor(),
            at=NOW,
        )
