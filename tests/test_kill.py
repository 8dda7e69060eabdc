"""Server, workers and an officer at work are killed (SIGKILL) in a stream of reports: nothing acknowledged is lost."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from gongzhi.modules.cases.factories import COMMUNITY

ROOT = Path(__file__).parents[1]
STREAMS = 3
KILLS = 3
ACKNOWLEDGED = 10  # between two kills, at the least
PATIENCE = 120.0

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the processes in /proc")


@contextmanager
def own_database() -> Iterator[str]:
    """Answer the URL of a database of our own beside that of DATABASE_URL; '' for SQLite in the home folder."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = f"kill_{os.getpid()}"
    with closing(psycopg.connect(given, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        yield urlsplit(given)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@dataclass
class House:
    """The platform as it is run, with an officer at work. Each start is a session, by which all of it is found."""

    env: dict[str, str]
    port: int
    log: Path
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def ask(self, *words: str) -> Any:
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE
        )
        return json.loads(done.stdout or "null")

    def start(self) -> None:
        serve = ["manage.py", "serve", "--port", str(self.port), "--workers", "1"]
        with self.log.open("ab") as log:
            self.running = [  # the second worker is one too many: two at once harm nothing
                subprocess.Popen(
                    [sys.executable, *words],
                    cwd=ROOT,
                    env=self.env,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
                for words in (serve, ["manage.py", "worker"], ["-m", "tests.killing", "officer"])
            ]

    def kill(self, *, supervisor: bool) -> None:
        """Kill server processes, worker and officer at one blow; with or without whoever would start them again."""
        spared = set() if supervisor else {self.running[0].pid}
        for pid in {pid for process in self.running for pid in session(process.pid)} - spared:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.running[not supervisor :]:
            process.wait()

    def post(self, key: str, reference: str) -> tuple[int, str] | None:
        """Report a case; answer status and number, or None where nobody acknowledged it."""
        report = {"kind": "010101", "area": COMMUNITY, "body": f"楼下垃圾没有清运，编号 {reference}。"}
        report |= {"name": "陈秀兰", "phone": "13800000001", "reference": reference}
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        try:
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as line:
                line.request("POST", "/api/cases/", json.dumps(report).encode(), headers)
                answer = line.getresponse()
                said = answer.read()
        except (OSError, HTTPException):
            return None
        assert answer.status in (200, 201) or answer.status >= 500, said
        return (answer.status, json.loads(said)["number"]) if answer.status < 500 else None


def session(leader: int) -> set[int]:
    """Answer the processes of a session."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[3]) == leader:
                found.add(int(stat.parent.name))
    return found


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with own_database() as database, closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
        probe.close()
        env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGZHI_", "DATABASE_URL"))}
        env |= {
            "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings.base",
            "GONGZHI_HOME": str(tmp_path / "home"),
        }
        made = House(env | {"DATABASE_URL": database}, port, tmp_path / "log")
        try:
            yield made
        finally:
            made.kill(supervisor=True)


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
            while (answer := self.house.post(self.key, reference)) is None:
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
    again = house.post(key, "0-0")
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
