"""Residents of a generated city: names out of frequent characters, numbers that nobody can have.

Their identity numbers end with a wrong check character, the one after the right one (GB 11643), and no form takes
them. Telephones they have none: there is no number that surely rings nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people import personal
from gongzhi.kernel.people.models import Resident
from gongzhi.kernel.record.declarations import RecordType, declare
from gongzhi.kernel.record.scribing import MADE_UP, Stream
from gongzhi.kernel.record.streaming import Table
from gongzhi.kernel.territory.generating import Place, Site
from gongzhi.kernel.territory.vocabulary import COUNTY
from gongzhi.lib.identity import CHECKS, identity_check

GENERATED = declare(RecordType("people.residents_generated", _("生成演示居民 {n} 人，均为虚构")))
FAMILIES = (
    "王王王李李李张张张刘刘陈陈杨杨黄赵周周吴徐孙胡朱高林何何郭马罗罗梁宋郑谢谢韩唐唐冯于董萧程曹袁邓邓许傅沈曾曾"
    "彭吕苏卢蒋蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹"
    "冉冉向覃牟游敖晏"
)
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国文志玉红梅春燕凤珍莲琴云晓东海波林峰斌鹏宇浩然子涵雨欣"
    "怡思佳慧雪琳俊辉龙飞成忠光荣正德福贵天生长发永昌世宗良才学友兴旺小川渝江素碧淑翠香菊容蓉"
)
RESIDENTS = Table.of(Resident)
TOOK_OVER = date(2020, 11, 1)  # the day of the census
# born from, within so many years, from which of a hundred, how many of a hundred
COHORTS = (
    (date(2005, 11, 1), 14, 0, 16),
    (date(1955, 11, 1), 49, 16, 67),
    (date(1925, 11, 1), 29, 83, 17),
)
STRIDE = 7_654_337  # a prime: it meets every slot before it meets one again


def name(chance: Random) -> str:
    """Answer a made-up name."""
    draw = chance.random
    family, given = FAMILIES[int(draw() * len(FAMILIES))], GIVEN[int(draw() * len(GIVEN))]
    return family + given + (GIVEN[int(draw() * len(GIVEN))] if draw() < 0.8 else "")


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of things of one sort in one place, going up with their number: an index takes a million such quickly.

    UUIDs of version 8 (RFC 9562): area 40 bits, number 20, the rest tells seed and sort.
    """

    base: int

    @classmethod
    def of(cls, seed: int, sort: str, area: str) -> "Keys":
        tail = int.from_bytes(sha256(f"{seed}:{sort}:{area}".encode()).digest()[:8], "big") >> 2
        return cls(int(area) << 88 | 8 << 76 | 2 << 62 | tail)

    def __call__(self, number: int) -> UUID:
        return UUID(int=self.base | (number >> 12) << 80 | (number & 0xFFF) << 64)


def impossible_identity(county: str, born: date, serial: int) -> str:
    """Answer a number of the right shape with the check character after the right one: it is nobody's."""
    body = f"{county}{born:%Y%m%d}{serial % 1000:03d}"
    right = CHECKS.index(identity_check(body))
    return body + CHECKS[(right + 1) % len(CHECKS)]


def generate(site: Site) -> Iterator[None]:
    """Generate the residents of each community, and one entry that says how many; yields after each few."""
    before = 0
    for place in site.places if site.plan.whole and len(site.code) == COUNTY else ():
        if place.people:
            yield from _community(site, place, before)
            before += place.people


def _community(site: Site, place: Place, before: int) -> Iterator[None]:
    """`before`: how many live in the communities of the district that came before."""
    chance, keys = site.plan.chance("residents", place.code), Keys.of(site.plan.seed, "residents", place.code)
    at, county, told = site.at(TOOK_OVER), place.code[:COUNTY], sha256()
    for number in range(place.people):
        identity = impossible_identity(county, *born(before + number))
        row = (
            keys(number),
            None,
            name(chance),
            personal.seal(identity, personal.RESIDENT_IDENTITY),
            personal.index(identity, personal.RESIDENT_IDENTITY),
            None,
            "",
            place.code,
            at,
        )
        site.rows[RESIDENTS].append(row)
        told.update(f"{row[0]} {row[2]} {row[4]}\n".encode())
        if number % site.rows.AT_ONCE == site.rows.AT_ONCE - 1:
            yield
    site.scribe.note(
        GENERATED,
        stream=Stream(Keys.of(site.plan.seed, "residents generated", place.code)(0)),
        area=place.code,
        actor=MADE_UP,
        at=at,
        payload={"n": place.people, "digest": told.hexdigest(), "generated": True},
    )
    yield


def born(number: int) -> tuple[date, int]:
    """Answer a day of birth and a serial that no other number of the district has; of a hundred, 16 are below 15
    years and 17 above 64 (the census counted 15.9 and 17.1)."""
    hundred, place = divmod(number, 100)
    oldest, years, first, of = next(cohort for cohort in COHORTS if place < cohort[2] + cohort[3])
    days = years * 365
    slot = (hundred * of + place - first) * STRIDE % (days * 1000)
    return oldest + timedelta(days=slot % days), slot // days
