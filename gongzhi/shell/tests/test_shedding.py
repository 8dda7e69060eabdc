"""A server that has more to do than it can says so at once, and goes on with what it took."""

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Semaphore
from time import sleep
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from gongzhi.shell.shedding import RETRY, Shedding

Answer = tuple[str, dict[str, str], bytes]


class Slow:
    """Works on a request until it is let go; tells how many it has begun."""

    def __init__(self) -> None:
        self.begun, self.go, self.closed = Semaphore(0), Event(), 0

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.begun.release()
        assert self.go.wait(10)
        start("200 OK", [])
        return HttpResponse(b"done")


class House:
    """One at work, one waiting."""

    def __init__(self, patience: float = 10.0) -> None:
        self.slow = Slow()
        self.server = Shedding(self.slow, at_work=1, waiting=1, patience=patience)
        self.clients = ThreadPoolExecutor(4)

    def ask(self, path: str = "/", **headers: str) -> Answer:
        told: list[Any] = []
        body = self.server(
            RequestFactory().get(path, headers=headers).environ, lambda *said: told.extend(said)
        )
        return told[0], dict(told[1]), b"".join(body)

    def send(self, path: str = "/") -> "Future[Answer]":
        return self.clients.submit(self.ask, path)

    def fill(self) -> "list[Future[Answer]]":
        first = self.send()
        assert self.slow.begun.acquire(timeout=10)
        second = self.send()
        while self.server.room._value:
            sleep(0.001)
        return [first, second]


@pytest.fixture
def house() -> Iterator[House]:
    made = House()
    yield made
    made.slow.go.set()
    made.clients.shutdown()


def test_more_than_is_in_work_and_waiting_is_refused_at_once(house: House) -> None:
    taken = house.fill()
    status, headers, body = house.ask()
    assert (status, headers["Retry-After"]) == ("503 Service Unavailable", str(RETRY))
    assert "访问的人太多" in body.decode()
    house.slow.go.set()
    assert [answer.result(10)[0] for answer in taken] == ["200 OK", "200 OK"]
    assert house.ask()[0] == "200 OK"


def test_a_machine_is_refused_in_its_own_words(house: House) -> None:
    house.fill()
    _status, headers, body = house.ask("/api/v1/cases/", accept_language="en")
    assert headers["Content-Type"] == "application/problem+json"
    assert (json.loads(body)["status"], headers["Content-Language"]) == (503, "en")


def test_who_asks_whether_the_server_lives_never_waits(house: House) -> None:
    house.fill()
    asked = house.send("/health/live")
    assert house.slow.begun.acquire(timeout=10)
    house.slow.go.set()
    assert asked.result(10)[0] == "200 OK"


def test_who_has_waited_too_long_is_refused() -> None:
    house = House(patience=0.05)
    first = house.send()
    assert house.slow.begun.acquire(timeout=10)
    assert house.ask()[0] == "503 Service Unavailable"
    house.slow.go.set()
    assert first.result(10)[0] == "200 OK"
    house.clients.shutdown()
