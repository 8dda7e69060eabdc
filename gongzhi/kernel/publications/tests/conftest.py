from copy import deepcopy
from typing import Any

import pytest

from .world import Village, known


@pytest.fixture(scope="module")
def settled(lasting: Any) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        known(patch)
        return lasting(Village)


@pytest.fixture
def village(settled: Village, db: None, monkeypatch: pytest.MonkeyPatch) -> Village:
    known(monkeypatch)
    return deepcopy(settled)
