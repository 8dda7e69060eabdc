"""Generate the demo's bodies: in each community with grids its party organisation, an owners' committee, a company.

data/demo_posts.csv says who sits where: a number is one person of the community, so that 0 heads two bodies.
"""

import csv
import random
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import seats_in
from gongzhi.kernel.bodies.services import add_post, register, seat
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import COMMUNITY, GRID, short_name
from gongzhi.modules.offices.vocabulary import HEADS

DISTRICT = "500103"
SEED = 20260502
POSTS = Path(__file__).parents[1] / "data" / "demo_posts.csv"
TERM = 5  # years: 居民委员会组织法 14, 村民委员会组织法 14
PEOPLE, OTHER, BEFORE = 14, 12, 13  # persons 0 to 11 are named in the file
APART = 4  # in each fourth community somebody else than the secretary is director
DIRECTOR = ("committee", "主任")
FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
GIVEN = [
    "建华",
    "秀英",
    "志强",
    "丽萍",
    "国庆",
    "晓红",
    "明辉",
    "桂芳",
    "海波",
    "春梅",
    "永刚",
    "雪梅",
    "德胜",
    "玉兰",
]


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate the demo's bodies, posts and seats, all or none. Answers how many bodies; 0 where seats exist."""
    if seats_in(DISTRICT, on=timezone.localdate(at)).exists():
        return 0
    chance = random.Random(SEED)  # noqa: S311 -- a demo, no secret
    codes = {grid.code[:COMMUNITY] for grid in areas(under=DISTRICT, length=GRID)}
    since = date(timezone.localdate(at).year - 2, 1, 15)
    places = areas(length=COMMUNITY).filter(code__in=codes)
    return sum(_furnish(area, n, since, at, chance) for n, area in enumerate(places, start=1))


def _furnish(area: Area, number: int, since: date, at: datetime, chance: random.Random) -> int:
    """Register the bodies of a community, with who sat in their posts before and who does now."""
    names = chance.sample([family + given for family in FAMILY for given in GIVEN], PEOPLE)
    bodies = _bodies(area, since, at)
    for row in rows():
        kind, title = row["kind"], row["title"]
        post = add_post(organisation=bodies[kind], title=title, seats=int(row["seats"]), at=at, actor=SYSTEM)
        people = [int(person) for person in row["persons"].split()]
        if (kind, title) == DIRECTOR and number % APART == 0:
            people = [OTHER]
        for start, sat in ((_years(since, -TERM), [BEFORE] * (HEADS.get(kind) == title)), (since, people)):
            for person in sat:
                until = _years(start, TERM)
                seat(post=post, holder=names[person], since=start, until=until, at=at, actor=SYSTEM)
    return len(bodies)


def _years(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def rows() -> list[dict[str, str]]:
    with POSTS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _bodies(area: Area, since: date, at: datetime) -> dict[str, Organisation]:
    """Answer the bodies of a community by kind; the committee is there already."""
    place, kinds = short_name(area.code, area.name), Organisation.Kind
    names = {
        kinds.PARTY.value: f"中共{place}委员会",
        kinds.OWNERS.value: f"{place}一号院业主委员会",
        kinds.PROPERTY.value: f"{place}一号院物业服务中心",
    }
    made = {
        kind: register(kind=kind, name=name, area=area.code, since=since, at=at, actor=SYSTEM)
        for kind, name in names.items()
    }
    return {kinds.COMMITTEE.value: Organisation.objects.get(code=area.code), **made}
