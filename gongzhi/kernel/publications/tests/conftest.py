import pytest

from .world import Village, known


@pytest.fixture
def village(db: None, monkeypatch: pytest.MonkeyPatch) -> Village:
    known(monkeypatch)
    return Village()
