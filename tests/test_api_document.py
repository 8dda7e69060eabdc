"""The API keeps to its own document, whatever is sent to it: Schemathesis, in this process."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gongzhi.kernel.people.services import issue_api_key
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.cases.factories import MONDAY, district
from gongzhi.modules.cases.tests.site import built

CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
APPLICATION = get_wsgi_application()
CALM = settings(
    max_examples=15,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A request does not close the connection in whose transaction the test's world lies, as with Django's client."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture
def key(db: None) -> str:
    district()
    account = built().officers[Role.DISTRICT_OFFICER]
    return issue_api_key(account=account, name="x", since=MONDAY.date(), at=MONDAY, actor=SYSTEM)


def _called_from_here(environ: dict[str, Any], answer: Any) -> Any:
    return APPLICATION({**environ, "REMOTE_ADDR": "127.0.0.1"}, answer)


def test_no_call_breaks_the_api_or_is_answered_outside_its_document(key: str) -> None:
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", _called_from_here)
    operations = [found.ok() for found in document.get_all_operations()]
    assert {operation.label for operation in operations} >= {
        "POST /api/v1/cases/",
        "POST /api/v1/oauth/token",
    }
    for operation in operations:
        for headers in ({"Authorization": f"Bearer {key}"}, {}):
            tried(operation, headers)


def tried(operation: Any, headers: dict[str, str]) -> None:
    @seed(1)
    @CALM
    @given(case=operation.as_strategy())
    def call(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    call()
