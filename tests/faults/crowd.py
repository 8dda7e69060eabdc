"""The platform as it is run beside a given database, and a crowd that reports to it until each report is acknowledged."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.sudden import House, standing
from tests.test_kill import PATIENCE, STREAMS, Stream, wait_until


@contextmanager
def house(folder: Path, url: str) -> Iterator[tuple[House, str]]:
    """Answer the house and a key that may report; an officer accepts what comes in."""
    with standing(folder, ("tests.killing", "officer"), url) as made:
        yield made, made.ask("-m", "tests.killing", "world")["key"]


def through(
    made: House, key: str, fault: Callable[[Callable[[int], None]], None], *, first: int = 0
) -> dict[str, str]:
    """Let the crowd report while `fault(wait)` happens; answer what was acknowledged, by reference.

    `first`: the number of the first sender, so that another crowd reports other things.
    """
    streams, enough = [Stream(first + n, made, key) for n in range(STREAMS)], threading.Event()
    threads = [threading.Thread(target=s.run, args=(enough,)) for s in streams]
    made.start()
    for thread in threads:
        thread.start()
    try:
        fault(lambda more: wait_until(streams, more))
    finally:
        enough.set()
        for thread in threads:
            thread.join(PATIENCE)
    return {reference: number for s in streams for reference, number in s.acknowledged.items()}


def settled(made: House) -> dict[str, Any]:
    """Kill the house, do what is due, answer what is found."""
    made.kill(supervisor=True)
    made.ask("manage.py", "worker", "--once")
    found: dict[str, Any] = made.ask("-m", "tests.killing", "findings")
    return found


def sound(found: dict[str, Any], acknowledged: dict[str, str]) -> None:
    """Check that nothing acknowledged is lost, nothing is there twice, and the record holds."""
    assert {ref: found["references"].get(ref) for ref in acknowledged} == acknowledged
    assert len(set(found["numbers"])) == len(found["numbers"]) == len(found["references"])
    assert (found["broken"], found["log_faults"], found["unlogged"]) == ("", [], 0)
    assert (found["without_one_lead"], found["without_clock"], found["owed"], found["due"]) == (
        [],
        [],
        [],
        [],
    )
    assert found["accepted"] == found["told"]
    assert found["warned_twice"] == []
