"""A district with a story of every module, those who live and work in it, and strangers of every kind."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

from django.test import override_settings
from django.utils import timezone

from gongzhi.kernel.bodies.demo import make_demo_village
from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import add_post, found_offices, register, seat
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.people.demo import make_demo_people
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account, register_resident
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.publications.services import arise
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.registry.declaration import registry
from gongzhi.kernel.territory.services import load_areas, make_grid
from gongzhi.modules.cases.factories import make_case
from gongzhi.modules.elections.services.demonstrating import Story as Election
from gongzhi.modules.elections.services.demonstrating import hire
from gongzhi.shell.management.commands.demo import PLACES

KINDS = Organisation.Kind
NEXT, ELSEWHERE = "500103001006", "500104001001"
SINCE = date(2020, 1, 1)
LEFT_OUT = ("cases", "honours", "elections")  # told here in short: their demo plays for seconds
# Who knows the district: what they are shown is what strangers try.
INSIDERS = (
    "community",
    "secretary",
    "owner01",
    "resident",
    "supervisor",
    "representative",
    "subdistrict",
    "city",
)
STRANGE_OFFICERS = {
    "grid worker of another grid": (Role.GRID_WORKER, f"{NEXT}001"),
    "community worker of the next community": (Role.COMMUNITY_WORKER, NEXT),
    "officer of another subdistrict": (Role.SUBDISTRICT_OFFICER, "500103003"),
    "officer of another district": (Role.DISTRICT_OFFICER, "500104"),
    "auditor of another district": (Role.AUDITOR, "500104"),
    "whoever was the community's worker until yesterday": (Role.COMMUNITY_WORKER, PLACES["community"]),
    "whoever will be the village's worker tomorrow": (Role.COMMUNITY_WORKER, PLACES["village"]),
}
STRANGE_SEATS = {
    "mediator": KINDS.MEDIATION,
    "owners' committee": KINDS.OWNERS,
    "supervisor": KINDS.SUPERVISION,
}


@dataclass
class World:
    at: datetime
    insiders: dict[str, Account] = field(default_factory=dict)
    strangers: dict[str, Account | None] = field(default_factory=dict)


@contextmanager
def told() -> Iterator[World]:
    """Lay the district and tell its stories through the ordinary services."""
    at = timezone.now()
    with override_settings(DEMO=True), redirect_stderr(StringIO()):
        _ground(at)
        _stories(at)
    names = Account.objects.filter(username__in=INSIDERS)
    yield World(at, {name: a for name in INSIDERS for a in names if a.username == name}, dict(_strangers(at)))


def _ground(at: datetime) -> None:
    for under in (PLACES["county"], PLACES["village"][:9], ELSEWHERE[:9]):
        load_areas(at=at, under=under)
    load_calendar(at=at)
    found_offices(at=at.date())
    for module in registry:
        if module.prepare:
            module.prepare(at)
    make_grid(community=NEXT, name="第一网格", at=at, actor=SYSTEM)
    grid = make_grid(community=PLACES["community"], name="第一网格", at=at, actor=SYSTEM)
    make_demo_people(at=at, **PLACES, grid=grid.code)
    make_demo_village(at=at, area=PLACES["village"])
    arise(at=at - timedelta(days=120))


def _stories(at: datetime) -> None:
    for module in registry:
        if module.demonstrate and module.slug not in LEFT_OUT:
            module.demonstrate(at)
    resident = actor_of(Account.objects.get(username="resident"), timezone.localdate(at))
    make_case(resident, at=at, area=PLACES["community"])
    Election("500103001011", hire("500103001011", at), at.replace(hour=1) - timedelta(days=21)).show()


def _strangers(at: datetime) -> Iterator[tuple[str, Account | None]]:
    yield "nobody", None
    yield "resident of another place", _account(at)
    today = timezone.localdate(at)
    for name, (role, area) in STRANGE_OFFICERS.items():
        account = _account(at)
        first = today + timedelta(days=1) if "tomorrow" in name else SINCE
        last = today if "yesterday" in name else None
        held: dict[str, Any] = {"role": role, "area": area, "since": first, "until": last}
        grant_mandate(account=account, **held, at=at, actor=SYSTEM)
        yield name, account
    for name, kind in STRANGE_SEATS.items():
        account = _account(at)
        more: dict[str, Any] = {"at": at, "actor": SYSTEM}
        body = register(kind=kind, name=name, area=ELSEWHERE, since=SINCE, **more)
        post = add_post(organisation=body, title="主任", seats=1, **more)
        seat(post=post, holder=account.name, account=account, since=SINCE, **more)
        yield f"{name} of another place", account


def _account(at: datetime) -> Account:
    """Answer somebody new, registered as living in another district."""
    n = Account.objects.filter(username__startswith="stranger").count()
    account = register_account(username=f"stranger{n}", name=f"生人{n}", at=at, actor=SYSTEM)
    register_resident(name=account.name, area=ELSEWHERE, account=account, at=at, actor=SYSTEM)
    return account
