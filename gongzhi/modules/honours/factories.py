"""A small world for tests: two districts with their offices, people for each desk, a round of honours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.honours import services
from gongzhi.modules.honours.models import Category, DistrictList, Nomination, Programme
from gongzhi.modules.honours.services import Named, Plan, Planned
from gongzhi.modules.honours.vocabulary import Nominee, Stage

FIRST, SECOND, CITY = "500103", "500112", "50"
CHINA = timezone.get_fixed_timezone(480)
MONDAY = datetime(2026, 9, 7, 10, tzinfo=CHINA)
SINCE = date(2025, 1, 1)
DEEDS = "办好议事会，常年走访困难家庭。"


@dataclass
class World:
    """`at` moves forward as the story goes on; everybody's mandates began long before."""

    at: datetime = MONDAY
    townships: dict[str, str] = field(default_factory=dict)
    communities: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for under in (FIRST, SECOND):
            load_areas(at=self.at, under=under)
        load_calendar(at=self.at)
        found_offices(at=self.at.date())
        services.prepare(self.at)
        for code in (FIRST, SECOND):
            places = list(areas(under=code, length=12).values_list("code", flat=True))
            self.townships[code] = places[0][:9]
            self.communities[code] = [place for place in places if place[:9] == places[0][:9]]
        self.city = self.engage("刘志远", Role.CITY_OFFICER, CITY)

    def engage(self, name: str, role: Role, area: str) -> Actor:
        account = self.account(name)
        grant_mandate(account=account, role=role, area=area, since=SINCE, at=self.at, actor=SYSTEM)
        return actor_of(account, self.at.date())

    def account(self, name: str) -> Account:
        known = Account.objects.filter(username=name).first()
        return known or register_account(username=name, name=name, at=self.at, actor=SYSTEM)

    def desk(self, role: Role, district: str = FIRST) -> Actor:
        area = {
            Role.COMMUNITY_WORKER: self.townships[district],
            Role.SUBDISTRICT_OFFICER: self.townships[district],
            Role.DISTRICT_OFFICER: district,
        }[role]
        known = Account.objects.filter(username=f"{role}{district}").first()
        return actor_of(known, self.at.date()) if known else self.engage(f"{role}{district}", role, area)

    def body(self, n: int = 0, district: str = FIRST) -> Organisation:
        return Organisation.objects.get(code=self.communities[district][n])

    def announce(
        self,
        *,
        organisations: tuple[int, int] = (1, 1),
        workers: tuple[int, int] = (2, 1),
        **more: Any,
    ) -> Programme:
        def planned(name: str, nominee: str, places: tuple[int, int]) -> Planned:
            quotas = dict(zip((FIRST, SECOND), places, strict=True))
            return Planned(name=name, nominee=nominee, places=sum(places), quotas=quotas)

        given = {
            "title": "先进城乡社区组织和优秀城乡社区工作者评选",
            "organisers": "市民政局、市人力社保局",
            "basis": "市评比达标表彰协调小组批复",
            "conditions": "群众公认，事迹突出。",
            "nominate_until": self.at.date() + timedelta(days=20),
            "quorum": 2,
            "categories": (
                planned("先进城乡社区组织", Nominee.ORGANISATION, organisations),
                planned("优秀城乡社区工作者", Nominee.PERSON, workers),
            ),
            **more,
        }
        return services.announce(given=Plan(**given), actor=self.city, at=self.at)

    def listed(self, programme: Programme, district: str = FIRST) -> DistrictList:
        return programme.lists.get(district=district)

    def category(self, programme: Programme, nominee: str) -> Category:
        return programme.categories.get(nominee=nominee)

    def organisation(self, programme: Programme, n: int = 0, district: str = FIRST) -> Named:
        category = self.category(programme, Nominee.ORGANISATION)
        return Named(category=category, body=self.body(n, district), deeds=DEEDS)

    def worker(
        self,
        programme: Programme,
        name: str,
        n: int = 0,
        district: str = FIRST,
        account: Account | None = None,
    ) -> Named:
        category = self.category(programme, Nominee.PERSON)
        return Named(
            category=category,
            body=self.body(n, district),
            deeds=DEEDS,
            name=name,
            post="社区工作者",
            account=account,
        )

    def nominate(
        self,
        programme: Programme,
        nominees: Sequence[Named],
        district: str = FIRST,
        *,
        to: str = "recommended",
    ) -> list[Nomination]:
        """Bring nominees as far as `to`."""
        held = self.listed(programme, district)
        common: dict[str, Any] = {"listed_in": held, "unrelated": True, "at": self.at}
        made = services.nominate(
            nominees=nominees, actor=self.desk(Role.COMMUNITY_WORKER, district), **common
        )
        if to in (Stage.ENDORSED, Stage.RECOMMENDED):
            actor = self.desk(Role.SUBDISTRICT_OFFICER, district)
            services.endorse(nominations=made, actor=actor, **common)
        if to == Stage.RECOMMENDED:
            services.recommend(nominations=made, actor=self.desk(Role.DISTRICT_OFFICER, district), **common)
        return made

    def step(self, matter: Matter, key: str, actor: Actor | None = None, **values: Any) -> Matter:
        act(matter_id=matter.pk, step=key, values=values, actor=actor or self.city, at=self.at)
        return Matter.objects.get(pk=matter.pk)

    def reviewers(self, programme: Programme, count: int = 3) -> list[Actor]:
        city = Organisation.objects.get(code=CITY)
        accounts = [self.account(f"评审{n}") for n in range(1, count + 1)]
        services.appoint(
            programme=programme, reviewers=[(a, city) for a in accounts], actor=self.city, at=self.at
        )
        return [actor_of(account, self.at.date()) for account in accounts]

    def fill(self, programme: Programme) -> None:
        """Have both districts recommend one organisation and one worker more than they have places, and report."""
        for district in (FIRST, SECOND):
            places = {
                q.category_id: q.places
                for c in programme.categories.all()
                for q in c.quotas.filter(district=district)
            }
            nominees = []
            for category in programme.categories.all():
                for n in range(places.get(category.pk, 0) + programme.spare):
                    if category.nominee == Nominee.ORGANISATION:
                        nominees.append(self.organisation(programme, n, district))
                    else:
                        nominees.append(self.worker(programme, f"工作者{district[-1]}{n}", n, district))
            self.nominate(programme, nominees, district)
            held = self.listed(programme, district)
            self.step(held.matter, "report", self.desk(Role.DISTRICT_OFFICER, district))

    def review(self, programme: Programme) -> list[Actor]:
        """Three reviewers score everybody, those nominated first best; the review is concluded."""
        people = self.reviewers(programme)
        self.step(programme.matter, "close_nominations")
        for n, actor in enumerate(people):
            services.score(programme=programme, marks=self.marks(programme, n), actor=actor, at=self.at)
        self.step(programme.matter, "conclude_review", minutes="三名评审人员到会。")
        return people

    def marks(self, programme: Programme, shift: int = 0) -> dict[Any, int]:
        found = Nomination.objects.filter(listed_in__programme=programme, stage=Stage.RECOMMENDED)
        order = {
            pk: n for n, pk in enumerate(found.order_by("body", "name", "pk").values_list("pk", flat=True))
        }
        return {pk: 95 - 2 * n - shift for pk, n in order.items()}

    def show(self, programme: Programme, district: str = FIRST) -> Matter:
        held = self.listed(programme, district)
        return self.step(
            held.matter,
            "publish_district",
            self.desk(Role.DISTRICT_OFFICER, district),
            title="推荐名单公示",
            text="现予公示。",
        )

    def wait(self, days: int = 16) -> None:
        """Let days pass, and the worker look at what is due."""
        self.at += timedelta(days=days)
        tick(at=self.at)

    def confirm(self, programme: Programme) -> None:
        """Both districts show their lists to the end and submit them."""
        for district in (FIRST, SECOND):
            self.show(programme, district)
        self.wait()
        for district in (FIRST, SECOND):
            held = self.listed(programme, district)
            self.step(held.matter, "submit", self.desk(Role.DISTRICT_OFFICER, district))

    def approve_and_show(self, programme: Programme) -> Matter:
        self.step(programme.matter, "approve", how="meeting", paper="纪要〔2026〕3号")
        return self.step(programme.matter, "publish_city", title="拟表彰名单公示", text="现予公示。")

    def finish(self, programme: Programme) -> None:
        self.wait()
        self.step(programme.matter, "honour", document="渝民发〔2026〕9号")
