"""The server is killed (SIGKILL) while ballots arrive: each that was acknowledged is on the board, once."""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from gongzhi.lib.belenios.text import fingerprint
from tests.sudden import House, standing

KILLS = 2
BETWEEN = 6  # ballots acknowledged between two kills, at the least
PATIENCE = 120.0
TOKEN = "a" * 32  # of the form and of the cookie: whoever reads neither cannot send the same in both

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds the processes in /proc")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with standing(tmp_path, ()) as made:
        yield made


@dataclass
class Voter:
    """Sends one ballot after the other, each again until somebody acknowledges it."""

    house: House
    poll: str
    session: str
    ballots: list[str]
    acknowledged: list[str] = field(default_factory=list)
    sent_again: int = 0

    def run(self) -> None:
        for text in self.ballots:
            while not self.send(text):
                self.sent_again += 1
                time.sleep(0.1)
            self.acknowledged.append(fingerprint(text))
            time.sleep(random.uniform(0, 0.3))

    def send(self, text: str) -> bool:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
        }
        body = urlencode({"csrfmiddlewaretoken": TOKEN, "ballot": text})
        try:
            with closing(HTTPConnection("127.0.0.1", self.house.port, timeout=30)) as line:
                line.request("POST", f"/polls/{self.poll}/vote/", body, headers)
                answer = line.getresponse()
                said = answer.read().decode()
        except (OSError, HTTPException):
            return False
        assert answer.status == 302 or answer.status >= 500, said[:2000]
        return answer.status == 302


def killed(house: House, voters: list[Voter]) -> None:
    threads = [threading.Thread(target=voter.run) for voter in voters]
    house.start()
    for thread in threads:
        thread.start()
    for number in range(KILLS):
        wanted, until = sum(len(v.acknowledged) for v in voters) + BETWEEN, time.monotonic() + PATIENCE
        while sum(len(v.acknowledged) for v in voters) < wanted:
            assert time.monotonic() < until, house.log.read_text("utf-8")[-3000:]
            time.sleep(0.01)
        house.kill(supervisor=number % 2 == 0)
        if number % 2 == 0:
            house.start()
    for thread in threads:
        thread.join(PATIENCE)


def test_each_ballot_that_was_acknowledged_is_on_the_board_when_the_server_is_killed(house: House) -> None:
    given = house.ask("-m", "tests.casting", "world")
    voters = [Voter(house, given["poll"], v["session"], v["ballots"]) for v in given["voters"]]
    killed(house, voters)
    house.kill(supervisor=True)
    house.ask("manage.py", "worker", "--once")
    found = house.ask("-m", "tests.casting", "findings")

    acknowledged = [tracker for voter in voters for tracker in voter.acknowledged]
    assert sum(v.sent_again for v in voters) > 0, "no kill hit the ballots"
    assert len(acknowledged) == sum(len(v["ballots"]) for v in given["voters"])
    assert sorted(found["board"]) == sorted(acknowledged)
    assert found["recorded"] == found["board"]
    assert (found["broken"], found["log_faults"], found["archive"]) == ("", [], [])
    assert found["in_archive"] == len(acknowledged)
