import pytest

from gongzhi.modules.elections.factories import COMMUNITY, VILLAGE, World


@pytest.fixture
def world(db: None) -> World:
    return World(area=VILLAGE)


@pytest.fixture
def community(db: None) -> World:
    return World(area=COMMUNITY)
