"""How fast is a generated city loaded? Prints rows per second as a ratio to bare COPY of the same rows, and memory.

    python tools/throwaway_postgres.py -- python benchmarks/loading.py [SHARE [DISTRICTS]]      0.04 and 3 without

District by district: the rows are first made and laid into a file, then that file is copied into the same tables, with
their indexes and foreign keys, and rolled back; then the city's own loader makes and loads them. Ends with 1 when the
loader is less than half as fast as bare COPY, or needs 1 GB of memory.
"""

import io
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
HOME = tempfile.TemporaryDirectory(prefix="loading-")
os.environ |= {"GONGZHI_HOME": HOME.name, "GONGZHI_DEMO": "1"}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.config.settings.base")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from gongzhi.kernel.record.streaming import Postgres, Row, Table, copied, copy_into, stage, streaming  # noqa: E402
from gongzhi.kernel.territory.generating import Plan  # noqa: E402
from gongzhi.shell.city import raise_unit, site_of  # noqa: E402

UNTIL = datetime(2026, 11, 24, 9, tzinfo=UTC)
LEAST, MOST_MB = 0.5, 1000


class Spool(Postgres):
    """Lays what would be copied into a file."""

    def __init__(self, file: Any) -> None:
        super().__init__()
        self.file, self.parts = file, list[tuple[Table, int]]()

    def _put(self, table: Table, rows: list[Row]) -> None:
        self.parts.append((table, self.file.write(copied(rows))))


def spooled(plan: Plan, unit: str, file: Any) -> list[tuple[Table, int]]:
    spool = Spool(file)
    with transaction.atomic():
        for site in site_of(plan, unit, spool):
            site.rows.flush(spool, least=site.rows.AT_ONCE)
        transaction.set_rollback(True)
    return spool.parts


def bare(parts: list[tuple[Table, int]], file: Any) -> float:
    """Answer the seconds that bare COPY takes, indexes and foreign keys included."""
    file.seek(0)
    begun = time.perf_counter()
    with transaction.atomic():
        for table in {table for table, _size in parts if table.sums}:
            stage(table)
        with connection.cursor() as cursor:
            for table, size in parts:
                with cursor.copy(copy_into(table)) as copy:
                    copy.write(file.read(size))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        taken = time.perf_counter() - begun
        transaction.set_rollback(True)
    return taken


def forget(parts: list[tuple[Table, int]]) -> None:
    """Sweep away what was rolled back, so that it is in nobody's way."""
    with connection.cursor() as cursor:
        for name in sorted({table.name for table, _size in parts}):
            cursor.execute(f"VACUUM {name}")


def main(share: Fraction, districts: int) -> int:
    call_command("setup", stdout=io.StringIO())
    plan = Plan("city", share, 2020, UNTIL)
    ours = theirs = 0.0
    with streaming() as writer:
        for unit in plan.counties()[:districts]:
            with tempfile.TemporaryFile() as file:
                parts = spooled(plan, unit, file)
                theirs += bare(parts, file)
            forget(parts)
            begun = time.perf_counter()
            raise_unit(plan, unit, writer, lambda _rows: None)
            ours += time.perf_counter() - begun
    rows, memory = writer.rows.total(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{rows:,} rows; ours : bare COPY {theirs / ours:.2f} of its rows per second; peak memory {memory} MB"
        f" ({rows / ours:,.0f} and {rows / theirs:,.0f} rows per second here)"
    )
    for table, number in writer.rows.most_common():
        print(f"    {table:<24} {number:>12,}")
    return int(theirs / ours < LEAST or memory >= MOST_MB)


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    raise SystemExit(main(Fraction(given.get(1, "0.04")), int(given.get(2, 3))))
