from copy import deepcopy
from typing import Any

import pytest

from gongzhi.modules.deliberation.factories import Community, Village, land


@pytest.fixture(scope="module")
def landed(lasting: Any) -> None:
    lasting(land)


@pytest.fixture
def ground(landed: None, db: None) -> None:
    """A township and a subdistrict."""


@pytest.fixture(scope="module")
def settled(landed: None, lasting: Any) -> Any:
    return lasting(Village)


@pytest.fixture
def village(settled: Village, db: None) -> Village:
    return deepcopy(settled)


@pytest.fixture
def community(ground: None) -> Community:
    return Community()
