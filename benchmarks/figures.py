"""What does a dashboard's indicator statement cost beside one row by its primary key? Prints ratios.

    python tools/throwaway_postgres.py -- python benchmarks/figures.py [thousands of totals] [thousands of entries]

The city's areas, with totals of as many measures as a dashboard shows, by INSERT … SELECT; two million unless told
otherwise. Of one area of each level the values of all indicators are read (a dashboard), and those of the areas right
below for one (a ranking). The statement alone is compared with a row by its key on the same connection, prepared like
it; the whole call with Django's `get`. Beside it the same figure by COUNT over the record. PostgreSQL only; medians.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

HOME = tempfile.TemporaryDirectory()
os.environ.update(GONGZHI_HOME=HOME.name, DJANGO_SETTINGS_MODULE="gongzhi.config.settings.base")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongzhi.kernel.indicators import reading, selectors  # noqa: E402
from gongzhi.kernel.indicators.declarations import (  # noqa: E402
    Flow,
    Indicator,
    Ratio,
    Reading,
    Stock,
    know_indicators,
)
from gongzhi.kernel.record.models import Entry  # noqa: E402
from gongzhi.kernel.territory.models import Area  # noqa: E402
from gongzhi.kernel.territory.services import load_areas  # noqa: E402
from gongzhi.lib.periods import Period  # noqa: E402

MEASURES, ON = 40, date(2026, 11, 25)
AT = datetime(2020, 1, 1, 9, tzinfo=timezone.get_default_timezone())
GRAINS = [("t", "0001-01-01"), *(("y", f"{2026 - n}-01-01") for n in range(10))]
GRAINS += [("m", f"{2026 - n // 12}-{12 - n % 12:02}-01") for n in range(1, 120)]
TOTALS = """
INSERT INTO indicators_total (measure, level, grain, start, area_code, dimensions, amount)
SELECT 'bench.' || m, level, %s, %s, code, d, 1 + (m * 7919 + level) %% 97
FROM territory_area, generate_series(0, %s) m, unnest(%s::text[]) d WHERE level IN (2, 6, 9, 12) ORDER BY code"""
ENTRIES = """
INSERT INTO record_entry (stream, seq, kind, area_code, at, actor, payload, payload_hash, previous, hash)
SELECT gen_random_uuid(), 1, 'bench.' || n %% 40, a.code, %s, '{}', '{}', '', '', md5(n::text)
FROM generate_series(1, %s) n JOIN (SELECT code, row_number() OVER () - 1 AS r, count(*) OVER () AS c
FROM territory_area WHERE level = 12) a ON a.r = n %% a.c"""


def declare() -> list[str]:
    """Indicators as a page has them: stocks, flows, ratios of one dimension."""
    for n in range(MEASURES):
        m = f"bench.{n}"
        kinds: tuple[Reading, ...] = (Stock(m), Flow(m), Ratio(Flow(m, {"kind": 1}), Flow(m), 100), Stock(m))
        told: dict[str, Any] = {"title": "x", "unit": "x", "definition": "x", "source": "x"}
        know_indicators([Indicator(key=m, reading=kinds[n % 4], **told)])
    return [f"bench.{n}" for n in range(MEASURES)]


def fill(totals: int, entries: int) -> None:
    call_command("migrate", verbosity=0)
    load_areas(at=AT)
    rows = Area.objects.filter(level__in=(2, 6, 9, 12)).count() * MEASURES
    with connection.cursor() as cursor:
        for grain, start in GRAINS:
            dimensions = ["", '{"kind":1}', '{"kind":2}'] if start >= "2025" or grain == "t" else [""]
            if totals > 0:
                cursor.execute(TOTALS, [grain, start, MEASURES - 1, dimensions])
            totals -= rows * len(dimensions)
        cursor.execute(ENTRIES, [AT, entries])
        cursor.execute("VACUUM ANALYZE")


def median(act: Callable[[], object], times: int = 300) -> float:
    """Answer the median of its milliseconds, warm."""
    taken = []
    for _ in range(times + 10):
        begin = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken[10:]) * 1000


def statement(act: Callable[[], object]) -> Callable[[], object]:
    """Answer the one statement that `act` asks, to be asked alone."""
    asked: list[Callable[[], object]] = []
    fetch = reading._fetch

    def heard(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
        asked.append(partial(fetch, sql, params))
        return fetch(sql, params)

    reading._fetch = heard
    act()
    reading._fetch = fetch
    (only,) = asked
    return only


def lines(keys: list[str], places: list[str]) -> Iterator[str]:
    row = median(partial(reading._fetch, "SELECT * FROM territory_area WHERE code = %s", [places[-1]]))
    get = median(lambda: Area.objects.get(pk=places[-1]))
    yield f"a row by its key {row:.3f} ms, by Django's get {get:.3f} ms"
    for text in ("2026", "2019", "2026-09"):
        given: dict[str, Any] = {"period": Period.parse(text), "on": ON}
        for area in places:
            page = partial(selectors.values, keys, area=area, **given)
            asked, whole = median(statement(page)), median(page)
            told = f"{text:8} level {len(area):2}: statement {asked:.3f} ms = {asked / row:.1f} rows; "
            told += f"all of it {whole:.3f} ms = {whole / get:.1f} gets"
            if len(area) < 12:
                below = partial(selectors.children, "bench.0", area=area, **given)
                told += f"; a ranking's statement {median(statement(below)) / row:.1f} rows"
            yield told
    under = Entry.objects.filter(kind="bench.0", area_code__gte="50", area_code__lt="51")
    one = partial(selectors.values, ["bench.0"], area="50", period=Period.parse("2026"), on=ON)
    yield f"one figure: COUNT over the record {median(under.count, 20) / median(statement(one)):.0f} times as long"


if __name__ == "__main__":
    thousands = [int(a) for a in sys.argv[1:]] + [2000, 1000][len(sys.argv) - 1 :]
    declared = declare()
    fill(thousands[0] * 1000, thousands[1] * 1000)
    community = (
        Area.objects.filter(level=12, code__gte="500112").order_by("code").values_list("code", flat=True)[0]
    )
    print(f"{MEASURES} indicators, {thousands[0]} thousand totals, {thousands[1]} thousand entries")
    for told in lines(declared, [community[:level] for level in (2, 6, 9, 12)]):
        print(told, flush=True)
    HOME.cleanup()
