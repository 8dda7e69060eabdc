"""The database itself lets a log only grow, whoever asks and however."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from gongzhi.kernel.record.checking import check
from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.kernel.record.services import write

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID = RecordType("tests.said", "{n}")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city(tmp_path: Path, settings: Any) -> None:
    """A log with three entries, as after a commit: nothing is pending any more."""
    settings.GONGZHI_HOME = tmp_path
    found_log(area="50")
    for n in range(3):
        write(SAID, stream=uuid4(), area="50", actor=SYSTEM, at=AT, payload={"n": n})
    sequence(at=AT)
    connection.check_constraints()


GROWTH = (
    'UPDATE record_leaf SET "index" = 7',
    'UPDATE record_leaf SET log_id = NULL, "index" = NULL',
    "DELETE FROM record_leaf",
    "UPDATE record_tile SET hashes = substr(hashes, 1, 32)",
    "UPDATE record_tile SET hashes = substr(hashes, 33, 32)",
    "UPDATE record_tile SET number = 5",
    "DELETE FROM record_tile",
    "UPDATE record_checkpoint SET note = substr(note, 1, 20)",
    "UPDATE record_checkpoint SET published = NOT published",
    "UPDATE record_checkpoint SET size = 1",
    "DELETE FROM record_checkpoint",
    "UPDATE record_log SET origin = 'x'",
    "DELETE FROM record_log",
)


@pytest.mark.parametrize("sql", GROWTH)
def test_the_database_lets_a_log_only_grow(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert check().well


@pytest.mark.parametrize("table", ["log", "leaf", "tile", "checkpoint"])
def test_the_database_refuses_to_replace_or_empty(table: str) -> None:
    sql = {
        "sqlite": f"REPLACE INTO record_{table} SELECT * FROM record_{table}",  # noqa: S608
        "postgresql": f"TRUNCATE record_{table} CASCADE",
    }[connection.vendor]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
