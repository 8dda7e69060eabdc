"""Server, workers and an officer at work are killed (SIGKILL) in a stream of reports: nothing acknowledged is lost."""

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from gongzhi.modules.cases.factories import COMMUNITY
from tests.sudden import House, standing

STREAMS = 3
KILLS = 2
ACKNOWLEDGED = 10  # between two kills, at the least
PATIENCE = 120.0

pytestmark = [
    pytest.mark.everywhere,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the processes in /proc"),
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with standing(tmp_path, ("tests.killing", "officer")) as made:
        yield made


def post(house: House, key: str, reference: str) -> tuple[int, str] | None:
    """Report a case; answer status and number, or None where nobody acknowledged it."""
    report = {"kind": "010101", "area": COMMUNITY, "body": f"楼下垃圾没有清运，编号 {reference}。"}
    report |= {"name": "陈秀兰", "phone": "13800000001", "reference": reference}
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    try:
        with closing(HTTPConnection("127.0.0.1", house.port, timeout=30)) as line:
            line.request("POST", "/api/v1/cases/", json.dumps(report).encode(), headers)
            answer = line.getresponse()
            said = answer.read()
    except (OSError, HTTPException):
        return None
    assert answer.status in (200, 201) or answer.status >= 500, said
    return (answer.status, json.loads(said)["number"]) if answer.status < 500 else None


@dataclass
class Stream:
    """One sender: a report after the other, each sent again until somebody acknowledges it."""

    name: int
    house: House
    key: str
    acknowledged: dict[str, str] = field(default_factory=dict)
    sent_again: int = 0

    def run(self, enough: threading.Event) -> None:
        while not enough.is_set():
            reference = f"{self.name}-{len(self.acknowledged)}"
            while (answer := post(self.house, self.key, reference)) is None:
                self.sent_again += 1
                time.sleep(0.1)
            self.acknowledged[reference] = answer[1]


def wait_until(streams: list[Stream], more: int) -> None:
    """Wait until so many more reports were acknowledged."""
    wanted = sum(len(s.acknowledged) for s in streams) + more
    until = time.monotonic() + PATIENCE
    while sum(len(s.acknowledged) for s in streams) < wanted:
        assert time.monotonic() < until, streams[0].house.log.read_text("utf-8")[-3000:]
        time.sleep(0.01)


def killed_and_killed(house: House, key: str) -> list[Stream]:
    streams, enough = [Stream(n, house, key) for n in range(STREAMS)], threading.Event()
    threads = [threading.Thread(target=s.run, args=(enough,)) for s in streams]
    house.start()
    for thread in threads:
        thread.start()
    try:
        for number in range(KILLS):
            wait_until(streams, ACKNOWLEDGED)
            time.sleep(random.uniform(0, 1))
            house.kill(supervisor=number % 2 == 1)
            if number % 2:
                house.start()
        wait_until(streams, ACKNOWLEDGED)
    finally:
        enough.set()
        for thread in threads:
            thread.join(PATIENCE)
    return streams


def test_nothing_acknowledged_is_lost_or_doubled_when_everything_is_killed(house: House) -> None:
    key = house.ask("-m", "tests.killing", "world")["key"]
    streams = killed_and_killed(house, key)
    acknowledged = {ref: number for s in streams for ref, number in s.acknowledged.items()}
    assert sum(s.sent_again for s in streams) > 0, "no kill hit the stream"
    again = post(house, key, "0-0")
    house.kill(supervisor=True)
    house.ask("manage.py", "worker", "--once")
    found = house.ask("-m", "tests.killing", "findings")

    assert again == (200, acknowledged["0-0"])
    assert len(set(acknowledged.values())) == len(acknowledged)
    assert found["references"] == acknowledged
    assert sorted(found["numbers"]) == sorted(acknowledged.values())
    assert (found["broken"], found["log_faults"], found["unlogged"]) == ("", [], 0)
    assert all(size == published > 0 for size, published in found["logged"].values())
    assert (found["without_one_lead"], found["without_clock"]) == ([], [])
    assert (found["owed"], found["due"]) == ([], [])
    assert 0 < found["accepted"] == found["told"]
    assert (found["accepted"] <= found["warned"], found["warned_twice"]) == (True, [])
