"""What do all figures of all areas cost beside one bare scan of the same Parquet files? Prints ratios.

    python benchmarks/analysis.py [millions of facts, 10]

Facts of every declared measure, with its dimensions, spread over the city's communities and ten years; as in a city,
few measures have most of them. The whole recompute adds up every part of every indicator for each area of every level,
for one period; the bare scan reads all columns. Then the same expressions run on a Spark Connect cluster with two
workers, and must answer the same to the last digit.
"""

import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

HOME = tempfile.TemporaryDirectory()
os.environ.update(GONGZHI_HOME=HOME.name, DJANGO_SETTINGS_MODULE="gongzhi.config.settings.base")

import django  # noqa: E402

django.setup()

import ibis  # noqa: E402
import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

from gongzhi.kernel.indicators.analysis import figures, sums  # noqa: E402
from gongzhi.kernel.indicators.declarations import INDICATORS  # noqa: E402
from gongzhi.kernel.indicators.exporting import SCHEMA  # noqa: E402
from gongzhi.kernel.indicators.windows import window  # noqa: E402
from gongzhi.kernel.territory import divisions  # noqa: E402
from gongzhi.lib.canonical import canonical  # noqa: E402
from gongzhi.lib.periods import Period  # noqa: E402

TODAY, PERIOD = date(2026, 11, 25), Period.parse("2019")
FIRST = (date(2017, 1, 1) - date(1970, 1, 1)).days
DAYS = 3650
REPEATS = 3
SCAN = "SELECT count(*), sum(amount), max(measure), max(area_code), max(day), max(dimensions) FROM read_parquet('{}')"


def kinds() -> list[tuple[str, str]]:
    """Answer measures with dimensions that their readings ask for, and some that none does."""
    found = set()
    for part in (part for indicator in INDICATORS.values() for part in indicator.parts):
        where = {name: value[0] if isinstance(value, tuple) else value for name, value in part.where.items()}
        found |= {
            (part.measure, canonical(where).decode() if where else ""),
            (part.measure, '{"other":true}'),
        }
    return sorted(found)


def generate(folder: Path, facts: int) -> None:
    dice = np.random.default_rng(2020)
    codes = sorted({span.code for span in divisions.read() if len(span.code) == 12 and not span.until})
    measures, dimensions = zip(*kinds(), strict=True)
    weights = 1 / np.arange(1, len(measures) + 1) ** 1.5
    weights /= weights.sum()
    for county in sorted({code[:6] for code in codes}):
        inside = [code for code in codes if code.startswith(county)]
        some = facts * len(inside) // len(codes)
        which = dice.choice(len(measures), some, p=weights)
        table = {
            "measure": pa.array(measures).take(pa.array(which)),
            "area_code": pa.array(inside).take(pa.array(np.sort(dice.integers(0, len(inside), some)))),
            "day": pa.array(dice.integers(FIRST, FIRST + DAYS, some, dtype=np.int32)).cast(pa.date32()),
            "dimensions": pa.array(dimensions).take(pa.array(which)),
            "amount": pa.array(dice.integers(-5, 50, some)),
        }
        pq.write_table(pa.table(table, schema=SCHEMA), folder / f"{county}.parquet", compression="zstd")


def median(run: Callable[[], object]) -> float:
    run()
    taken = []
    for _ in range(REPEATS):
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def cluster() -> tuple[subprocess.Popen[bytes], str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {
        "SAIL_MODE": "local-cluster",
        "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "2",
        "SAIL_CLUSTER__WORKER_MAX_COUNT": "2",
    }
    sail = str(Path(sys.executable).with_name("sail"))
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(  # noqa: S603
        [sail, "spark", "server", "--port", str(port)], env=env, stdout=quiet, stderr=quiet
    )
    return server, f"sc://127.0.0.1:{port}"


def main() -> None:
    facts = int(float(sys.argv[1] if len(sys.argv) > 1 else 10) * 1_000_000)
    random.seed(2020)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate(folder, facts)
        keys = sorted(INDICATORS)
        parts = {p: window(p, PERIOD, on=TODAY) for key in keys for p in INDICATORS[key].parts}
        duck = ibis.duckdb.connect()
        here = duck.read_parquet(f"{folder}/*.parquet")
        scan = median(lambda: duck.raw_sql(SCAN.format(f"{folder}/*.parquet")).fetchall())
        whole = median(lambda: sums(duck, here, parts))
        print(f"{facts:,} facts, {len(keys)} indicators, all levels, DuckDB: {whole / scan:.2f} bare scans")
        server, address = cluster()
        try:
            time.sleep(2)
            spark = ibis.pyspark.connect(SparkSession.builder.remote(address).getOrCreate())
            there = spark.read_parquet(str(folder))
            spread = median(lambda: sums(spark, there, parts))
            same = figures(spark, there, keys, period=PERIOD, on=TODAY) == figures(
                duck, here, keys, period=PERIOD, on=TODAY
            )
            print(
                f"the same on a cluster of two workers: {spread / scan:.2f} bare scans of DuckDB; same figures: {same}"
            )
        finally:
            server.kill()


if __name__ == "__main__":
    main()
