"""An installation that was there before the logs puts its old entries into them."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

MANAGE = str(Path(__file__).parents[4] / "manage.py")
COLUMNS = "stream, seq, kind, area_code, at, actor, payload, payload_hash, previous, hash"
OLD = (
    f"INSERT INTO record_entry ({COLUMNS}) VALUES (?, ?, 'x', '50', '2026-01-01', '{{}}', '{{}}', '', '', ?)"  # noqa: S608
)


def test_entries_from_before_wait_and_get_their_places(tmp_path: Path) -> None:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("GONGZHI_", "DATABASE_URL"))}
    env = own | {"GONGZHI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings.base"}

    def run(*words: str) -> Any:
        done = subprocess.run([sys.executable, MANAGE, *words], env=env, check=True, stdout=subprocess.PIPE)  # noqa: S603
        return json.loads(done.stdout) if "--json" in words else None

    run("migrate", "record", "0002", "-v0")
    with closing(sqlite3.connect(tmp_path / "gongzhi.sqlite3")) as database, database:
        database.executemany(OLD, [(f"{n:032x}", 1, f"{n:064x}") for n in range(300)])
    assert run("setup", "--json")["log"] == "gongzhi.example/50"
    run("worker", "--once")
    export = run("log", "export", str(tmp_path / "out"), "--json")
    assert export["size"] >= 300
    bundle = (tmp_path / "out/tile/entries/000").read_bytes()
    assert [bundle[at + 2 : at + 34].hex() for at in range(0, 256 * 34, 34)] == [
        f"{n:064x}" for n in range(256)
    ]
