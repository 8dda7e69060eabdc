"""The API keeps to its own document, whatever is sent to it: Schemathesis, in this process."""

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, seed, settings

from gongzhi.kernel.people.services import issue_api_key
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.modules.cases.factories import MONDAY, Cast, district
from gongzhi.modules.cases.tests.site import built
from schemathesis.checks import CHECKS

CALM = settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def key(db: None) -> str:
    district()
    Cast()
    account = built().officers[Role.DISTRICT_OFFICER]
    return issue_api_key(account=account, name="x", since=MONDAY.date(), at=MONDAY, actor=SYSTEM)


def test_no_call_breaks_the_api_or_is_answered_outside_its_document(key: str) -> None:
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in api.get_all_operations()]
    assert len(operations) >= 4
    for operation in operations:

        @seed(1)
        @CALM
        @schemathesis.hypothesis_given(operation.as_strategy()) if False else None
        def call(case): ...
