"""The made-up texts, imported once for the tests of a module."""

from collections.abc import Callable
from typing import Any

import pytest

from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.advice.services import import_laws

from .texts import AT, laid


@pytest.fixture(scope="module")
def texts(lasting: Callable[[Callable[[], Any]], Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = laid(tmp_path_factory.mktemp("laws"))
    return lasting(lambda: import_laws(folder=folder, since={}, actor=SYSTEM, at=AT))
