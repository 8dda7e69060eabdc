"""Officers and machines at work over HTTP: a lifecycle is create, assign, resolve, search, each by its own request."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

CSRF = "b" * 32
SERIAL = count()


class Unexpected(Exception):
    """An answer that no step of a lifecycle may have."""


class Busy(Exception):
    """503 with Retry-After: the server has more to do than it can."""


@dataclass
class Client:
    """One of the crew, with a line of their own that is kept open."""

    port: int
    who: dict[str, Any]
    line: HTTPConnection | None = None
    times: list[tuple[float, float]] = field(default_factory=list)

    def send(
        self, method: str, path: str, body: bytes = b"", kind: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        headers = {"Host": "localhost"}
        if path.startswith("/api/"):
            headers["Authorization"] = f"Bearer {self.who['key']}"
        else:
            headers |= {"Cookie": f"sessionid={self.who['session']}; csrftoken={CSRF}", "X-CSRFToken": CSRF}
        if kind:
            headers["Content-Type"] = kind
        begun = time.perf_counter()
        try:
            self.line = self.line or HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
            said = answer.read()
        except (OSError, HTTPException):
            self.line = None
            raise
        self.times.append((begun, time.perf_counter() - begun))
        got = {name.lower(): value for name, value in answer.getheaders()}
        if answer.status == 503:
            if "retry-after" not in got:
                raise Unexpected("503 without Retry-After")
            raise Busy
        return answer.status, got, said

    def get(self, path: str) -> bytes:
        status, _headers, said = self.send("GET", path)
        if status != 200:
            raise Unexpected(f"{path}: {status}")
        return said

    def create(self) -> str:
        words = f"单元门口的路灯坏了两盏，晚上看不见路，请尽快派人维修。编号{next(SERIAL)}。"
        report = {
            "kind": self.who["kind"],
            "area": self.who["area"],
            "body": words,
            "name": "陈秀兰",
            "phone": "13800000001",
        }
        status, _headers, said = self.send(
            "POST", "/api/v1/cases/", json.dumps(report).encode(), "application/json"
        )
        if status != 201:
            raise Unexpected(f"create: {status} {said[:300]!r}")
        return str(json.loads(said)["number"])

    def step(self, number: str, key: str, **values: Any) -> None:
        body = urlencode(
            {f"{key}-{name}": value for name, value in values.items()} | {"back": "/desk/"}
        ).encode()
        status, headers, said = self.send(
            "POST", f"/m/{number}/do/{key}/", body, "application/x-www-form-urlencoded"
        )
        if status != 302 or headers.get("location") != "/desk/":
            raise Unexpected(f"{key}: {status} {said[-3000:].decode()}")

    def search(self, number: str) -> None:
        found = json.loads(self.get(f"/api/v1/cases/?q={quote(number)}"))
        if [row["number"] for row in found["rows"]] != [number]:
            raise Unexpected(f"search: {found}")

    def lifecycle(self) -> str:
        number = self.create()
        self.step(number, "assign", body=self.who["body"])
        self.step(number, "answer", answer="路灯已经修好，请您查看。如有问题，请致电社区。")
        self.search(number)
        return number


def together(clients: list[Client], seconds: float, act: Callable[[Client], object]) -> float:
    """Let each client act again and again; answer how often a second it was done, by all of them."""
    done, until, wrong = [0] * len(clients), time.perf_counter() + seconds, list[BaseException]()

    def run(n: int) -> None:
        try:
            while time.perf_counter() < until and not wrong:
                act(clients[n])
                done[n] += 1
        except BaseException as why:
            wrong.append(why)

    begun = time.perf_counter()
    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
    return sum(done) / (time.perf_counter() - begun)
