"""Bases of a size to measure on: a generated city of 10^SIZE matters, made once and kept as long as its server.

DATABASE_URL     the PostgreSQL server that holds them, one database each (tools/throwaway_postgres.py)
GONGZHI_BENCH    folder of their homes; removed with the run where it is not given
"""

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).parents[1]
CITY = 10_000_000  # matters of a whole generated city
SMALL = 4
CREW = 16


def folder() -> Path:
    if "GONGZHI_BENCH" not in os.environ:
        os.environ["GONGZHI_BENCH"] = made = tempfile.mkdtemp(prefix="bench-")
        atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(os.environ["GONGZHI_BENCH"])


@dataclass(frozen=True)
class Base:
    url: str
    home: Path

    @property
    def env(self) -> dict[str, str]:
        own = {"DATABASE_URL": self.url, "GONGZHI_HOME": str(self.home), "PYTHONPATH": str(ROOT)}
        own |= {"DJANGO_SETTINGS_MODULE": "gongzhi.config.settings.base", "GONGZHI_API_CALLS": "1000000000"}
        return {**os.environ, **own}

    def run(self, *words: str) -> str:
        command = [sys.executable, *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
        return done.stdout

    def crew(self) -> list[dict[str, Any]]:
        """Answer who works in the lifecycles: what each is signed in with, and where."""
        found: list[dict[str, Any]] = json.loads(self.run("-m", "benchmarks.crew", str(CREW)))
        return found

    def connect(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(self.url, autocommit=True)


def base(size: int) -> Base:
    """Answer the base of 10^size matters on the PostgreSQL server, generated where it is not there yet."""
    server, name = os.environ["DATABASE_URL"], f"m{size}"
    made = Base(urlsplit(server)._replace(path=f"/{name}").geturl(), folder() / f"home-m{size}")
    with psycopg.connect(server, autocommit=True) as line:
        if line.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return made
        line.execute(f"CREATE DATABASE {name}".encode())
    share = f"{10**size}/{CITY}"
    made.home.mkdir(parents=True, exist_ok=True)
    made.run("manage.py", "demo", "--scale", "city", "--share", share, "--no-serve", "--json")
    with made.connect() as line:
        line.execute("VACUUM ANALYZE")
    return made


@contextmanager
def served(base: Base, *, workers: int = 2) -> Iterator[int]:
    """Run the site's server as `gongzhi serve` does, without the worker; answer its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = json.loads(base.run("-m", "benchmarks.crew", "server", str(port), str(workers)))
    with (base.home / "server.log").open("ab") as log:
        running = subprocess.Popen(  # noqa: S603 -- our own server
            words, cwd=ROOT, env=base.env, stdout=log, stderr=log, start_new_session=True
        )
    try:
        _wait(port)
        yield port
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(20)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=5)
            line.request("GET", "/health/ready", headers={"Host": "localhost"})
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server does not answer")


def percentile(times: list[float], part: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
