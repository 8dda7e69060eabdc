from copy import deepcopy
from typing import Any

import pytest
import time_machine

from gongzhi.modules.disclosure.factories import LATE, World


@pytest.fixture(scope="module")
def made(lasting: Any) -> Any:
    return lasting(World)


@pytest.fixture
def world(made: World, db: None) -> World:
    return deepcopy(made)


@pytest.fixture
def late_day():
    """Today is five days after the second quarter's disclosures were due."""
    with time_machine.travel(LATE, tick=False):
        yield
