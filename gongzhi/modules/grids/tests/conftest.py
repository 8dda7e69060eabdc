import pytest

from gongzhi.modules.grids.factories import World


@pytest.fixture
def world(db: None) -> World:
    return World()
