"""Where the demo's cases happen and who acts in them: communities, departments, people, places, pictures, words."""

import csv
import io
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from math import cos, pi, sin
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from gongzhi.kernel.bodies.models import DutyList, Organisation
from gongzhi.kernel.bodies.services import found
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Mandate
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.boundaries import district_at, polygons
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.services import make_grid
from gongzhi.modules.cases.vocabulary import Function

DATA = Path(__file__).parents[1] / "data"
# Of each district two townships: an old centre, a new town, a port on the Yangtze with its villages.
TOWNSHIPS = ("500103001", "500103012", "500112016", "500112007", "500101001", "500101139")
SINCE = date(2024, 1, 1)
COMMUNITIES = 4  # of each township
REACH = 0.006  # degrees around the middle of a community: about 600 m
AGAIN = 0.05  # of the pictures were handed in before
SKY, GROUND, HOUSES = (186, 214, 235), (150, 160, 140), ((216, 198, 180), (140, 120, 110), (235, 230, 220))
CLOUDS = ((250, 250, 250), (225, 232, 240), (150, 170, 190))
TREES = ((60, 95, 60), (95, 130, 80), (190, 195, 170))


def read(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Scenery:
    """`chance` decides everything that is not given, so that the same day makes the same demo."""

    at: datetime
    chance: random.Random
    _actors: dict[tuple[Role, str, str], Actor] = field(default_factory=dict)
    _middles: dict[str, tuple[float, float]] = field(default_factory=dict)
    _pictures: list[bytes] = field(default_factory=list)

    def build(self) -> None:
        """Found the departments; give every community a grid and people who work there."""
        # The stories begin before the installation did: so did its list of duties.
        DutyList.objects.filter(until__isnull=True, since__gt=timezone.localdate(self.at)).update(since=SINCE)
        for county in dict.fromkeys(code[:6] for code in TOWNSHIPS):
            self._departments(county)
        for community in self.communities:
            self.officer(HANDLERS[len(community.code)], community.code)
            self.officer(Role.GRID_WORKER, self.grid(community.code))

    def _departments(self, county: str) -> None:
        name = Area.objects.get(code=county).name
        for function in Function:
            found(
                code=f"{county}:{function}",
                name=f"{name}{function.label}",
                kind=Organisation.Kind.DEPARTMENT,
                area_code=county,
                since=SINCE,
                function=function,
            )

    @cached_property
    def home(self) -> str:
        """The community of the demo's own people."""
        return Mandate.objects.get(account__username="community", role=Role.COMMUNITY_WORKER).area_code

    @cached_property
    def communities(self) -> list[Area]:
        found = [Area.objects.get(code=self.home)]
        for township in TOWNSHIPS:
            others = areas(under=township, length=len(self.home)).exclude(code=self.home)
            villages = others.filter(urban=False)
            found += (villages or others)[: COMMUNITIES - (township == self.home[: len(township)])]
        return found

    @cached_property
    def weights(self) -> list[int]:
        """How often something happens in each community: where a visitor looks first, most."""
        return [
            12 if c.code == self.home else 3 if c.code[:6] == self.home[:6] else 2 for c in self.communities
        ]

    def grid(self, community: str) -> str:
        known = areas(under=community, length=15).first()
        made = known or make_grid(community=community, name="第一网格", at=self.at, actor=SYSTEM)
        return made.code

    def officer(self, role: Role, area: str, body: str = "") -> Actor:
        """Answer who holds this office, engaging somebody where nobody does."""
        key = (role, area, body)
        if key not in self._actors:
            held = Mandate.objects.filter(role=role, area_code=area, body_code=body).select_related("account")
            mandate = held.order_by("pk").first() or self._engage(role, area, body)
            self._actors[key] = actor_of(mandate.account, timezone.localdate(self.at))
        return self._actors[key]

    def _engage(self, role: Role, area: str, body: str) -> Mandate:
        username = f"{role}-{body.replace(':', '-') or area}"
        account = register_account(username=username, name=self.name(), at=self.at, actor=SYSTEM)
        return grant_mandate(
            account=account, role=role, area=area, body=body, since=SINCE, at=self.at, actor=SYSTEM
        )

    @cached_property
    def words(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in read("demo_words.csv"):
            found.setdefault(row["key"], []).append(row["text"])
        return found

    def word(self, key: str) -> str:
        return self.chance.choice(self.words[key])

    def name(self) -> str:
        return self.word("family") + self.word("given")

    def phone(self) -> str:
        """Answer a made-up number."""
        return f"1380000{self.chance.randrange(1000, 10_000)}"

    def place(self, community: Area) -> dict[str, str]:
        """Answer the words that a text about a place may use."""
        group = f"{self.chance.randint(1, 8)}组"
        town = community.urban is not False
        return {
            "estate": self.word("estate") if town else f"{group}集中居住点",
            "road": self.word("road") if town else f"{group}公路",
            "group": group,
            "building": f"{self.chance.randint(1, 12)}栋",
            "unit": f"{self.chance.randint(1, 3)}单元",
            "floor": str(self.chance.randint(3, 18)),
            "time": self.word("time"),
            "days": str(self.chance.randint(3, 9)),
        }

    def point(self, community: str) -> tuple[Decimal, Decimal]:
        """Answer a point near the middle of a community, within its district."""
        county = community[:6]
        if community not in self._middles:
            west, south, east, north = polygons()[county].bounds
            self._middles[community] = self._within(
                county, (west + east) / 2, (south + north) / 2, east - west
            )
        lon, lat = self._within(county, *self._middles[community], REACH)
        return Decimal(f"{lon:.6f}"), Decimal(f"{lat:.6f}")

    def _within(self, county: str, lon: float, lat: float, reach: float) -> tuple[float, float]:
        while True:
            way, angle = reach * self.chance.random() ** 0.5, 2 * pi * self.chance.random()
            found = lon + way * cos(angle), lat + way * sin(angle)
            if district_at(*found) == county:
                return found

    def picture(self) -> SimpleUploadedFile:
        """Answer a drawn picture; now and then one that was handed in before, so that it is pointed out."""
        if self._pictures and self.chance.random() < AGAIN:
            content = self.chance.choice(self._pictures)
        else:
            content = self._picture()
            self._pictures.append(content)
        return SimpleUploadedFile("现场.png", content, "image/png")

    def _picture(self) -> bytes:
        """Draw clouds, houses, trees, and a mark where the trouble is; no two pictures are alike."""
        image = Image.new("RGB", (480, 320), SKY)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 220, 480, 320), fill=GROUND)
        self._spots(draw, CLOUDS, (10, 70), (30, 70))
        left = self.chance.randint(0, 30)
        while left < 440:
            width, top = self.chance.randint(50, 110), self.chance.randint(40, 150)
            draw.rectangle((left, top, left + width, 220), fill=self.chance.choice(HOUSES))
            for x in range(left + 8, left + width - 12, 20):
                for y in range(top + 10, 205, 24):
                    draw.rectangle((x, y, x + 9, y + 12), fill=(110, 130, 150))
            left += width + self.chance.randint(4, 30)
        self._spots(draw, TREES, (190, 310), (18, 40))
        x, y = self.chance.randint(60, 420), self.chance.randint(245, 295)
        draw.ellipse((x - 22, y - 14, x + 22, y + 14), outline=(200, 40, 40), width=4)
        out = io.BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()

    def _spots(
        self,
        draw: ImageDraw.ImageDraw,
        colours: tuple[tuple[int, int, int], ...],
        heights: tuple[int, int],
        sizes: tuple[int, int],
    ) -> None:
        for _number in range(self.chance.randint(4, 9)):
            x, y, size = (
                self.chance.randint(0, 480),
                self.chance.randint(*heights),
                self.chance.randint(*sizes),
            )
            draw.ellipse((x - size, y - size // 2, x + size, y + size // 2), fill=self.chance.choice(colours))
