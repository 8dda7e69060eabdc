"""One certificate for all tests, and both verifiers at once."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest

from gongzhi.kernel.record.models import Entry
from gongzhi.lib.certificate import Report, verify
from tests.certificates import world
from tests.certificates.world import Certificate
from tools import verify_certificate as second


@cache
def issued() -> Certificate:
    """The acts are read back from the database, as whoever issues a certificate does."""
    acts = world.acts_of([Entry.objects.get(pk=entry.pk) for entry in world.entries()])
    return world.certificate_of(acts)


@pytest.fixture
def made(db: None) -> Certificate:
    """Shared by all tests: none changes it."""
    return issued()


@pytest.fixture
def good(made: Certificate) -> Certificate:
    return deepcopy(made)


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("certificates") / "certificate.json"


@pytest.fixture
def agreed(file: Path) -> Callable[..., Report]:
    """Both verifiers read it; they must agree. Answers what the first one says."""

    def both(text: bytes | Certificate, key: str = "") -> Report:
        text = text if isinstance(text, bytes) else world.text_of(text)
        report = verify(text, vkeys=[key] if key else [])
        assert report.ok == second_holds(text, file, key), report.findings
        return report

    return both


def second_holds(text: bytes, file: Path, key: str) -> bool:
    file.write_bytes(text)
    try:
        second.main(str(file), key)
    except SystemExit:
        return False
    return True
