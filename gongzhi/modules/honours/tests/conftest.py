import pytest

from gongzhi.modules.honours.factories import World


@pytest.fixture
def world(db: None) -> World:
    return World()


@pytest.fixture
def shown(world):
    """A round whose first district shows its list; answers it."""
    programme = world.announce()
    world.fill(programme)
    world.review(programme)
    world.show(programme)
    return programme
