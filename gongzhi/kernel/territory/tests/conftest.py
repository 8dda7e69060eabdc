from datetime import UTC, datetime

import pytest

from gongzhi.kernel.territory.services import load_areas


@pytest.fixture
def at():
    return datetime(2024, 3, 1, 2, tzinfo=UTC)


@pytest.fixture
def yuzhong(db, at):
    """One district with everything below it, and the city above."""
    return load_areas(at=at, under="500103")
