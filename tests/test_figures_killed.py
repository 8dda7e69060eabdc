"""Acts stream in while the worker that adds them up is killed again and again: each total is what the record says.

A longer run: GONGZHI_ACTS=1000000 pytest tests/test_figures_killed.py --timeout 0
"""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sudden import ROOT, House, standing

ACTS = int(os.environ.get("GONGZHI_ACTS", "1500"))
WRITERS = 2
LIVES = (0.2, 2.0)  # seconds that a worker has once it is at work

pytestmark = pytest.mark.everywhere


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with standing(tmp_path, ()) as made:
        run(made, "manage.py", "migrate", "--verbosity", "0")
        yield made


def run(house: House, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=house.env, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def begin(house: House, *words: str) -> subprocess.Popen[bytes]:
    with house.log.open("ab") as log:
        return subprocess.Popen([sys.executable, *words], cwd=ROOT, env=house.env, stdout=log, stderr=log)


def facts(house: House) -> int:
    """Answer how many facts wait to be added up."""
    asked = "import django; django.setup(); from gongzhi.kernel.record.models import Fact; print(Fact.objects.count())"
    return int(run(house, "-c", asked))


def test_each_total_is_what_the_record_says_however_often_the_worker_dies(house: House) -> None:
    writers = [
        begin(house, "-m", "tests.counting", str(ACTS // WRITERS), str(seed)) for seed in range(WRITERS)
    ]
    killed = 0
    while any(writer.poll() is None for writer in writers) or not killed:
        worker = begin(house, "manage.py", "worker")
        time.sleep(1.5 + random.uniform(*LIVES))  # it takes a while to begin
        worker.kill()
        worker.wait()
        killed += 1
    assert [writer.returncode for writer in writers] == [0] * WRITERS, house.log.read_text("utf-8")[-3000:]
    assert "全部合计与记录一致" in run(house, "manage.py", "indicators", "--check")
    run(house, "manage.py", "worker", "--once")
    assert "全部合计与记录一致" in run(house, "manage.py", "indicators", "--check")
    left = facts(house)
    assert left < ACTS / 2, f"{left} facts of days to come wait after {killed} deaths"
