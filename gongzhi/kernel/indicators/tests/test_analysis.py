"""The same figures beside the database: from exported facts on DuckDB and on a Spark Connect cluster of two workers."""

import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import ibis
import pytest
from pyspark.sql import SparkSession

from gongzhi.kernel.indicators import selectors
from gongzhi.kernel.indicators.analysis import figures
from gongzhi.kernel.indicators.exporting import export
from gongzhi.kernel.indicators.folding import LEVELS
from gongzhi.kernel.indicators.tests.test_figures import AT, TODAY, declared, fold_all, say
from gongzhi.lib.periods import Period

pytestmark = [
    pytest.mark.django_db,
    # of the libraries among themselves
    pytest.mark.filterwarnings(
        "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::ResourceWarning"
    ),
]
__all__ = ["declared"]
AREAS = ["50", "500112", "500112001", "500112001001", "500112001002", "500113001001", "500113002007"]
PERIODS = [Period.parse(text) for text in ("2018", "2019-Q3", "2019/2020", "2026-11-25", "2026")]


@pytest.fixture
def facts(tmp_path):
    """Some hundred acts, a few of them not folded and one of a day to come, and where they were exported."""
    dice = random.Random(2020)
    for number in range(300):
        day = date(2018, 1, 1) + timedelta(days=dice.randrange(1200))
        kind = dice.choice(({"kind": "oak"}, {"kind": "elm"}, {}))
        what = dice.choice(("planted", "planted", "felled"))
        say(what, n=dice.randrange(1, 9), on=day.isoformat(), area=dice.choice(AREAS), **kind)
        if number == 280:
            fold_all()
    say("watered", buckets=[{"litres": 15}, {"litres": 7}])
    say("planted", n=100, on="2026-12-24")
    assert export(tmp_path / "facts", at=AT) == 303
    return tmp_path / "facts"


def from_the_database(period: Period):
    return {
        (key, area): value.number
        for key in KEYS
        for level in LEVELS
        for area, value in selectors.level_of(key, area="50", level=level, period=period, on=TODAY).items()
    }


KEYS = ("trees", "trees.first", "trees.average", "trees.planted", "trees.oaks", "trees.share", "water")


def same(backend, table) -> None:
    for period in PERIODS:
        found = figures(backend, table, KEYS, period=period, on=TODAY)
        told = from_the_database(period)
        assert {which: found[which] for which in told} == told, period
        # where the database has no row the other has nothing to add up either
        assert not any(number for which, number in found.items() if which not in told)


def test_duckdb_finds_the_same_figures_in_the_exported_facts(facts):
    backend = ibis.duckdb.connect()
    same(backend, backend.read_parquet(f"{facts}/*.parquet"))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def cluster(monkeypatch) -> Iterator[str]:
    """A Spark Connect server with two workers, which speak with each other by RPC."""
    for name, value in (("MODE", "local-cluster"), ("WORKER_INITIAL_COUNT", "2"), ("WORKER_MAX_COUNT", "2")):
        monkeypatch.setenv(f"SAIL_{name}" if name == "MODE" else f"SAIL_CLUSTER__{name}", value)
    # in a worker of xdist the main module is no file, and the client takes the run for its own doctests
    monkeypatch.setattr(sys.modules["__main__"], "__file__", __file__, raising=False)
    port = _free_port()
    server = subprocess.Popen(  # noqa: S603
        [Path(sys.executable).with_name("sail"), "spark", "server", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield f"sc://127.0.0.1:{port}"
    server.kill()
    server.wait()


def test_a_cluster_of_two_workers_finds_the_same_figures_to_the_last_digit(facts, cluster):
    session = SparkSession.builder.remote(cluster).getOrCreate()
    backend = ibis.pyspark.connect(session)
    same(backend, backend.read_parquet(str(facts)))


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "a").write_text("")
    with pytest.raises(FileExistsError):
        export(tmp_path / "there", at=AT)
