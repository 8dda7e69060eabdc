"""What holds for every test: unknown variables of our templates fail; what was recorded can be emptied after."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.template import engines
from django.template.base import Node
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker

PACKAGE = Path(__file__).parent / "gongzhi"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out what asks for no database: for the second database, after all ran on the first",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--only-database"):
        return
    wanted = [item for item in items if _asks_for_a_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(wanted)])
    items[:] = wanted


def _asks_for_a_database(item: pytest.Item) -> bool:
    if item.path.name == "test_demonstrating.py":
        return False  # there the demo as a whole does all of this
    named = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("everywhere")
    return bool(named) or marked is not None


class Unknown(str):
    """Django fills an unknown variable with `engine.string_if_invalid % variable`, when that holds a %s."""

    __slots__ = ()

    def __mod__(self, variable: object) -> str:
        """Fail for a template of ours; packages' templates may rely on unknown variables being empty."""
        frame = sys._getframe(1)
        while not isinstance(node := frame.f_locals.get("self"), Node) or not getattr(node, "origin", None):
            if frame.f_back is None:
                return ""
            frame = frame.f_back
        if Path(node.origin.name).is_relative_to(PACKAGE):
            raise AssertionError(
                f"{node.origin.name}: nothing is named “{variable}” in line {node.token.lineno}"
            )
        return ""


@pytest.fixture(scope="session", autouse=True)
def _unknown_variables_fail() -> None:
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Unknown("%s")  # for engines made after this one
    engines["django"].engine.string_if_invalid = Unknown("%s")


@pytest.fixture(autouse=True)
def _chinese_again() -> Iterator[None]:
    """A page that was asked for in English leaves its language behind in the process."""
    yield
    translation.deactivate()


@pytest.fixture(scope="module")
def lasting(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """Answer a function that makes a world once for the tests of a module: each finds it as it was made.

    The world lies in a transaction around theirs. Tests change what they hold of it: give each a deep copy.
    """

    def make(world: Callable[[], Any]) -> Any:
        with django_db_blocker.unblock():
            return world()

    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
    yield make
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@contextmanager
def _triggers_lifted() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            yield
            cursor.execute("RESET session_replication_role")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


@pytest.fixture(scope="session", autouse=True)
def _the_record_can_be_emptied() -> Iterator[None]:
    """After a test with transactions of its own Django empties every table; the record would refuse."""
    empty = TransactionTestCase._fixture_teardown

    def lifted(case: TransactionTestCase) -> None:
        with _triggers_lifted():
            empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield
