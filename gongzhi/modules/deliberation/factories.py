"""Small worlds for tests: a village and an urban community with everybody whom self-government needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from gongzhi.kernel.bodies.demo import furnish_village
from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import add_post, found_offices, register, seat
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import act, tick
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.models import Account, Resident
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.services import load_areas
from gongzhi.modules.deliberation.services import Proposed, Raised, prepare, propose, raise_topic
from gongzhi.modules.deliberation.services.staging import Meet, hold, picture

VILLAGE, COMMUNITY = "500112143210", "500103001003"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_fixed_timezone(480))
DAY = timedelta(days=1)
KIND = Organisation.Kind
NOTICE = {"title": "关于五组机耕道的决议", "text": "同意修建，预算12万元，从集体经济收益中支付。"}


def land(at: datetime = MONDAY) -> None:
    """Lay a township and a subdistrict: areas, calendar, offices, kinds."""
    for area in (VILLAGE, COMMUNITY):
        load_areas(at=at, under=area[:9])
    load_calendar(at=at)
    found_offices(at=at.date())
    prepare(at)


def newcomer(name: str, area: str, at: datetime = MONDAY) -> Actor:
    """Answer somebody with an account who lives in `area`."""
    account = Account.objects.create(username=name, name=name, registered_at=at)
    Resident.objects.create(account=account, name=name, area_code=area, registered_at=at)
    return Actor(account=str(account.pk), name=name)


def clerk(name: str, role: Role, area: str, at: datetime = MONDAY) -> Actor:
    account = Account.objects.create(username=name, name=name, registered_at=at)
    return Actor(account=str(account.pk), name=name, grants=(Grant(role, area),))


@dataclass
class Village:
    """`people` by username, as kernel/bodies/demo.py seats them; a villager, and a city's officer."""

    area: str = VILLAGE
    people: Mapping[str, Account] = field(init=False)

    def __post_init__(self) -> None:
        self.people = furnish_village(at=MONDAY, area=self.area)
        self.secretary, self.deputy = self.actor("secretary"), self.actor("deputy")
        self.representative = self.actor("representative")
        self.villager = newcomer("游小芹", self.area)
        self.clerk = clerk("文书", Role.COMMUNITY_WORKER, self.area)
        self.city = clerk("刘志远", Role.CITY_OFFICER, "50")

    def actor(self, username: str) -> Actor:
        account = self.people[username]
        return Actor(account=str(account.pk), name=account.name)

    def propose(self, at: datetime = MONDAY, *, kind: str = "700104", who: Actor | None = None) -> Matter:
        given = Proposed(
            kind=Kind.objects.get(pk=kind),
            area_code=self.area,
            title="修建五组机耕道",
            text="五组机耕道长800米，雨天泥泞，拟硬化，预算12万元，从集体经济收益中支付。",
        )
        return propose(given=given, actor=who or self.secretary, at=at)


@dataclass
class Community:
    """An urban community: secretary and deputies, five in the committee, twenty representatives without accounts."""

    area: str = COMMUNITY

    def __post_init__(self) -> None:
        since = date(2025, 1, 15)
        bodies = {
            kind: register(
                kind=kind, name=f"社区{kind.label}", area=self.area, since=since, at=MONDAY, actor=SYSTEM
            )
            for kind in (KIND.PARTY, KIND.REPRESENTATIVES)
        }
        bodies[KIND.COMMITTEE] = Organisation.objects.get(code=self.area)
        self.secretary = newcomer("程敏", self.area)
        for kind, title, names in (
            (KIND.PARTY, "书记", ["程敏"]),
            (KIND.PARTY, "党员", [f"党员{n}" for n in range(9)]),
            (KIND.COMMITTEE, "主任", ["程敏"]),
            (KIND.COMMITTEE, "委员", [f"委员{n}" for n in range(4)]),
            (KIND.REPRESENTATIVES, "代表", [f"代表{n}" for n in range(20)]),
        ):
            post = add_post(organisation=bodies[kind], title=title, seats=len(names), at=MONDAY, actor=SYSTEM)
            for name in names:
                account = Account.objects.filter(name=name).first()
                seat(post=post, holder=name, account=account, since=since, at=MONDAY, actor=SYSTEM)
        self.clerk = clerk("李敏", Role.COMMUNITY_WORKER, self.area)
        self.resident = newcomer("陈秀兰", self.area)

    def propose(self, at: datetime = MONDAY) -> Matter:
        given = Proposed(
            kind=Kind.objects.get(pk="700203"),
            area_code=self.area,
            title="社区花园改造",
            text="把废弃的停车棚改成花园，预算8万元。",
        )
        return propose(given=given, actor=self.secretary, at=at)


def topic(place: Village | Community, who: Actor, at: datetime = MONDAY, **more: Any) -> Matter:
    """Bring in a topic; of a community one of its kinds."""
    kind = "700301" if isinstance(place, Village) else "700401"
    given = {"title": "电动车在哪里充电", "text": "楼道里充电不安全，想商量建充电棚。", **more}
    raised = Raised(kind=Kind.objects.get(pk=kind), area_code=place.area, **given)
    return raise_topic(given=raised, actor=who, at=at)


def take(matter: Matter, step: str, actor: Actor, at: datetime, *, files: int = 0, **values: Any) -> Matter:
    """Take a step, with so many photos; answers the matter as it stands then."""
    photos = [picture(f"{step}{at:%m%d%H%M}{n}") for n in range(files)]
    act(matter_id=matter.pk, step=step, values=values, actor=actor, at=at, files=photos)
    return Matter.objects.get(pk=matter.pk)


def meet(
    matter: Matter,
    decision: str,
    rule: str,
    caller: Actor,
    called: datetime,
    *,
    present: int,
    yes: int,
    **more: Any,
) -> Matter:
    """Hold a meeting two days after its notice; answers the matter as it stands then."""
    given = {"starts": called + 2 * DAY, **more}
    hold(
        matter,
        Meet(decision=decision, rule=rule, caller=caller, called=called, present=present, yes=yes, **given),
    )
    return Matter.objects.get(pk=matter.pk)


def pass_time(until: datetime) -> None:
    """Do what the worker would have done by then, each thing at its time or later."""
    while tick(at=until):
        pass
