"""A site with its people, for tests that visit pages: accounts with mandates that hold whatever day it is."""

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.cases.factories import COMMUNITY, COUNTY, MONDAY, TOWNSHIP, make_case

PLACES = {
    Role.GRID_WORKER: COMMUNITY,
    Role.COMMUNITY_WORKER: COMMUNITY,
    Role.SUBDISTRICT_OFFICER: TOWNSHIP,
    Role.DISTRICT_OFFICER: COUNTY,
    Role.CITY_OFFICER: "50",
    Role.AUDITOR: "50",
}
ELSEWHERE = "500104"
REPORT = f"/cases/report/?area={COMMUNITY}"
SAID = {"body": "楼下垃圾三天没有清运，气味很大。", "kind": "010101", "address": "3号楼东侧"}


def person(username: str, role: Role | None = None, area: str = "", body: str = "") -> Account:
    account = register_account(username=username, name=f"人{username}", at=MONDAY, actor=SYSTEM)
    if role:
        since = date(2020, 1, 1)
        grant_mandate(account=account, role=role, area=area, body=body, since=since, at=MONDAY, actor=SYSTEM)
    return account


def acting(account: Account) -> Actor:
    return actor_of(account, timezone.localdate())


def visitor(account: Account | None = None, **headers: Any) -> Client:
    """Answer a browser, signed in as `account`, that shows errors as pages like the site does."""
    client = Client(raise_request_exception=False, **headers)
    if account:
        client.force_login(account)
    return client


def content(response: Any) -> bytes:
    """Answer what was sent, and let the test's browser close what it was read from."""
    return b"".join(response)


def text(response: Any) -> str:
    """Answer what a page says between its frame: words without markup, and what stands in its fields."""
    found = re.search(
        r"<main.*?>(.*)</main>", re.sub(r"<input[^>]*csrf[^>]*>", "", response.content.decode()), re.S
    )
    kept = re.sub(r'<(?!input)[^>]*>|<input[^>]*? value="([^"]*)"[^>]*>', r" \1 ", found[1] if found else "")
    return re.sub(r"\s+", " ", unescape(kept))


@dataclass
class Site:
    resident: Account
    officers: dict[Role, Account]
    outside: Account
    matter: Matter

    @property
    def community(self) -> Account:
        return self.officers[Role.COMMUNITY_WORKER]


def built() -> Site:
    """People of every role in one district, an officer of another, and one case. The district must be laid."""
    resident = person("resident")
    officers = {role: person(role.value, role, area) for role, area in PLACES.items()}
    outside = person("outside", Role.DISTRICT_OFFICER, ELSEWHERE)
    return Site(resident, officers, outside, make_case(acting(resident)))
