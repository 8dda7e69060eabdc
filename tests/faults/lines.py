"""Clients that are slow, ten thousand that only hold a line, and messages that come twice and in any order."""

import random
import resource
import selectors
import socket
import statistics
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.sudden import House
from tests.test_kill import post

from .cluster import cluster, until
from .crowd import house, settled, sound

MANY, SLOW = 10_000, 300
CALLS = 100
HEAD = b"POST /api/v1/cases/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"


def held_lines(folder: Path) -> dict[str, Any]:
    """Ten thousand open connections that say nothing; others are answered all the while."""
    return _beside(folder, MANY, b"")


def slow_clients(folder: Path) -> dict[str, Any]:
    """Three hundred that send a request byte by byte; others are answered all the while."""
    return _beside(folder, SLOW, HEAD)


def _beside(folder: Path, many: int, said: bytes) -> dict[str, Any]:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    assert hard == resource.RLIM_INFINITY or hard > many + 500, (
        f"the machine allows {hard} open files a process"
    )
    with cluster(folder / "pg") as server, house(folder / "house", server.url) as (made, key):
        made.start()
        until(60, lambda: post(made, key, "first") is not None)
        calm = _times(made, key, "calm")
        with _lines(made.port, many, said) as open_lines:
            beside = _times(made, key, "beside")
            still = open_lines()
        after = _times(made, key, "after")
        found = settled(made)
        sound(found, {ref: found["references"][ref] for ref in found["references"]})
    assert len(found["numbers"]) == 1 + 3 * CALLS
    return {"lines": many, "still open": still, "ms calm/beside/after": [calm, beside, after], "refused": 0}


def _times(made: House, key: str, name: str) -> float:
    """Answer the median of the milliseconds that a report took; each is acknowledged."""
    taken = []
    for n in range(CALLS):
        begun = time.monotonic()
        assert post(made, key, f"{name}-{n}") is not None
        taken.append(time.monotonic() - begun)
    return round(1000 * statistics.median(taken), 1)


@contextmanager
def _lines(port: int, many: int, said: bytes) -> Iterator[Any]:
    """Open lines, and drip a byte a second into each where there is something to say."""
    lines = []
    try:
        for _n in range(many):
            line = socket.create_connection(("127.0.0.1", port), timeout=30)
            line.setblocking(False)
            lines.append(line)
        enough = threading.Event()
        dripping = threading.Thread(target=_drip, args=(lines, said, enough))
        dripping.start()
        yield lambda: sum(map(_open, lines))
        enough.set()
        dripping.join()
    finally:
        for line in lines:
            line.close()


def _open(line: socket.socket) -> bool:
    with selectors.DefaultSelector() as eyes:
        eyes.register(line, selectors.EVENT_READ)
        return not eyes.select(0)  # nothing to read: neither an answer nor the end


def _drip(lines: list[socket.socket], said: bytes, enough: threading.Event) -> None:
    for byte in said:
        if enough.wait(1):
            return
        for line in lines:
            with suppress(OSError):
                line.send(bytes((byte,)))


def sent_again(folder: Path) -> dict[str, Any]:
    """Every report is sent three times, all at once and in any order, some lines cut before the answer."""
    with cluster(folder / "pg") as server, house(folder / "house", server.url) as (made, key):
        made.start()
        until(60, lambda: post(made, key, "first") is not None)
        wanted = [f"again-{n}" for n in range(150)] * 3
        random.shuffle(wanted)
        with ThreadPoolExecutor(16) as crowd:
            answers = list(crowd.map(lambda ref: (ref, _cut_or_post(made, key, ref)), wanted))
        acknowledged: dict[str, str] = {}
        for ref, answer in answers:
            if answer:
                assert acknowledged.setdefault(ref, answer[1]) == answer[1], "two numbers for one report"
        found = settled(made)
        sound(found, acknowledged)
    return {"sent": len(wanted), "matters": len(found["numbers"]), "lost": 0, "twice": 0}


def _cut_or_post(made: House, key: str, ref: str) -> tuple[int, str] | None:
    if random.random() < 0.2:
        with closing(HTTPConnection("127.0.0.1", made.port, timeout=5)) as line:
            headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
            line.request("POST", "/api/v1/cases/", b'{"kind": "010101"', headers)
        return None
    return post(made, key, ref)
