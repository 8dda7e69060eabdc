import pytest

from gongzhi.modules.cases.factories import Cast, district


@pytest.fixture
def cast(db: None) -> Cast:
    """One district with its people."""
    district()
    return Cast()
