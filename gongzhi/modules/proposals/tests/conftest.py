import pytest

from gongzhi.modules.proposals.factories import World


@pytest.fixture
def world(db: None) -> World:
    return World()
