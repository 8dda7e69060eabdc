from collections import Counter
from copy import deepcopy
from typing import Any

import pytest

from gongzhi.kernel.record.models import Entry
from gongzhi.modules.registers.factories import World
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.procedures import weight
from gongzhi.modules.registers.vocabulary import REGISTERS


@pytest.fixture(scope="module")
def made(lasting: Any) -> Any:
    return lasting(World)


@pytest.fixture
def world(made: World, db: None) -> World:
    return deepcopy(made)


@pytest.fixture
def agrees():
    """Check that what the record counts is what the rows that stand count for, day by day."""

    def check() -> None:
        told: Counter = Counter()
        for entry in Entry.objects.filter(kind__startswith="registers."):
            for item in entry.payload["counts"]:
                by = {k: v for k, v in item.items() if k not in ("of", "on", "n")}
                told[item["of"], item["on"], tuple(sorted(by.items()))] += item["n"]
        stands: Counter = Counter()
        for row in Row.objects.all():
            for (of, on, by), n in weight(REGISTERS[row.register], row).items():
                stands[of, on, tuple(sorted(by))] += n
        assert {k: n for k, n in told.items() if n} == {k: n for k, n in stands.items() if n}

    return check
