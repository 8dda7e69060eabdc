"""The rule of conftest.py, tried with good and bad templates: an unknown variable fails where the fault is ours."""

import pytest
from django.template import Context, Origin, Template, engines

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


def test_a_template_of_a_package_may_show_nothing() -> None:
    assert render("[{{ unknown }}]", "../.venv/allauth/login.html") == "[]"
