"""Generate the demo's rounds: the letter's of 50 organisations and 100 workers, finished; another one, nominating.

Nobody's name is in it. Each district has one person for each desk; what they do goes through the ordinary services,
in order of time.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of, mandates_in
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.services import decide
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import COMMUNITY, COUNTY, TOWNSHIP
from gongzhi.modules.honours.models import Category, DistrictList, Nomination, Programme
from gongzhi.modules.honours.procedures.ranking import shared
from gongzhi.modules.honours.procedures.rules import places_of, under_review
from gongzhi.modules.honours.vocabulary import Nominee, Stage

from .announcing import Plan, Planned, announce
from .honouring import strike
from .nominating import Named, endorse, nominate, recommend
from .reviewing import appoint, score

BEGINS = 90  # workdays before now: the finished round is announced
ORGANISATIONS, WORKERS = ("先进城乡社区组织", 50), ("优秀城乡社区工作者", 100)
REVIEWERS = 7
FAMILY = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗"
GIVEN = ("建华", "秀英", "志强", "丽萍", "国庆", "晓红", "明辉", "桂芳", "海波", "春梅", "永刚", "雪梅")
DESKS = (Role.COMMUNITY_WORKER, Role.SUBDISTRICT_OFFICER, Role.DISTRICT_OFFICER)
TEXTS = Path(__file__).parents[1] / "data" / "demo_texts.csv"


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate both rounds, all or none. Answers how many nominees; 0 where there is a round already."""
    if Programme.objects.exists():
        return 0
    stage = Theatre(at)
    stage.finished()
    stage.running()
    return Nomination.objects.count()


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts in a district, and the communities they act for."""

    district: str
    people: tuple[Actor, Actor, Actor]
    bodies: list[Organisation]


class Theatre:
    """What the demo plays on: the days before `now`, the desks of the districts."""

    def __init__(self, now: datetime) -> None:
        self.now, self.calendar = now, calendar()
        with TEXTS.open(encoding="utf-8", newline="") as file:
            self.text = {row["key"]: row["text"] for row in csv.DictReader(file)}
        self.since = self.day(BEGINS + 20).date()
        self.city = self._city()
        self.names = (family + given for given, family in product(GIVEN * 9, FAMILY))
        self.desks = list(self._desks())
        weights = {desk.district: len(desk.bodies) for desk in self.desks}
        self.quotas = {places: shared(places, weights) for _name, places in (ORGANISATIONS, WORKERS)}

    def day(self, ago: int) -> datetime:
        """Answer ten o'clock so many workdays ago: what is shown for five of them is over six later, holidays or not."""
        moment = timezone.localtime(self.now).replace(hour=10, minute=0, second=0)
        while ago:
            moment -= timedelta(days=1)
            ago -= self.calendar.is_workday(moment.date())
        return moment

    # --- who

    def _engage(self, username: str, name: str, role: Role, area: str) -> Actor:
        at = self.day(BEGINS + 1)
        account = register_account(username=username, name=name, at=at, actor=SYSTEM)
        grant_mandate(account=account, role=role, area=area, since=self.since, at=at, actor=SYSTEM)
        return actor_of(account, timezone.localdate(self.now))

    def _city(self) -> Actor:
        city, today = settings.CITY_CODE, timezone.localdate(self.now)
        known = mandates_in(city, role=Role.CITY_OFFICER, on=today).filter(since__lte=today).first()
        if known:
            return actor_of(known.account, today)
        return self._engage("honours-city", "市评选办", Role.CITY_OFFICER, city)

    def _desks(self) -> Iterator[Desk]:
        """Answer a desk for each district: its people work in the township with the most communities."""
        bodies: dict[str, list[Organisation]] = {}
        committees = Organisation.objects.filter(
            kind=Organisation.Kind.COMMITTEE, function="", until__isnull=True
        )
        for body in committees.order_by("code"):
            if len(body.code) == COMMUNITY:
                bodies.setdefault(body.code[:TOWNSHIP], []).append(body)
        for area in areas(under=settings.CITY_CODE, length=COUNTY):
            below = [code for code in bodies if code.startswith(area.code)]
            if below:
                best = max(below, key=lambda code: (len(bodies[code]), code))
                places = (best, best, area.code)
                people = [
                    self._engage(f"honours-{role}-{area.code}", next(self.names), role, place)
                    for role, place in zip(DESKS, places, strict=True)
                ]
                yield Desk(area.code, (people[0], people[1], people[2]), bodies[best])

    # --- what

    def _announce(self, title: str, until: date, at: datetime) -> Programme:
        planned = [
            Planned(name=name, nominee=nominee, places=places, quotas=self.quotas[places])
            for nominee, (name, places) in zip(
                (Nominee.ORGANISATION, Nominee.PERSON), (ORGANISATIONS, WORKERS), strict=True
            )
        ]
        plan = Plan(
            title=title,
            organisers=self.text["organisers"],
            basis=self.text["basis"],
            conditions=self.text["conditions"],
            nominate_until=until,
            categories=planned,
        )
        return announce(given=plan, actor=self.city, at=at)

    def finished(self) -> None:
        """The letter's round, from its announcement to the decision that honours."""
        began = self.day(BEGINS)
        title = self.text["round"].format(year=began.year)
        programme = self._announce(title, self.day(67).date(), began)
        for desk in self.desks:
            held = self._nominate(programme, desk, 84)
            self._take(held.matter, "report", desk.people[2], self.day(78))
        self._take(programme.matter, "close_nominations", self.city, self.day(66))
        self._review(programme, self.day(63))
        self._districts_show(programme)
        self._take(
            programme.matter, "approve", self.city, self.day(44), how="meeting", paper=self.text["paper"]
        )
        self._take(
            programme.matter,
            "publish_city",
            self.city,
            self.day(42),
            title=self.text["city_title"],
            text=self.text["list_text"],
        )
        tick(at=self.day(32), among=[programme.matter])
        self._take(programme.matter, "honour", self.city, self.day(31), document=self.text["document"])

    def _nominate(self, programme: Programme, desk: Desk, ago: int) -> DistrictList:
        """Propose one more than there are places in each category; endorse and recommend them all."""
        held = programme.lists.select_related("matter").get(district=desk.district)
        named = list(self._named(programme, desk))
        worker, township, district = desk.people
        made = nominate(listed_in=held, nominees=named, unrelated=True, actor=worker, at=self.day(ago))
        for verb, actor, later in ((endorse, township, 2), (recommend, district, 4)):
            at = self.day(ago - later)
            verb(listed_in=held, nominations=made, unrelated=True, actor=actor, at=at)
        return held

    def _named(self, programme: Programme, desk: Desk) -> Iterator[Named]:
        places = places_of(programme)
        for category in programme.categories.order_by("number"):
            own = places.get((category.pk, desk.district), 0)
            for n in range(own + programme.spare if own else 0):
                yield self._one(category, desk.bodies[n % len(desk.bodies)])

    def _one(self, category: Category, body: Organisation) -> Named:
        person = category.nominee == Nominee.PERSON
        name, post = (next(self.names), "社区工作者") if person else ("", "")
        return Named(category=category, body=body, deeds=self.text[category.nominee], name=name, post=post)

    def _review(self, programme: Programme, at: datetime) -> None:
        office = Organisation.objects.get(code=settings.CITY_CODE)
        people = [self._reviewer(n, at) for n in range(1, REVIEWERS + 1)]
        appoint(programme=programme, reviewers=[(a, office) for a in people], actor=self.city, at=at)
        nominees = under_review(programme)
        order: dict[tuple[str, int], int] = {}
        base = {}
        for nominee in nominees:
            group = (nominee.listed_in.district, nominee.category_id)
            order[group] = order.get(group, -1) + 1
            base[nominee.pk] = 96 - 4 * order[group]
        for n, account in enumerate(people):
            marks = {pk: mark - (index + n) % 3 for index, (pk, mark) in enumerate(base.items())}
            score(programme=programme, marks=marks, actor=actor_of(account, at.date()), at=at)
        minutes = self.text["minutes"]
        self._take(programme.matter, "conclude_review", self.city, at + timedelta(hours=5), minutes=minutes)

    def _reviewer(self, number: int, at: datetime) -> Account:
        return register_account(
            username=f"honours-reviewer-{number}", name=next(self.names), at=at, actor=SYSTEM
        )

    def _districts_show(self, programme: Programme) -> None:
        """Every district shows its list; in the first one an objection is upheld, and the next moves up."""
        for desk in self.desks:
            matter = programme.lists.get(district=desk.district).matter
            self._take(
                matter,
                "publish_district",
                desk.people[2],
                self.day(59),
                title=self.text["list_title"],
                text=self.text["list_text"],
            )
        self._object(programme, self.desks[0])
        tick(at=self.day(47), among=Matter.objects.filter(pk__in=programme.lists.values("matter")))
        for desk in self.desks:
            matter = programme.lists.get(district=desk.district).matter
            self._take(matter, "submit", desk.people[2], self.day(46))

    def _object(self, programme: Programme, desk: Desk) -> None:
        matter, officer = programme.lists.get(district=desk.district).matter, desk.people[2]
        known = Account.objects.filter(username="villager").first()
        who = known or register_account(
            username="honours-objector", name=next(self.names), at=self.day(58), actor=SYSTEM
        )
        resident = Actor(account=str(who.pk), name=who.name)
        self._take(matter, "object_district", resident, self.day(58), objection=self.text["objection"])
        objection = matter.objections.get()
        at = self.day(57)
        decide(objection=objection, upheld=True, reasons=self.text["upheld"], actor=officer, at=at)
        doomed = Nomination.objects.filter(
            listed_in=matter.pk, stage=Stage.LISTED, category__nominee=Nominee.PERSON
        ).order_by("place")
        strike(matter=matter, nomination=doomed[0], reason=self.text["struck"], actor=officer, at=at)
        given = {
            "reason": self.text["republished"],
            "title": self.text["list_title"],
            "text": self.text["list_text"],
        }
        self._take(matter, "republish_district", officer, at + timedelta(hours=2), **given)

    def running(self) -> None:
        """A round that is being nominated: some districts are done, some have begun, the others not yet."""
        began = self.day(6)
        until = timezone.localdate(self.now) + timedelta(days=22)
        programme = self._announce(self.text["running"].format(year=until.year), until, began)
        for number, desk in enumerate(self.desks):
            held = programme.lists.get(district=desk.district)
            named = list(self._named(programme, desk))
            if number % 3 == 1:
                made = nominate(
                    listed_in=held,
                    nominees=named,
                    unrelated=True,
                    actor=desk.people[0],
                    at=began + timedelta(hours=3),
                )
                if number % 2:
                    endorse(
                        listed_in=held,
                        nominations=made,
                        unrelated=True,
                        actor=desk.people[1],
                        at=began + timedelta(hours=5),
                    )

    @staticmethod
    def _take(matter: Matter, step: str, actor: Actor, at: datetime, **values: str) -> None:
        act(matter_id=matter.pk, step=step, values=values, actor=actor, at=at)
