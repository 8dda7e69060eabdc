"""A generated city on real areas: who lives where by the census of 2020, in which estates, buildings and dwellings.

Facts are the areas and the residents of each district (data/census2020.csv); everything else is made up, by a seed.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from math import ceil
from pathlib import Path
from random import Random

from django.utils import timezone

from gongzhi.kernel.record.scribing import Scribe
from gongzhi.kernel.record.streaming import Row, Rows, Table, Writer
from gongzhi.kernel.territory.models import Area, Building, Dwelling, Estate
from gongzhi.kernel.territory.selectors import areas, full_names
from gongzhi.kernel.territory.vocabulary import COMMUNITY, COUNTY, short_name
from gongzhi.lib.apportion import apportion

CENSUS = Path(__file__).parent / "data" / "census2020.csv"
VINTAGE = date(2020, 12, 31)  # the letter's year ends with the list of June 2020
TOWN_TO_VILLAGE = 4  # how many live in a community of a town for each one in a village
HOUSEHOLD = Fraction(5, 2)  # persons, about what the census counted
NAMES = ("锦绣", "滨江", "翠湖", "金科", "阳光", "和平", "书香", "嘉陵", "南山", "新城", "康居", "桂园")
KINDS = ("花园", "小区", "家园", "名苑", "新村", "雅居")
ESTATES = Table.of(Estate, "id", "area_id", "name", "address", "lon", "lat")
BUILDINGS = Table.of(Building, "id", "estate_id", "name", "floors")
DWELLINGS = Table.of(Dwelling, "building_id", "room", "floor_area", "owner_occupied")


def census() -> dict[str, int]:
    """Answer how many lived in each district on 1 November 2020."""
    with CENSUS.open(encoding="utf-8", newline="") as file:
        return {row["district"]: int(row["pop_2020"]) for row in csv.DictReader(file)}


@dataclass(frozen=True, slots=True)
class Place:
    """A community of the vintage that belongs to the generated city. `people`: none where it is no more today."""

    code: str
    name: str
    full: str
    urban: bool
    people: int


@dataclass(frozen=True)
class Plan:
    """What makes a generated city: the same plan makes the same city. `share`: so many of its communities and of all
    that is counted; `until`: the moment up to which it lived."""

    scale: str
    share: Fraction
    seed: int
    until: datetime

    @property
    def whole(self) -> bool:
        """With residents and matters, or registers alone?"""
        return self.scale == "city"

    def scaled(self, total: int) -> int:
        return int(total * self.share + Fraction(1, 2))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        chosen = [
            area
            for n, area in enumerate(areas(on=VINTAGE, length=COMMUNITY))
            if ceil((n + 1) * self.share) > ceil(n * self.share)
        ]
        lived = census()
        return tuple(
            place
            for county, lying in groupby(chosen, key=lambda area: area.code[:COUNTY])
            for place in self._peopled(list(lying), lived.get(county, 0))
        )

    def _peopled(self, lying: list[Area], lived: int) -> Iterable[Place]:
        full = full_names([area.code for area in lying])
        chance = self.chance("people", lying[0].code[:COUNTY])
        weights = [
            chance.randint(50, 200) * (TOWN_TO_VILLAGE if area.urban else 1) * (area.until is None)
            for area in lying
        ]
        parts = apportion(self.scaled(lived) if any(weights) else 0, weights)
        for area, people in zip(lying, parts, strict=True):
            yield Place(
                area.code, short_name(area.code, area.name), full[area.code], bool(area.urban), people
            )

    def counties(self) -> list[str]:
        return list(dict.fromkeys(place.code[:COUNTY] for place in self.places))

    def chance(self, *about: object) -> Random:
        """Answer the chance of one thing, which no other thing's takes part in."""
        return Random(":".join(map(str, (self.seed, *about))))  # noqa: S311 -- made up, no secret

    def share_out(self, total: int, *, urban: bool | None = None, evenly: bool = False) -> dict[str, int]:
        """Answer how many of `total` (of the whole city) lie in each place: by people, or the same everywhere."""
        weights = [
            (1 if evenly else place.people) if urban in (None, place.urban) else 0 for place in self.places
        ]
        if not any(weights):
            return {}
        parts = apportion(self.scaled(total), weights)
        return {place.code: part for place, part in zip(self.places, parts, strict=True) if part}


@dataclass(frozen=True, slots=True)
class Site:
    """What is generated in one transaction: a district, with what it takes to write; "50": what lies at the city."""

    plan: Plan
    code: str
    writer: Writer
    rows: Rows
    scribe: Scribe

    @property
    def places(self) -> list[Place]:
        return [place for place in self.plan.places if place.code.startswith(self.code)]

    def settle(self) -> None:
        """Everything stands in the tables: what follows may be done by ordinary services."""
        self.rows.flush(self.writer)
        self.writer.settle()

    def at(self, day: date) -> datetime:
        """Answer nine o'clock of a day."""
        return datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_default_timezone())


def generate(site: Site) -> Iterator[None]:
    """Generate estates, buildings and dwellings, a household each; yields after each community."""
    for place in site.places if site.plan.whole and len(site.code) == COUNTY else ():
        if homes := int(place.people / HOUSEHOLD):
            (_town if place.urban else _village)(site, place, homes)
            yield


def _town(site: Site, place: Place, homes: int) -> None:
    """High buildings: 18 floors of four homes, six in an estate."""
    chance, name = site.plan.chance("estates", place.code), ""
    for first in range(0, homes, 432):
        name = f"{chance.choice(NAMES)}{chance.choice(KINDS)}{first // 432 + 1}期"
        estate = _estate(site, place, name)
        for number, start in enumerate(range(first, min(first + 432, homes), 72), start=1):
            rooms = [f"{n // 4 + 1}-{n % 4 + 1}" for n in range(min(72, homes - start, first + 432 - start))]
            _building(site, estate, f"{number}栋", 18, rooms, chance)


def _village(site: Site, place: Place, homes: int) -> None:
    """Houses of one home, fifty in a group."""
    chance = site.plan.chance("estates", place.code)
    for group, first in enumerate(range(0, homes, 50), start=1):
        estate = _estate(site, place, f"{group}组")
        for number in range(1, min(50, homes - first) + 1):
            _building(site, estate, f"{number}号", 2, ["1"], chance)


def _estate(site: Site, place: Place, name: str) -> int:
    key = site.writer.number(ESTATES.name)
    site.rows[ESTATES].append((key, place.code, name, f"{place.full}{name}（演示）", None, None))
    return key


def _building(site: Site, estate: int, name: str, floors: int, rooms: list[str], chance: Random) -> None:
    key = site.writer.number(BUILDINGS.name)
    site.rows[BUILDINGS].append((key, estate, name, floors))
    made: list[Row] = [
        (key, room, 5500 + int(chance.random() * 9000), chance.random() < 0.8) for room in rooms
    ]
    site.rows[DWELLINGS].extend(made)
