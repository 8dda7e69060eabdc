"""Small worlds for tests: a village with everybody in it and its township, a community beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongzhi.kernel.bodies.demo import furnish_village
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.covenants.models import Covenant
from gongzhi.modules.covenants.services import Row, Said, prepare
from gongzhi.modules.covenants.services.demonstrating import Story
from gongzhi.modules.covenants.vocabulary import Stance

VILLAGE, TOWNSHIP = "500112143210", "500112143"
COMMUNITY = "500103001003"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(480))
BEGAN = date(2025, 1, 1)
ROWS = (
    Row(theme="banquets", text="红事只办婚嫁，白事只办丧葬。", way="council", who="红白理事会"),
    Row(theme="elderly", text="子女按月给老人生活费。", way="supervision", who="村务监督委员会"),
    Row(theme="own", own_theme="环境卫生", text="房前屋后自己扫。", way="member", who="冉光明"),
)


@dataclass
class World:
    """`people` by username; `clerk` holds the committee's office, `township` the one above, `villager` lives there."""

    at: datetime = MONDAY
    people: Mapping[str, Account] = field(init=False)

    def __post_init__(self) -> None:
        load_areas(at=self.at, under=TOWNSHIP)
        load_areas(at=self.at, under=COMMUNITY[:9])
        load_calendar(at=self.at)
        found_offices(at=self.at.date())
        prepare(self.at)
        self.people = furnish_village(at=self.at, area=VILLAGE)
        self.clerk = self.engage("secretary", Role.COMMUNITY_WORKER, VILLAGE)
        self.township = self.engage("township", Role.SUBDISTRICT_OFFICER, TOWNSHIP)
        self.villager = self.new("villager")
        self.neighbour = self.new("neighbour")

    def new(self, username: str) -> Actor:
        account = register_account(username=username, name=username, at=self.at, actor=SYSTEM)
        return Actor(account=str(account.pk), name=username)

    def engage(self, username: str, role: Role, area: str) -> Actor:
        account = self.people.get(username) or register_account(
            username=username, name=username, at=self.at, actor=SYSTEM
        )
        grant_mandate(account=account, role=role, area=area, since=BEGAN, at=self.at, actor=SYSTEM)
        return actor_of(account, self.at.date())

    def seated(self, username: str) -> Actor:
        """Answer somebody of the village by their seats alone."""
        account = self.people[username]
        return Actor(account=str(account.pk), name=account.name)

    def story(self, *, rows: tuple[Row, ...] = ROWS, area: str = VILLAGE) -> Story:
        """A covenant of the village, begun and written."""
        told = Story(area, self.clerk, self.township, self.at)
        told.begin("青龙村村规民约", "原来的不够用了")
        if rows:
            told.write("人人遵守。", rows)
        return told

    def heard(self, **more: Any) -> Story:
        told = self.story(**more)
        told.hear([Said(household="1组1号", stance=Stance.FOR), Said(household="1组2号", stance=Stance.FOR)])
        return told

    def ready(self) -> Story:
        told = self.heard()
        told.review()
        return told

    def in_force(self) -> Story:
        told = self.ready()
        told.vote()
        told.publish()
        told.come_into_force()
        return told


def reload(covenant: Covenant) -> Covenant:
    return Covenant.objects.select_related("matter").get(pk=covenant.pk)


def officer(role: Role, area: str) -> Actor:
    return Actor(account="x", grants=(Grant(role, area),))
