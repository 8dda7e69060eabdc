import pytest
import time_machine

from gongzhi.modules.disclosure.factories import LATE, World


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def late_day():
    """Today is five days after the second quarter's disclosures were due."""
    with time_machine.travel(LATE, tick=False):
        yield
