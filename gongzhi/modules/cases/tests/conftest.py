from typing import Any

import pytest

from gongzhi.modules.cases.factories import Cast, district


@pytest.fixture(scope="module")
def landed(lasting: Any) -> None:
    lasting(district)


@pytest.fixture
def cast(landed: None, db: None) -> Cast:
    """One district with its people."""
    return Cast()
