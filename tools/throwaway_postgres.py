"""A command beside a fresh PostgreSQL that is then thrown away: `python tools/throwaway_postgres.py -- CMD…`.

The command finds the server in DATABASE_URL; its exit code is ours. The server listens on a socket in a
private folder only, so that any number may run at once and nobody else gets in.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from debian import install

# Nothing here outlives the run: no care is taken of a power cut.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "listen_addresses": ""}
PATIENCE = 60  # seconds until the server answers, or has stopped


def programs() -> Path:
    """Answer the folder of initdb and postgres, the newest first; install Debian's when there is none."""
    for attempt in (1, 2):
        homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: -float(p.parent.name))
        on_path = shutil.which("initdb")
        for home in [*homes, *([Path(on_path).resolve().parent] if on_path else [])]:
            if (home / "initdb").exists() and (home / "postgres").exists():
                return home
        if attempt == 1:
            install("postgresql")
    sys.exit("PostgreSQL was installed and is still not found")


def server_user() -> str | None:
    """PostgreSQL refuses to run as root: answer whom to run it as, None to stay who we are."""
    if os.geteuid():
        return None
    known = {user.pw_name for user in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Answer the URL of an empty database for as long as the block lasts."""
    home, user = programs(), server_user()
    run_as: Any = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        if user:
            shutil.chown(folder, user)
        run_as["cwd"] = folder
        data, log = f"{folder}/data", Path(folder, "log")
        init = [f"{home}/initdb", "-D", data, "-U", "gongzhi", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*init, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, **run_as)
        serve = [f"{home}/postgres", "-D", data, "-k", folder]
        serve += [part for pair in CARELESS.items() for part in ("-c", "=".join(pair))]
        with log.open("wb") as out:
            server = subprocess.Popen(serve, stdout=out, stderr=out, start_new_session=True, **run_as)
        try:
            wait(server, [f"{home}/pg_isready", "-q", "-h", folder], log)
            yield f"postgres://gongzhi@/postgres?host={quote(folder, safe='')}"
        finally:
            server.send_signal(signal.SIGINT)  # "fast" shutdown: no waiting for clients
            server.wait(PATIENCE)


def wait(server: subprocess.Popen[bytes], ask: list[str], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while subprocess.run(ask).returncode:
        if server.poll() is not None or time.monotonic() > until:
            sys.exit(f"PostgreSQL does not answer:\n{log.read_text()}")
        time.sleep(0.1)


def main(argv: list[str]) -> int:
    if len(argv) < 2 or argv[0] != "--":
        print(__doc__)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with postgres() as url:
        return subprocess.run(argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
