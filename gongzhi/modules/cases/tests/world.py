"""The people of the table of mandates, and a case in every state, led by a community."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.declarations import Step, Widget
from gongzhi.kernel.matters.models import Matter, Task
from gongzhi.kernel.matters.selectors import holder
from gongzhi.kernel.matters.services import timers
from gongzhi.kernel.matters.services.opening import add_reporter, assign
from gongzhi.kernel.people.actor import ANONYMOUS, Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import end_mandate, grant_mandate
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.cases.factories import (
    COMMUNITY,
    COUNTY,
    MONDAY,
    TOWNSHIP,
    Cast,
    account,
    make_case,
    officer,
    take,
)
from gongzhi.modules.cases.vocabulary import State

DAY = timedelta(days=1)
HOUSING = f"{COUNTY}:housing"


@dataclass
class World:
    """The people of the table, by their row."""

    cast: Cast
    people: dict[str, Actor]

    def case(self) -> Matter:
        matter = make_case(self.people["反映人"])
        add_reporter(matter, account=self.people["并案而来的反映人"].account)
        matter.reporters.filter(account_id=self.people["并案而来的反映人"].account).update(came_from=matter)
        return matter


def dated(name: str, since: date, until: date | None = None) -> Account:
    held = account(name)
    more: dict[str, Any] = {"role": Role.COMMUNITY_WORKER, "area": COMMUNITY, "at": MONDAY, "actor": SYSTEM}
    grant_mandate(account=held, since=since, until=until, **more)
    return held


def peopled(cast: Cast) -> World:
    return World(cast, {**_clerks(cast), **_offices(cast), **_others(cast)})


def _clerks(cast: Cast) -> dict[str, Actor]:
    today = MONDAY.date()
    revoked = dated("韩止", today - 100 * DAY)
    end_mandate(mandate=revoked.mandates.get(), on=today, reason="调离", at=MONDAY, actor=SYSTEM)
    return {
        "社区工作者，本社区": cast.community,
        "社区工作者，同街道另一社区": officer("周强", Role.COMMUNITY_WORKER, "500103001006"),
        "社区工作者，另一区的社区": officer("吴静", Role.COMMUNITY_WORKER, "500104001001"),
        "社区工作者，授权昨天到期": actor_of(dated("蒋末", today - 100 * DAY, today), today),
        "社区工作者，授权明天开始": actor_of(dated("沈初", today + DAY), today),
        "社区工作者，授权当天撤销": actor_of(revoked, today),
        "网格员，本社区的网格": officer("褚格", Role.GRID_WORKER, f"{COMMUNITY}001"),
    }


def _offices(cast: Cast) -> dict[str, Actor]:
    return {
        "街道干部，本街道": cast.subdistrict,
        "街道干部，同区另一街道": officer("卫平", Role.SUBDISTRICT_OFFICER, "500103003"),
        "区县干部，本区": cast.county,
        "区县干部，本区住建委": officer("郑辉", Role.DISTRICT_OFFICER, COUNTY, HOUSING),
        "区县干部，本区生态环境局": officer("杨青", Role.DISTRICT_OFFICER, COUNTY, f"{COUNTY}:ecology"),
        "区县干部，另一区": officer("冯远", Role.DISTRICT_OFFICER, "500104"),
        "市级干部": officer("刘志远", Role.CITY_OFFICER, "50"),
        "审计人员，全市": cast.auditor,
        "审计人员，本社区": officer("秦查", Role.AUDITOR, COMMUNITY),
    }


def _others(cast: Cast) -> dict[str, Actor]:
    return {
        "反映人": cast.resident,
        "凭另一件查询码": holder(make_case(cast.auditor)),
        "并案而来的反映人": Actor(account=str(account("许同").pk), name="许同"),
        "另一位居民": Actor(account=str(account("何明").pk), name="何明"),
        "有居民授权的居民": officer("吕民", Role.RESIDENT, "50"),
        "未登录": ANONYMOUS,
        "系统": timers.CLOCKWORK,
    }


def values(step: Step, matter: Matter) -> dict[str, Any]:
    """Hand in what the step asks for, so that nothing but the mandate is in question."""
    target = Matter.objects.exclude(pk=matter.pk).filter(closed_at=None).first()
    township = Organisation.objects.get(code=TOWNSHIP)
    given: dict[Widget, Any] = {
        Widget.BODY: township,
        Widget.BODIES: [township],
        Widget.MATTER: target,
        Widget.KIND: matter.kind,
        Widget.NUMBER: 3,
        Widget.STARS: 5,
        Widget.TICK: False,
        Widget.CHOICE: "expert",
        Widget.FILES: None,
    }
    return {field.name: given.get(field.widget, "文字") for field in step.hands_in}


def accepted(world: World) -> Matter:
    return take(world.case(), "accept", world.cast.community, MONDAY)


def assigned(world: World) -> Matter:
    up = take(world.case(), "transfer_up", world.cast.community, MONDAY, reason="请协调")
    return take(up, "assign", world.cast.subdistrict, MONDAY, body=Organisation.objects.get(code=COMMUNITY))


def in_hand(world: World) -> Matter:
    return take(accepted(world), "take", world.cast.community, MONDAY)


def answered(world: World) -> Matter:
    return take(world.case(), "answer_now", world.cast.community, MONDAY, answer="已办。")


def rated(world: World) -> Matter:
    return take(answered(world), "rate", world.cast.resident, MONDAY, stars=5)


def merged(world: World) -> Matter:
    return take(world.case(), "merge", world.cast.community, MONDAY, matter=make_case(world.cast.auditor))


WAYS: dict[State, Callable[[World], Matter]] = {
    State.REGISTERED: World.case,
    State.ACCEPTED: accepted,
    State.ASSIGNED: assigned,
    State.IN_HAND: in_hand,
    State.WAITING: lambda w: take(accepted(w), "ask", w.cast.community, MONDAY, question="哪栋楼？"),
    State.PAUSED: lambda w: take(
        accepted(w), "pause", w.cast.community, MONDAY, ground="expert", reason="送检"
    ),
    State.ANSWERED: answered,
    State.RATED: rated,
    State.CLOSED: lambda w: take(rated(w), "close", w.cast.community, MONDAY),
    State.DECLINED: lambda w: take(
        w.case(), "decline", w.cast.community, MONDAY, reason="非职责", turn_to="法院"
    ),
    State.MERGED: merged,
    State.WITHDRAWN: lambda w: take(w.case(), "withdraw", w.cast.resident, MONDAY, reason="已解决"),
}


def brought_to(state: State, world: World) -> Matter:
    """Answer a case in `state`, led by the community, with a helper and, for its addressee, an approval."""
    matter = WAYS[state](world)
    assert matter.state == state
    assert matter.responsible.code == COMMUNITY
    if not matter.closed_at:
        housing, township = (Organisation.objects.get(code=code) for code in (HOUSING, TOWNSHIP))
        assign(matter, housing, Task.Purpose.HELP, at=MONDAY)
        asked_by = world.cast.community.account
        assign(matter, township, Task.Purpose.APPROVE, at=MONDAY, amount=3, asked_by=asked_by)
    return matter
