import pytest

from gongzhi.modules.deliberation.factories import Community, Village, land


@pytest.fixture
def ground(db: None) -> None:
    land()


@pytest.fixture
def village(ground: None) -> Village:
    return Village()


@pytest.fixture
def community(ground: None) -> Community:
    return Community()
