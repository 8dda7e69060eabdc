"""PostgreSQL is restarted under load; its disk is full; it is killed and brought back from its archive."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.sudden import House
from tests.test_kill import post

from .cluster import Cluster, cluster, server_user, until
from .crowd import house, settled, sound, through

Wait = Callable[[int], None]
SMALL_DISK = "180m"


def restarted(folder: Path) -> dict[str, Any]:
    """Restarted in order, at once, and killed, while reports come in."""
    ways = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)
    with cluster(folder / "pg") as server, house(folder / "house", server.url) as (made, key):

        def fault(wait: Wait) -> None:
            for way in ways:
                wait(20)
                server.stop(way)
                time.sleep(1)
                server.start()
            wait(20)

        acknowledged = through(made, key, fault)
        found = settled(made)
        sound(found, acknowledged)
    return {"acknowledged": len(acknowledged), "restarts": len(ways), "lost": 0, "twice": 0}


def disk_full(folder: Path) -> dict[str, Any]:
    """The disk of the database fills up while reports come in, and gets room again. Needs root, for a small disk."""
    disk = folder / "disk"
    disk.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", disk], check=True)
    try:
        _owned(disk)
        return _filled(folder, disk)
    finally:
        subprocess.run(["umount", "-l", disk], check=True)


def _filled(folder: Path, disk: Path) -> dict[str, Any]:
    small = {"max_wal_size": "48MB", "min_wal_size": "32MB"}
    refused = 0
    with (
        cluster(folder / "pg", disk / "data", **small) as server,
        house(folder / "house", server.url) as (made, key),
    ):

        def fault(wait: Wait) -> None:
            nonlocal refused
            wait(20)
            _fill(server, disk)
            for n in range(50):
                refused += post(made, key, f"full-{n}") is None
                time.sleep(0.1)
            (disk / "ballast").unlink()
            if server.process is None or server.process.poll() is not None:  # it gave up for want of room
                server.start()
            wait(20)

        acknowledged = through(made, key, fault)
        sound(settled(made), acknowledged)
    assert refused, "the full disk was not felt"
    return {"acknowledged": len(acknowledged), "refused while full": refused, "lost": 0, "twice": 0}


def _fill(server: Cluster, disk: Path) -> None:
    """Leave no byte, and no room in the log of what is written ahead either."""
    with (disk / "ballast").open("wb", buffering=0) as file:
        for _round in range(20):
            with suppress(OSError):
                while True:
                    file.write(b"\0" * 4096)
            try:
                server.ask(
                    "CREATE TABLE IF NOT EXISTS junk (x text); INSERT INTO junk SELECT repeat(md5(n::text), 90)"
                    " FROM generate_series(1, 4000) n"
                )
            except subprocess.CalledProcessError:
                return
    raise AssertionError("the disk did not fill up")


def recovered(folder: Path) -> dict[str, Any]:
    """Killed and thrown away; brought back from a base backup and the archive to a moment, then to the end."""
    archive = folder / "archive"
    archive.mkdir(parents=True)
    _owned(archive)
    keeping = {"archive_mode": "on", "archive_command": f"cp %p {archive}/%f", "wal_level": "replica"}
    with cluster(folder / "pg", **keeping) as server, house(folder / "house", server.url) as (made, key):
        base = folder / "pg" / "base"
        before = through(made, key, lambda wait: _saved(server, base, wait))
        made.kill(supervisor=True)
        moment = server.ask("SELECT clock_timestamp()")
        time.sleep(1)
        after = {**before, **through(made, key, lambda wait: wait(20), first=1000)}
        made.kill(supervisor=True)
        last = server.ask("SELECT pg_walfile_name(pg_switch_wal())")
        until(30, lambda: (archive / last).exists())
        server.stop(signal.SIGKILL)
        seconds, found = _back(server, base, archive, made, moment)
        assert not set(before) - set(found["references"]), "acknowledged before the moment"
        assert not (set(after) - set(before)) & set(found["references"]), "the moment lies before them"
        all_seconds, whole = _back(server, base, archive, made, "")
        assert not set(after) - set(whole["references"])
        assert not whole["log_faults"]
        sound(settled(made), after)
    return {
        "to a moment": {"matters": len(found["numbers"]), "seconds": seconds, "log": found["log_faults"]},
        "to the end": {"matters": len(whole["numbers"]), "seconds": all_seconds, "lost": 0},
        "record": "verifies both times",
    }


def _saved(server: Cluster, base: Path, wait: Wait) -> None:
    """Take a base backup under load."""
    wait(20)
    server.run("pg_basebackup", "-D", str(base), "-h", str(server.folder), "-U", "gongzhi", "-X", "none")
    wait(20)


def _back(
    server: Cluster, base: Path, archive: Path, made: House, moment: str
) -> tuple[float, dict[str, Any]]:
    """Put the base backup in place, replay the archive; answer how long that took, and what is found."""
    server.stop()
    begun = time.monotonic()
    shutil.rmtree(server.data)
    shutil.copytree(base, server.data)
    (server.data / "recovery.signal").touch()
    for path in (server.data, *server.data.rglob("*")):
        _owned(path)
    before = dict(server.options)
    server.options = {"restore_command": f"cp {archive}/%f %p", "recovery_target_action": "promote"}
    if moment:
        server.options |= {"recovery_target_time": moment}
    server.start()
    until(60, lambda: server.ask("SELECT pg_is_in_recovery()") == "f")
    seconds = round(time.monotonic() - begun, 1)
    server.options = before
    found: dict[str, Any] = made.ask("-m", "tests.killing", "findings")
    assert found["broken"] == "", "the record verifies as far as it goes"
    return seconds, found


def _owned(path: Path) -> None:
    if user := server_user():
        shutil.chown(path, user)
