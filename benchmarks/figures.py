"""What does a dashboard's indicator statement cost beside one row by its primary key? Prints ratios, flat or not.

    python benchmarks/figures.py [totals in thousands] [entries in thousands]
    python tools/throwaway_postgres.py -- python benchmarks/figures.py 2000 1000

The city's areas, with totals of as many measures as a dashboard shows, made by one INSERT … SELECT. Of each level the
values of one area (a dashboard page) and of all areas right below it (a ranking) are read, for this year and for one
long past. Beside it the same figure by COUNT over the entries of the record. All in one process, medians.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime

HOME = tempfile.TemporaryDirectory()
os.environ.update(GONGZHI_HOME=HOME.name, DJANGO_SETTINGS_MODULE="gongzhi.config.settings.base")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongzhi.kernel.indicators.declarations import (  # noqa: E402
    Flow,
    Indicator,
    Ratio,
    Stock,
    know_indicators,
)
from gongzhi.kernel.indicators.selectors import children, values  # noqa: E402
from gongzhi.kernel.record.models import Entry  # noqa: E402
from gongzhi.kernel.territory.models import Area  # noqa: E402
from gongzhi.kernel.territory.services import load_areas  # noqa: E402
from gongzhi.lib.periods import Period  # noqa: E402

MEASURES, ON = 40, date(2026, 11, 25)
AT = datetime(2020, 1, 1, 9, tzinfo=timezone.get_default_timezone())
TIMES = 200
PLACES: list[str] = []  # from the city down to a community


def declare() -> list[str]:
    """Forty indicators as a page has them: stocks, flows, and ratios of one dimension."""
    made = []
    for n in range(MEASURES):
        reading = (
            Stock(f"bench.{n}"),
            Flow(f"bench.{n}"),
            Ratio(Flow(f"bench.{n}", {"kind": 1}), Flow(f"bench.{n}"), 100),
            Stock(f"bench.{n}"),
        )[n % 4]
        made.append(
            Indicator(key=f"bench.{n}", title="x", reading=reading, unit="个", definition="x", source="x")
        )
    know_indicators(made)
    return [i.key for i in made]


def fill(totals: int, entries: int) -> None:
    """Rows for every area and measure: ever, years back, months back, and two dimensions, until there are enough."""
    call_command("migrate", verbosity=0)
    load_areas(at=AT)
    series = connection.vendor == "postgresql"
    numbers = (
        "generate_series(0, {0})"
        if series
        else "(WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < {0}) SELECT n FROM s)"
    )
    grains = [("t", "0001-01-01"), *(("y", f"{2026 - n}-01-01") for n in range(10))]
    grains += [("m", f"{2026 - n // 12}-{12 - n % 12:02}-01") for n in range(1, 120)]
    rows = Area.objects.filter(level__in=(2, 6, 9, 12)).count() * MEASURES
    with connection.cursor() as cursor:
        done = 0
        for grain, start in grains:
            for dims in ("", '{"kind":1}', '{"kind":2}') if grain != "m" else ("",):
                if done >= totals:
                    break
                cursor.execute(
                    "INSERT INTO indicators_total (measure, level, grain, start, area_code, dimensions, amount) "
                    f"SELECT 'bench.' || m.n, a.level, %s, %s, a.code, %s, 1 + (m.n * 7919 + a.level) %% 97 "
                    f"FROM territory_area a, {numbers.format(MEASURES - 1)} AS m(n) "
                    "WHERE a.level IN (2, 6, 9, 12) ORDER BY a.code, m.n",
                    [grain, start, dims],
                ) if series else _sqlite(cursor, numbers, grain, start, dims)
                done += rows
        if series and entries:
            cursor.execute(
                "INSERT INTO record_entry (stream, seq, kind, area_code, at, actor, payload, payload_hash, previous, hash) "
                "SELECT gen_random_uuid(), 1, 'bench.' || n %% 40, a.code, %s, '{}', '{}', '', '', md5(n::text) "
                "FROM generate_series(1, %s) n JOIN (SELECT code, row_number() OVER () - 1 AS r, count(*) OVER () AS c "
                "FROM territory_area WHERE level = 12) a ON a.r = n %% a.c",
                [AT, entries],
            )
        cursor.execute("VACUUM ANALYZE" if series else "ANALYZE")


def _sqlite(cursor, numbers, grain, start, dims) -> None:  # type: ignore[no-untyped-def]
    cursor.execute(
        "INSERT INTO indicators_total (measure, level, grain, start, area_code, dimensions, amount) "
        "SELECT 'bench.' || m.n, a.level, %s, %s, a.code, %s, 1 + (m.n * 7919 + a.level) %% 97 "
        f"FROM territory_area a, {numbers.format(MEASURES - 1)} AS m WHERE a.level IN (2, 6, 9, 12)",
        [grain, start, dims],
    )


def median(act: Callable[[], object], times: int = TIMES) -> float:
    """Answer the median of its milliseconds, warm."""
    for _ in range(5):
        act()
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken) * 1000


def by_key() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM territory_area WHERE code = %s", [PLACES[-1]])
        cursor.fetchall()


def main() -> None:
    totals, entries = (int(a) * 1000 for a in [*sys.argv[1:], "2000", "1000"][:2])
    keys = declare()
    fill(totals, entries)
    community = (
        Area.objects.filter(level=12, code__gte="500112").order_by("code").values_list("code", flat=True)[0]
    )
    PLACES.extend(community[:level] for level in (2, 6, 9, 12))
    print(connection.vendor, Total_count(), "totals", Entry.objects.count(), "entries", MEASURES, "measures")
    plain, orm = median(by_key), median(lambda: Area.objects.get(pk=PLACES[-1]))
    print(f"one row by its key {plain:.3f} ms; by Django's get {orm:.3f} ms")
    for text in ("2026", "2019", "2026-09"):
        period = Period.parse(text)
        for area in PLACES:
            page = median(lambda: values(keys, area=area, period=period, on=ON))
            print(
                f"{text:8} level {len(area):2} values {page:.3f} ms = {page / plain:.1f} x row, {page / orm:.1f} x get",
                end="",
            )
            if len(area) < 12:
                table = median(lambda: children("bench.0", area=area, period=period, on=ON), 30)
                print(f"; below {table:.3f} ms", end="")
            print()
    if entries and connection.vendor == "postgresql":
        counted = median(
            lambda: Entry.objects.filter(kind="bench.0", area_code__gte="50", area_code__lt="51").count(), 5
        )
        one = median(lambda: values(["bench.0"], area="50", period=Period.parse("2026"), on=ON))
        print(f"COUNT of one kind over the city {counted:.1f} ms; the figure {one:.3f} ms")


def Total_count() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM indicators_total")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
