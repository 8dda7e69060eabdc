"""The database itself refuses to change or delete an entry, whoever asks and however."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.kernel.record.models import Entry, PersonalField
from gongzhi.kernel.record.selectors import verify
from gongzhi.kernel.record.services import write

SAID = RecordType("tests.said", "{words}", frozenset({"words"}))
BOTH = (
    "UPDATE record_entry SET kind = 'x'",
    "UPDATE record_entry SET kind = 'x' WHERE seq = 1",
    "UPDATE record_entry SET payload = payload",
    "DELETE FROM record_entry",
    "INSERT INTO record_entry SELECT * FROM record_entry WHERE true ON CONFLICT (id) DO UPDATE SET kind = 'x'",
    "UPDATE record_personalfield SET value = '\"x\"'",
)
OTHERS = {
    "sqlite": (
        "REPLACE INTO record_entry SELECT * FROM record_entry",
        "INSERT OR REPLACE INTO record_entry SELECT * FROM record_entry",
        "INSERT OR REPLACE INTO record_entry SELECT id + 9, stream, seq, 'x', area_code, at, actor, payload,"
        " payload_hash, previous, hash FROM record_entry",
        "UPDATE OR REPLACE record_entry SET kind = 'x'",
    ),
    "postgresql": (
        "TRUNCATE record_entry CASCADE",
        "TRUNCATE record_personalfield, record_delivery, record_leaf, record_fact, record_entry",
        "MERGE INTO record_entry e USING record_entry o ON e.id = o.id WHEN MATCHED THEN DELETE",
    ),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    made = write(
        SAID,
        stream=UUID(int=1),
        area="50",
        actor=SYSTEM,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        payload={"words": "我"},
    )
    connection.check_constraints()  # as after a commit: nothing of the act is pending any more
    return made


def refused(sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert verify() == (1, 1, None)
    assert PersonalField.objects.get().value == "我"


@pytest.mark.parametrize("sql", BOTH)
def test_no_statement_changes_an_entry(entry: Entry, sql: str) -> None:
    refused(sql)


@pytest.mark.parametrize("place", range(4))
def test_no_statement_of_this_database_changes_an_entry(entry: Entry, place: int) -> None:
    known = OTHERS[connection.vendor]
    if place < len(known):
        refused(known[place])


def test_the_models_are_refused_like_everybody(entry: Entry) -> None:
    entry.kind = "x"
    for attempt in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(seq=2),
        lambda: Entry.objects.bulk_update([entry], ["kind"]),
        lambda: PersonalField.objects.update(value="x"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    assert verify() == (1, 1, None)
