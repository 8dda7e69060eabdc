"""Keep programs running: start them, start them again when they die, stop them together."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a program that died is started again
HEALTHY = 30.0  # seconds after which an earlier death is forgiven
GRACE = 15.0  # seconds to finish in, before a program that was asked to stop is killed
GLANCE = 0.2


@dataclass(slots=True)
class Stop:
    """Becomes true when the process is asked to stop."""

    asked: bool = False

    def __bool__(self) -> bool:
        return self.asked


@contextlib.contextmanager
def stop_signals() -> Iterator[Stop]:
    """SIGINT and SIGTERM ask to stop, and interrupt nothing; afterwards they mean what they meant before."""
    stop = Stop()

    def ask(_number: int, _frame: object) -> None:
        stop.asked = True

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Program:
    """A child in a process group of its own, so that nothing of it is left when it is started again."""

    def __init__(self, argv: Sequence[str]) -> None:
        self.argv = list(argv)
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.started_at = self.start_at = 0.0

    def look_after(self, now: float) -> int | None:
        """Start it when it is time to; answer its exit code when it has died since the last look."""
        if self.process is None:
            if now >= self.start_at:
                self.process = subprocess.Popen(self.argv, process_group=0)  # noqa: S603 -- our own programs
                self.started_at = now
            return None
        if (code := self.process.poll()) is None:
            return None
        self.signal(signal.SIGKILL)
        self.process = None
        self.deaths = 1 if now - self.started_at > HEALTHY else self.deaths + 1
        self.start_at = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self.deaths - 1))
        return code

    def signal(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def wait(self, until: float) -> None:
        """Wait for its end until a moment; then put an end to it."""
        if self.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.0, until - time.monotonic()))
            self.signal(signal.SIGKILL)
            self.process.wait()


def supervise(
    programs: Mapping[str, Sequence[str]],
    *,
    ready: Callable[[], bool],
    on_ready: Callable[[], None],
    on_death: Callable[[str, int], None],
) -> None:
    """Run programs by name until SIGINT or SIGTERM. `on_ready` is called once, when `ready` first answers yes."""
    children = {name: Program(argv) for name, argv in programs.items()}
    told = False
    with stop_signals() as stop:
        try:
            while not stop:
                for name, child in children.items():
                    if (code := child.look_after(time.monotonic())) is not None:
                        on_death(name, code)
                if not told and ready():
                    told = True
                    on_ready()
                time.sleep(GLANCE)
        finally:
            until = time.monotonic() + GRACE
            for child in children.values():
                child.signal(signal.SIGTERM)
            for child in children.values():
                child.wait(until)


def answers(host: str, port: int) -> bool:
    """Does a web server answer at this address, whatever it says?"""
    probe = http.client.HTTPConnection(host, port, timeout=2)
    with contextlib.closing(probe), contextlib.suppress(OSError, http.client.HTTPException):
        probe.request("GET", "/healthz", headers={"Host": "localhost"})
        return probe.getresponse().status > 0
    return False


def is_free(host: str, port: int) -> bool:
    """May a server listen at this address?"""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
