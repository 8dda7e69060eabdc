from copy import deepcopy
from typing import Any

import pytest

from gongzhi.modules.proposals.factories import World


@pytest.fixture(scope="module")
def made(lasting: Any) -> Any:
    return lasting(World)


@pytest.fixture
def world(made: World, db: None) -> World:
    return deepcopy(made)
