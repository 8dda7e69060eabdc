import pytest

from gongzhi.modules.covenants.factories import World


@pytest.fixture
def world(db: None) -> World:
    return World()
