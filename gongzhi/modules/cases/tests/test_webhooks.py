"""What is recorded reaches who subscribed: signed, in order, again and again until it arrives, and nobody else's."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from gongzhi.kernel.exchange import posting
from gongzhi.kernel.exchange.models import Subscription
from gongzhi.kernel.exchange.webhooks import ATTEMPTS, push
from gongzhi.kernel.people.models import ApiKey
from gongzhi.kernel.people.services import issue_api_key
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.models import Entry
from gongzhi.modules.cases.factories import MONDAY, Cast
from gongzhi.modules.cases.tests.site import Site, built, visitor
from gongzhi.modules.cases.tests.test_api import key_of, sent

HOOKS, EVENTS = "/api/v1/webhooks/", "/api/v1/events/"


@pytest.fixture
def site(cast: Cast) -> Site:
    return built()


@pytest.fixture(autouse=True)
def _here(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEBHOOKS_INSIDE = True
    monkeypatch.setattr(posting, "DEADLINE", 0.4)


class Receiver(BaseHTTPRequestHandler):
    """/ok takes it, /500 refuses, /hang says nothing, /drip never ends its headers, /huge never ends its body."""

    got: list[tuple[str, dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append((self.path, dict(self.headers.items()), body))
        if self.path == "/hang":
            time.sleep(1)
        elif self.path == "/drip":
            for _n in range(10):
                self.wfile.write(b"H")
                time.sleep(0.1)
        else:
            self.send_response({"/500": 500, "/moved": 302}.get(self.path, 200))
            self.send_header("Location", "/ok")
            self.end_headers()
            if self.path == "/huge":
                self.wfile.write(b"x" * 50_000_000)

    def log_message(self, *args: Any) -> None: ...


class Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *args: Any) -> None: ...


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.got = []
    with Quiet(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, args=[0.05], daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def subscribed(key: str, url: str, *kinds: str) -> Any:
    bearer = {"Authorization": f"Bearer {key}"}
    return visitor().post(
        HOOKS, json.dumps({"url": url, "kinds": kinds}), content_type="application/json", headers=bearer
    )


def later(minutes: float = 1) -> Any:
    """Answer a moment at which what was just recorded has settled."""
    last = Entry.objects.order_by("-at")[0].at
    return last + timedelta(minutes=minutes)


def test_an_entry_arrives_once_signed_as_standard_webhooks_has_it(site: Site, receiver: str) -> None:
    key = key_of(site, Role.DISTRICT_OFFICER)
    secret = subscribed(key, f"{receiver}/ok", "cases.opened").json()["secret"]
    number = sent(key, name="陈秀兰").json()["number"]
    assert (push(at=later(), most=50), push(at=later(), most=50)) == (1, 0)
    [(_path, headers, body)] = Receiver.got
    found = json.loads(body)
    assert (found["type"], found["data"]["values"]["number"]) == ("cases.opened", number)
    assert "陈秀兰" not in body.decode()
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key_bytes = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key_bytes, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_receivers_that_hang_drip_flood_or_fail_hold_nobody_else_up(site: Site, receiver: str) -> None:
    key = key_of(site, Role.DISTRICT_OFFICER)
    poison = ["hang", "drip", "500", "moved"]
    for path in (*poison, "huge", "ok"):
        assert subscribed(key, f"{receiver}/{path}", "cases.opened").status_code == 201
    subscribed(key, "http://localhost:1/", "cases.opened")
    sent(key)
    begun = time.monotonic()
    assert push(at=later(), most=50) == 2
    assert time.monotonic() - begun < 2
    failed = Subscription.objects.filter(failures=1)
    assert failed.count() == len(poison) + 1
    assert push(at=later(1.2), most=50) == 0
    assert push(at=later(2), most=50) == 0
    assert set(failed.model.objects.values_list("failures", flat=True)) == {0, 2}


def test_one_that_was_given_up_is_resumed_from_its_cursor_or_an_earlier_one(
    site: Site, receiver: str
) -> None:
    key = key_of(site, Role.DISTRICT_OFFICER)
    made = subscribed(key, f"{receiver}/500", "cases.opened").json()
    sent(key)
    Subscription.objects.update(failures=ATTEMPTS - 1)
    push(at=later(), most=50)
    bearer = {"Authorization": f"Bearer {key}"}
    assert visitor().get(HOOKS, headers=bearer).json()[0]["active"] is False
    Subscription.objects.update(url=f"{receiver}/ok")
    assert visitor().post(f"{HOOKS}{made['id']}/resume?after=0", headers=bearer).json()["active"] is True
    assert push(at=later(), most=50) == 2  # the one before the subscription too
    assert visitor().delete(f"{HOOKS}{made['id']}", headers=bearer).status_code == 204


def test_only_what_the_key_may_read_is_told_and_only_while_it_holds(site: Site, receiver: str) -> None:
    since = MONDAY.date() - timedelta(days=900)
    other = issue_api_key(account=site.outside, name="y", since=since, at=MONDAY, actor=SYSTEM)
    key = key_of(site, Role.DISTRICT_OFFICER)
    for holder in (other, key):
        subscribed(holder, f"{receiver}/ok")
    sent(key)
    listed = [
        visitor().get(EVENTS, {"kind": "cases.opened"}, headers={"Authorization": f"Bearer {holder}"}).json()
        for holder in (other, key)
    ]
    assert [len(page["rows"]) for page in listed] == [0, 1]  # the newest has not settled yet
    ApiKey.objects.filter(last_four=key[-4:]).update(until="2026-01-01")
    assert push(at=later(), most=50) == 0
    assert Receiver.got == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "https://localhost/", "https://10.0.0.1/", "https://[::1]/", "https://169.254.169.254/",
        "https://[::ffff:127.0.0.1]/", "https://0.0.0.0/", "http://93.184.215.14/", "https://2130706433/",
    ],
)  # fmt: skip
def test_nobody_is_led_to_an_address_inside(url: str) -> None:
    with pytest.raises(posting.NotSent, match=r"private|https"):
        posting.post(url, b"{}", {}, inside=False)


def test_an_address_or_a_kind_that_does_not_exist_is_refused(site: Site) -> None:
    key = key_of(site, Role.DISTRICT_OFFICER)
    for url, kind in (
        ("https://", "cases.opened"),
        ("https://x:y/", "cases.opened"),
        ("https://x/", "nothing"),
    ):
        assert subscribed(key, url, kind).status_code == 422, url
