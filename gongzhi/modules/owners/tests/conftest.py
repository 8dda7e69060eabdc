import pytest

from gongzhi.modules.owners.factories import World


@pytest.fixture
def world(db: None) -> World:
    return World()
