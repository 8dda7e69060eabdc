"""The platform as it is run, to be killed at a blow: what tests of sudden death share."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).parents[1]


@contextmanager
def own_database() -> Iterator[str]:
    """Answer the URL of a database of our own beside that of DATABASE_URL; '' for SQLite in the home folder."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield ""
        return
    name = f"own_{secrets.token_hex(6)}"
    with closing(psycopg.connect(given, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
        yield urlsplit(given)._replace(path=f"/{name}").geturl()
        server.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@dataclass
class House:
    """The platform as it is run, with its crew. Each start is a session, by which all of it is found."""

    env: dict[str, str]
    port: int
    log: Path
    crew: tuple[str, ...] = ()
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
                for words in (serve, ["manage.py", "worker"], *([["-m", *self.crew]] if self.crew else []))
            ]

    def kill(self, *, supervisor: bool) -> None:
        """Kill server processes, worker and officer at one blow; with or without whoever would start them again."""
        spared = set() if supervisor else {self.running[0].pid}
        for pid in {pid for process in self.running for pid in session(process.pid)} - spared:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for process in self.running[not supervisor :]:
            process.wait()


def session(leader: int) -> set[int]:
    """Answer the processes of a session."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[3]) == leader:
                found.add(int(stat.parent.name))
    return found


@contextmanager
def standing(folder: Path, crew: tuple[str, ...], database: str = "") -> Iterator[House]:
    """Answer a house of its own, in a `database` of its own unless one is given.

    `crew`: who works beside server and worker, as arguments of `python -m`.
    """
    given = nullcontext(database) if database else own_database()
    with given as url, closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
        probe.close()
        env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGZHI_", "DATABASE_URL"))}
        env |= {
            "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings.base",
            "GONGZHI_HOME": str(folder / "home"),
        }
        made = House(env | {"DATABASE_URL": url}, port, folder / "log", crew)
        try:
            yield made
        finally:
            made.kill(supervisor=True)
