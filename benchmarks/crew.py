"""Runs within a base and answers JSON: `python -m benchmarks.crew NUMBER | city | queries PAGES | server PORT WORKERS`.

NUMBER of a crew, each with a community, its township and its district, a key and a session: what a browser would hold.
"""

import json
import secrets
import sys
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongzhi.kernel.bodies.selectors import assignable  # noqa: E402
from gongzhi.kernel.matters.models import Kind, Matter  # noqa: E402
from gongzhi.kernel.people.models import Account  # noqa: E402
from gongzhi.kernel.people.services import grant_mandate, issue_api_key, register_account  # noqa: E402
from gongzhi.kernel.people.vocabulary import Role  # noqa: E402
from gongzhi.kernel.record.declarations import SYSTEM  # noqa: E402
from gongzhi.kernel.territory.models import Area  # noqa: E402
from gongzhi.modules.cases.services import Contact, Report, report  # noqa: E402
from gongzhi.shell.management.commands.serve import server  # noqa: E402

KIND = "010101"
LEVELS = {Role.COMMUNITY_WORKER: 12, Role.SUBDISTRICT_OFFICER: 9, Role.DISTRICT_OFFICER: 6}


def crew(number: int) -> list[dict[str, Any]]:
    busy = Matter.objects.order_by("-opened_at").values_list("area_code", flat=True)[:5000]
    places = list(dict.fromkeys(code[:12] for code in busy if len(code) >= 12))
    rest = Area.objects.filter(level=12, until=None).order_by("code").values_list("code", flat=True)
    places += list(rest[: max(0, number - len(places))])
    step = max(1, len(places) // number)
    return [_one(n, place) for n, place in enumerate(places[::step][:number])]


def _one(n: int, place: str) -> dict[str, Any]:
    at, name = timezone.now(), f"bench-{secrets.token_hex(4)}"
    account = register_account(username=name, name=f"测量员{n}", at=at, actor=SYSTEM)
    since = timezone.localdate(at)
    for role, level in LEVELS.items():
        grant_mandate(account=account, role=role, area=place[:level], since=since, at=at, actor=SYSTEM)
    key = issue_api_key(account=account, name="bench", since=since, at=at, actor=SYSTEM)
    return {"key": key, "session": _session(account), "area": place, "body": _other(place), "kind": KIND}


def _session(account: Account) -> str:
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(account.pk), account.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store.save()
    return str(store.session_key)


def _other(place: str) -> int:
    """Answer the body of its own ground to which a new case there may be assigned."""
    at = timezone.now()
    with transaction.atomic():
        who = Contact(name="", phone="")
        given = Report(
            kind=Kind.objects.get(pk=KIND), area_code=place, body="试一试派给谁。", channel="api", contact=who
        )
        matter, _code = report(given=given, by=SYSTEM, at=at)
        bodies = assignable(area_code=place, by=matter.responsible, on=timezone.localdate(at))
        found = [b.pk for b in bodies if b.pk != matter.responsible_id and b.code[:9] == place[:9]]
        transaction.set_rollback(True)
    return int(found[0])


def city() -> dict[str, Any]:
    """Answer an officer of the whole city."""
    at = timezone.now()
    account = register_account(username=f"bench-{secrets.token_hex(4)}", name="测量员", at=at, actor=SYSTEM)
    held = {"role": Role.CITY_OFFICER, "area": settings.CITY_CODE, "since": timezone.localdate(at)}
    grant_mandate(account=account, **held, at=at, actor=SYSTEM)
    return {"session": _session(account)}


def queries(pages: dict[str, list[str]]) -> dict[str, int]:
    """Answer how many queries each page takes: the most of its forms."""
    client = Client(headers={"host": "localhost"})
    client.cookies[settings.SESSION_COOKIE_NAME] = city()["session"]
    return {name: max(_queries(client, path) for path in paths) for name, paths in pages.items()}


def _queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return len(caught)


def main(what: str, *more: str) -> Any:
    match what:
        case "server":
            return server("127.0.0.1", int(more[0]), int(more[1]))
        case "city":
            return city()
        case "queries":
            return queries(json.loads(more[0]))
        case _:
            return crew(int(what))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:]), ensure_ascii=False))
