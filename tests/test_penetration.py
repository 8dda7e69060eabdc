"""What a district shows its own people, tried by everybody else: links are followed, forms are sent as they stand.

Whoever sends is refused, or it is written down here why policy lets them.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import issue_api_key
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.tests.site import content, visitor
from gongzhi.shell.tests.test_urls import OURS
from tests.strangers.addresses import addresses
from tests.strangers.crawling import Form, Page, sendable
from tests.strangers.world import World, told

AUDIENCES = {page.name: page.audience for page in OURS}
WRITE = re.compile(r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.I)
FRAME = ("account_", "shell:language", "shell:large", "shell:area")
OWN = re.compile(r"django_session|account_\w+|mfa_\w+|people_sentform")
# Pages for residents or officers that open for those of another place too, for what of it is theirs.
OF_ONES_OWN = {
    *(
        "shell:messages",
        "people:me",
        "shell:my_calendar",
        "people:copy",
        "people:close",
        "cases:mine",
        "disclosure:complaints",
        "owners:mine",
    ),  # one's own things
    *(
        "shell:desk",
        "shell:worklist",
        "shell:export",
        "cases:board_map",
        "cases:board",
        "cases:rising",
    ),  # own area
    *(
        "registers:new",
        "registers:import",
        "elections:new",
        "proposals:new",
        "deliberation:propose",
    ),  # own area
    *(
        "covenants:new",
        "deliberation:propose_topic",
        "elections:recall",
        "disclosure:complain",
    ),  # asks who may
    "shell:poll_vote",  # says that one does not stand in the roll
}
OPEN_TO_ALL = {
    *("cases:report", "shell:notice_do", "disclosure:complain"),  # report, ask and complain, whoever one is
    *("shell:follow_area", "shell:keep_told"),  # be told of what is public
    *(
        "shell:messages_read",
        "shell:my_calendar",
        "shell:save_filter",
        "deliberation:propose",
    ),  # one's own messages, calendar, filters, place
    "deliberation:propose_topic",  # whom it concerns need not live there; the committee looks before it shows
    "covenants:do",  # what somebody noticed counts only when somebody of the place has confirmed it
}
# Pages that state no audience but decide by what they show.
FOR_SOME = {"shell:step", "proposals:receipt"}
LOOKERS = ("resident", "next community", "officer of another district", "yesterday")
pytestmark = pytest.mark.django_db


@dataclass
class Written:
    """Which tables were written, less what was rolled back."""

    tables: list[str] = field(default_factory=list)
    points: dict[str, int] = field(default_factory=dict)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITE.match(sql)
        point = sql.split()[-1]
        if found and not OWN.fullmatch(found[1]):
            self.tables.append(found[1])
        elif sql.startswith("SAVEPOINT"):
            self.points[point] = len(self.tables)
        elif sql.startswith("ROLLBACK TO"):
            del self.tables[self.points[point] :]
        return execute(sql, params, many, context)


def sent(client: Client, form: Form) -> tuple[int, set[str]]:
    """Send a form; answer the status and which tables that wrote. Nothing of it stays."""
    written = Written()
    cache.clear()
    with transaction.atomic():
        with connection.execute_wrapper(written):
            answer = client.post(form.action, sendable(form))
        content(answer)
        transaction.set_rollback(True)
    return answer.status_code, set(written.tables)


def name_of(address: str) -> str:
    return resolve(urlsplit(address).path).view_name


def forms_shown(world: World, found: dict[str, list[str]]) -> Iterator[tuple[str, Form]]:
    """Answer forms that people of the district are shown, three of each kind, and by whom each was seen."""
    clients, seen = {name: visitor(account) for name, account in world.insiders.items()}, Counter[Any]()
    for address in (every[0] for page, every in found.items() if every and shows_forms(page)):
        opened = 0
        for name, client in clients.items():
            answer = client.get(address)
            source = content(answer)
            if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
                continue
            for form in Page(address, source.decode()).forms:
                key = (name_of(form.action), *sorted(form.fields))
                seen[key] += 1
                if form.method == "post" and seen[key] <= 1 and not key[0].startswith(FRAME):
                    yield name, form
            opened += 1
            if opened == 2:
                break


def shows_forms(page: str) -> bool:
    arguments = next(p.arguments for p in OURS if p.name == page)
    return (
        AUDIENCES[page] is not Audience.MACHINE
        and (bool(arguments) or AUDIENCES[page] is not Audience.PUBLIC or page == "cases:report")
        and not page.endswith((":do", ":step", "_do", "export", "file", "photo", "certificate"))
    )


@pytest.fixture
def world() -> Iterator[World]:
    with told() as found:
        yield found


def test_nothing_of_a_district_is_open_to_strangers(world: World) -> None:
    found = addresses()
    forms = list(forms_shown(world, found))
    own = {name: visitor(account) for name, account in world.insiders.items()}
    taken = {name_of(form.action) for name, form in forms if sent(own[name], form)[1]}
    wrong: list[tuple[Any, ...]] = []
    for who, account in world.strangers.items():
        client = visitor(account)
        wrong += tried(who, client, [form for _name, form in forms])
        if any(word in who for word in LOOKERS):
            wrong += looked(who, client, found)
    wrong += [
        report
        for account in world.strangers.values()
        if account
        for report in asked_by_key(account, world.at)
    ]
    assert wrong == []
    assert len(taken) > 20, (
        "the walk is worth what its forms are: sent by those of the district, they are taken"
    )


def tried(who: str, client: Client, forms: list[Form]) -> Iterator[tuple[Any, ...]]:
    """Answer which forms broke when sent, or changed what is not the sender's."""
    for form in forms:
        status, tables = sent(client, form)
        if status >= 500 or (tables and name_of(form.action) not in OPEN_TO_ALL):
            yield who, form.action, status, sorted(tables)


def looked(who: str, client: Client, found: dict[str, list[str]]) -> Iterator[tuple[Any, ...]]:
    """Answer which pages broke, or opened though they are for those of the district; and what lists told of it."""
    numbers = set(Matter.objects.values_list("number", flat=True))
    for page, every in found.items():
        if AUDIENCES[page] in (Audience.RESIDENT, Audience.OFFICER) or page in FOR_SOME:
            for address in every[:2]:
                answer = client.get(address)
                source = content(answer).decode("utf-8", "replace")
                opened = answer.status_code == 200
                if answer.status_code >= 500 or (opened and page not in OF_ONES_OWN):
                    yield who, address, answer.status_code
                elif opened and page != "shell:messages" and any(n in source for n in numbers):
                    yield who, address, "tells of a matter"


def asked_by_key(account: Account, at: datetime) -> Iterator[tuple[Any, ...]]:
    """Answer what the API tells a stranger's key of the district."""
    since = at.date() - timedelta(days=1)
    key = issue_api_key(account=account, name="生人", since=since, at=at, actor=SYSTEM)
    client = visitor(HTTP_AUTHORIZATION=f"Bearer {key}")
    case = Case.objects.get()
    number, place = case.matter.number, case.matter.area_code
    for path in (f"cases/{number}", f"cases/?area={place}", "cases/", "events/?after=0", "webhooks/"):
        answer = client.get(f"/api/v1/{path}")
        told = content(answer).decode()
        if answer.status_code >= 500 or number in told or case.body in told:
            yield account.name, path, answer.status_code
    report = {"kind": "010101", "area": place, "body": "生人的机器送来的一件事。"}
    answer = client.post("/api/v1/cases/", json.dumps(report), content_type="application/json")
    if answer.status_code not in (403, 422):
        yield account.name, "cases/", answer.status_code
