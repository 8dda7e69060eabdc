"""Generate the demo's registers: the district's income, an urban community and a village, a few rows of everything."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.vocabulary import REGISTERS

from .importing import Given, take_in
from .keeping import change, end, enter

TOWN, VILLAGE = "500103001003", "500112143210"
BEGAN = timedelta(days=400)
Line = tuple[str, str, str, dict[str, Any]]
SURNAMES, NAMES = "赵钱孙李周吴郑王冯陈", ("伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇")


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate rows by the ordinary services, all or none. Answers how many; 0 where there are some already."""
    if Row.objects.exists():
        return 0
    actor = Actor(grants=(Grant(Role.CITY_OFFICER, settings.CITY_CODE),))
    began = timezone.localdate(at - BEGAN)
    lines = list(_lines())
    for key, area, name, values in lines:
        enter(
            register=REGISTERS[key],
            area=area,
            name=name,
            since=began,
            values=values,
            actor=actor,
            at=at - BEGAN,
        )
    _later(began, actor, at)
    return len(lines) + _volunteers(began, at)


def _lines() -> Iterator[Line]:
    for area in (TOWN[:6], VILLAGE[:6]):
        yield "incomes", area, "", {"rural": 2150000, "urban_income": 4580000}
    yield from _community(TOWN, "七星岗", households=2310, staff=24, pay=5600000)
    yield from _community(VILLAGE, "新河", households=640, staff=7, pay=4400000)
    yield "incubators", TOWN[:6], "渝中区社会组织孵化基地", {"rank": "county", "address": "中山一路"}
    yield "estates", TOWN, "江岸新居", {"homes": 420, "occupied": 189, "committee": False}
    yield "visits", "50", "法律服务网", {"visits": 41200}
    for title in ("居民委员会选举", "民主协商", "居民公约"):
        yield "lists", "50", title, {"list": "self_government"}


def _community(area: str, name: str, *, households: int, staff: int, pay: int) -> Iterator[Line]:
    yield "communities", area, "", {
        "households": households, "residents": households * 2 + 61, "staff": staff, "radius": 9, "circle": 14,
        "ledgers": 21, "coordination": True, "committee": False, "disputes": True,
    }  # fmt: skip
    yield "pay", area, "", {"pay": pay}
    yield "centres", area, "", {"address": f"{name}便民服务中心", "floor": households * 36}
    for use in ("服务大厅", "居民议事室", "人民调解室", "阅览室"):
        yield "rooms", area, f"{name}{use}", {"use": use, "floor": 4200}
    for words in ("党组织", "村（居）民委员会", "村（居）务监督委员会"):
        yield "plaques", area, f"{name}{words}", {"outside": True}
    yield "mediation_committees", area, f"{name}人民调解委员会", {"kind": "community"}
    for kind, title in (("villagers", "议事会"), ("weddings", "红白理事会"), ("ethics", "道德评议会")):
        yield "councils", area, f"{name}{title}", {"kind": kind}
    yield "organisations", area, f"{name}邻里互助社", {"kind": "neighbours", "standing": "filed"}
    yield "stations", area, f"{name}社会工作室", {}
    yield "volunteer_organisations", area, f"{name}志愿服务队", {"services": "助老、助学"}
    yield "mediated", area, f"{name}派出所调解室", {"origin": "police", "cases": 12}
    yield "trainings", area, "村规民约修订培训", {"topic": "covenants", "trainees": 26}
    yield (
        "projects",
        area,
        f"{name}助老服务",
        {"funder": "county", "spent": 4800000, "activities": 12, "people": 300},
    )
    yield "gifts", area, "爱心企业", {"fund": "foundation", "form": "raised", "amount": 1200000}
    for n in range(3):
        person = f"{SURNAMES[n]}{NAMES[n + len(name)]}"
        yield "mediators", area, person, {"committee": f"{name}人民调解委员会", "full_time": n == 0}
        yield "social_workers", area, f"{SURNAMES[n + 4]}{NAMES[n]}", {"grade": "assistant"}


def _later(began: date, actor: Actor, at: datetime) -> None:
    """Somebody is dismissed, a community has fewer ledgers than it had."""
    then = began + timedelta(days=200)
    mediator = Row.objects.filter(register="mediators", area_code=TOWN).order_by("name").first()
    community = Row.objects.filter(register="communities", area_code=TOWN).first()
    if mediator and community:
        end(row=mediator, on=then, reason="任期届满，不再续聘", actor=actor, at=at)
        change(row=community, values={"ledgers": 17}, on=then, reason="精简台账", actor=actor, at=at)


def _volunteers(began: date, at: datetime) -> int:
    """Forty volunteers of the town come by a table."""
    rows = [
        Given(n + 2, TOWN, f"{SURNAMES[n % 10]}{NAMES[n * 7 % 10]}{NAMES[n // 10]}", began, None, {})
        for n in range(40)
    ]
    return take_in(register=REGISTERS["volunteers"], rows=rows, under=TOWN, by=SYSTEM, at=at).rows
