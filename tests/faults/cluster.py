"""A PostgreSQL that takes care of what it was given, and may be killed, filled up, and brought back from its archive."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from throwaway_postgres import programs, server_user, wait


@dataclass
class Cluster:
    """`folder` holds the socket, the log, `data` and `archive`."""

    folder: Path
    data: Path
    options: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgres://gongzhi@/postgres?host={quote(str(self.folder), safe='')}"

    @property
    def run_as(self) -> dict[str, Any]:
        user = server_user()
        more = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
        return {"cwd": self.folder, **more}

    def run(self, program: str, *words: str) -> None:
        subprocess.run(
            [f"{programs()}/{program}", *words], check=True, stdout=subprocess.DEVNULL, **self.run_as
        )

    def make(self) -> None:
        init = ("-U", "gongzhi", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.run("initdb", "-D", str(self.data), *init)

    def start(self) -> None:
        given = {"listen_addresses": "", "max_connections": "200", **self.options}
        words = [f"{programs()}/postgres", "-D", str(self.data), "-k", str(self.folder)]
        words += [part for pair in given.items() for part in ("-c", "=".join(pair))]
        log = self.folder / "log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                words, stdout=out, stderr=out, start_new_session=True, **self.run_as
            )
        wait(self.process, [f"{programs()}/pg_isready", "-q", "-h", str(self.folder)], log)

    def stop(self, number: int = signal.SIGINT) -> None:
        """SIGINT: in order; SIGQUIT: at once, to be recovered; SIGKILL: with all its children."""
        if self.process is None:
            return
        if number == signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        self.process.wait(60)
        self.process = None

    def ask(self, sql: str) -> str:
        words = [
            f"{programs()}/psql",
            "-h",
            str(self.folder),
            "-U",
            "gongzhi",
            "-d",
            "postgres",
            "-Atqc",
            sql,
        ]
        return subprocess.run(words, check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def cluster(folder: Path, data: Path | None = None, **options: str) -> Iterator[Cluster]:
    """Answer a running cluster with durable commits."""
    folder.mkdir(parents=True, exist_ok=True)
    if user := server_user():
        for path in (folder, *folder.parents):
            if path in (Path("/"), Path("/tmp")):  # noqa: S108 -- where to stop
                break
            path.chmod(path.stat().st_mode | 0o011)
        shutil.chown(folder, user)
    made = Cluster(folder, data or folder / "data", options)
    made.make()
    made.start()
    try:
        yield made
    finally:
        made.stop()


def until(seconds: float, true: Any) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to that in time"
        time.sleep(0.05)
