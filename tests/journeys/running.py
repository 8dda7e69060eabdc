"""The platform as its operators run it: `setup` on an empty home folder, then `serve` with its worker."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.sudden import own_database

from .later import morning
from .visitor import Meet

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds until the server answers, or has stopped
LONG = 240  # seconds until the world is made


@dataclass(frozen=True)
class Site:
    """Where the server answers, and what it wrote to its terminal."""

    url: str
    log: Path

    @property
    def key(self) -> str:
        """The key of a program that reports for the whole city."""
        return (self.log.parent / "machine.key").read_text("utf-8")

    def code_sent_to(self, phone: str) -> str:
        """Answer the newest code that the console gateway showed for a phone."""
        return self.sent_to(phone, r"验证码(\d+)")

    def sent_to(self, phone: str, pattern: str) -> str:
        """Answer what the pattern's group is in the newest message to a phone in which it is found."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            sent = re.findall(rf"SMS → \S*{phone}\] .*?{pattern}", self.log.read_text("utf-8"))
            if sent:
                return str(sent[-1])
            time.sleep(0.1)
        raise AssertionError(f"not sent to {phone}: {pattern}: {self.log.read_text('utf-8')[-2000:]}")


@contextmanager
def running(home: Path) -> Iterator[Site]:
    with furnished(home) as env:
        port = free_port()
        command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"]
        with serving(command, port, env) as site:
            yield site


@contextmanager
def furnished(home: Path) -> Iterator[dict[str, str]]:
    """Make the journeys' world in a home folder; answers the environment in which the platform finds it."""
    with own_database() as database:
        own = {k: v for k, v in os.environ.items() if not k.startswith(("GONGZHI_", "DATABASE_URL"))}
        env = own | {
            "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings.base",
            "GONGZHI_HOME": str(home),
            "GONGZHI_DEMO": "1",
            "DATABASE_URL": database,
        }
        if database:
            _make_world(env)
        else:
            shutil.copytree(_world_once(home, env), home, dirs_exist_ok=True)
        yield env


def _make_world(env: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.world"],
        cwd=ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _world_once(home: Path, env: dict[str, str]) -> Path:
    """Answer a home folder with the world, made by the first of all workers that asks; the others wait for it."""
    shared = home.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else home.parent
    made, ready = shared / "world", shared / "world.ready"
    try:
        made.mkdir()
    except FileExistsError:
        until = time.monotonic() + LONG
        while not ready.exists():
            assert time.monotonic() < until, "the worker that makes the world has not finished"
            time.sleep(0.2)
        return made
    _make_world({**env, "GONGZHI_HOME": str(made)})
    ready.touch()
    return made


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, env: dict[str, str]) -> Iterator[Site]:
    # passkeys want a name, not an address
    site = Site(f"http://localhost:{port}", Path(env["GONGZHI_HOME"]) / "serve.log")
    with (
        site.log.open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log) as server,
    ):
        try:
            _wait_for(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(site: Site, serving: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while serving.poll() is None and time.monotonic() < until:
        try:
            with urlopen(f"{site.url}/healthz", timeout=5) as answer:  # noqa: S310 -- our own server
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {site.log.read_text('utf-8')}")


@dataclass(frozen=True)
class Times:
    """The site on other days, on one home folder, and `meet`: the browsers of everybody who comes to it."""

    port: int
    env: dict[str, str]
    meet: Meet

    @contextmanager
    def on_day(self, days: int) -> Iterator[Site]:
        words = ["-m", "tests.journeys.later", "--at", morning(days).isoformat(), "--port", str(self.port)]
        with serving([sys.executable, *words], self.port, self.env) as site:
            yield site
