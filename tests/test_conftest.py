"""The rules of conftest.py, tried with good and bad lines."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.template import Context, Origin, Template, engines
from pytest_django.fixtures import Settings

from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from tests.house import PACKAGE


def render(text: str, home: str = "shell/templates/shell/x.html") -> str:
    path = str((PACKAGE / home).resolve())
    engine = engines["django"].engine
    return Template(text, origin=Origin(path), name=path, engine=engine).render(Context({"known": "井"}))


def test_a_known_variable_is_shown() -> None:
    assert render("{{ known }}{% if unknown %}x{% endif %}{{ known|default:'-' }}") == "井井"


@pytest.mark.parametrize(
    "text", ["{{ unknown }}", "{{ known.unknown }}", "{% if 1 %}\n{{ unknown|default:'-' }}{% endif %}"]
)
def test_an_unknown_variable_of_ours_fails(text: str) -> None:
    with pytest.raises(AssertionError, match=r"x\.html: nothing is named “(known\.)?unknown” in line"):
        render(text)


def test_it_fails_still_when_a_test_changed_the_settings(settings: Settings) -> None:
    settings.DEBUG = True  # Django forgets its template engines
    with pytest.raises(AssertionError):
        render("{{ unknown }}")


def test_a_template_of_a_package_may_show_nothing() -> None:
    assert render("[{{ unknown }}]", "../.venv/allauth/login.html") == "[]"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_record_is_empty_before_a_test_and_append_only_during_it(time: str) -> None:
    assert not Entry.objects.exists()
    kind = RecordType("tests.tried", time)
    entry = write(
        kind, stream=uuid4(), area="", actor=SYSTEM, at=datetime(2026, 5, 1, tzinfo=UTC), payload={}
    )
    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.filter(pk=entry.pk)._raw_delete("default")
