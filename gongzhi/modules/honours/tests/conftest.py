from copy import deepcopy
from typing import Any

import pytest

from gongzhi.modules.honours.factories import World


@pytest.fixture(scope="module")
def made(lasting: Any) -> Any:
    return lasting(World)


@pytest.fixture
def world(made: World, db: None) -> World:
    return deepcopy(made)


@pytest.fixture
def shown(world):
    """A round whose first district shows its list; answers it."""
    programme = world.announce()
    world.fill(programme)
    world.review(programme)
    world.show(programme)
    return programme
