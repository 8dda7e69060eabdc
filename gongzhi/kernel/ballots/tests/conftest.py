import pytest

from .world import Booths, Case, known


@pytest.fixture
def booths(db: None, monkeypatch: pytest.MonkeyPatch) -> Booths:
    case = Case()
    known(monkeypatch, case)
    return Booths(case)
