"""Whoever forges, deletes or restores the database is found out by what the operators keep outside of it."""

import logging
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from gongzhi.kernel.record import operators, sequencing
from gongzhi.kernel.record.checking import check
from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.kernel.record.models import Checkpoint, Delivery, Entry, Leaf, Log, PersonalField, Tile
from gongzhi.kernel.record.proving import published
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.kernel.record.services import chained, write

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID = RecordType("tests.said", "{n}")
TABLES = (Log, Entry, PersonalField, Delivery, Leaf, Tile, Checkpoint)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.GONGZHI_HOME = tmp_path
    sequencing._tell.cache_clear()
    return tmp_path


@pytest.fixture
def city(home: Path) -> Log:
    log = found_log(area="50")
    found_log(area="500103")
    return log


def say(count: int, word: str = "true") -> list[Entry]:
    return [
        write(SAID, stream=uuid4(), area="50", actor=SYSTEM, at=AT, payload={"n": n, "word": word})
        for n in range(count)
    ]


def dump() -> dict[Any, list[Any]]:
    """A backup of the tables of the record."""
    return {table: list(table.objects.all()) for table in TABLES}


def restore(backup: dict[Any, list[Any]]) -> None:
    for table in reversed(TABLES):
        table.objects.all()._raw_delete("default")
    for table, rows in backup.items():
        table.objects.bulk_create(rows)


def faults() -> str:
    report = check()
    assert not report.well
    return "\n".join([*report.faults, *(fault for found in report.logs for fault in found.faults)])


@pytest.fixture
def restored(city: Log, unguarded: None) -> Callable[[int], None]:
    """Ten entries; a backup; seven more, seen by all operators; the backup put back; other entries written."""
    say(10)
    sequence(at=AT)
    backup = dump()
    say(7)
    sequence(at=AT)

    def put_back(others: int) -> None:
        restore(backup)
        say(others, "false")

    return put_back


@pytest.mark.parametrize("others", [0, 3, 7, 30])
def test_a_restored_database_with_other_entries_is_noticed_and_nothing_more_is_published(
    city: Log, restored: Callable[[int], None], others: int, caplog: pytest.LogCaptureFixture
) -> None:
    restored(others)
    with caplog.at_level(logging.ERROR):
        assert [sequence(at=AT), sequence(at=AT)] == [0, 0]
    newest = published(city)
    assert newest is not None
    assert newest.size == 10
    assert Checkpoint.objects.filter(log=city).count() == 1
    assert Leaf.objects.filter(index=None).count() == others
    assert [record.levelname for record in caplog.records] == ["ERROR"] * bool(others)
    assert "gongzhi.example/50 见过 gongzhi.example/50 有 17 条，现在只剩 10 条" in faults()
    assert "gongzhi.example/500103 见过 gongzhi.example/50 有 17 条，现在只剩 10 条" in faults()
    if others:
        assert ("17 条中有记录被改动" in caplog.text) == (others >= 7)


def test_other_logs_go_on(city: Log, restored: Callable[[int], None]) -> None:
    restored(3)
    district = Log.objects.get(area_code="500103")
    write(SAID, stream=uuid4(), area="500103", actor=SYSTEM, at=AT, payload={"n": 1})
    assert sequence(at=AT) == 1
    assert published(district) is not None


def test_a_witness_refuses_even_when_the_operator_itself_was_made_to_forget(
    city: Log, restored: Callable[[int], None], caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever holds the city's folder can sign another history; the district does not sign it."""
    restored(9)
    shutil.rmtree(operators.folder_of(city) / "seen")
    assert sequence(at=AT) == 0
    assert Checkpoint.objects.filter(log=city, published=False).get().size == 19
    newest = published(city)
    assert newest is not None
    assert newest.size == 10
    assert "gongzhi.example/50 与 gongzhi.example/500103 见过的不同" in caplog.text
    assert "gongzhi.example/50 与 gongzhi.example/500103 见过的不同" in faults()


def test_the_same_database_put_back_at_once_is_no_forgery(city: Log, unguarded: None) -> None:
    say(5)
    sequence(at=AT)
    restore(dump())
    say(2)
    assert sequence(at=AT) == 2
    assert check().well


def test_a_worker_that_was_killed_between_signing_and_publishing_is_followed_by_the_next(
    city: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(4)
    with monkeypatch.context() as patch:
        patch.setattr(sequencing, "_publish", lambda log, at: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            sequence(at=AT)
    assert published(city) is None
    sequence(at=AT)
    newest = published(city)
    assert newest is not None
    assert newest.size == 4
    assert check().well


def test_lost_keys_stop_the_log_and_are_named(city: Log, caplog: pytest.LogCaptureFixture) -> None:
    say(1)
    shutil.rmtree(operators.folder_of(city))
    assert sequence(at=AT) == 0
    assert "log.key" in caplog.text
    assert Leaf.objects.filter(index=None).count() == 1


def test_a_log_that_has_spoken_gets_no_other_keys(city: Log, caplog: pytest.LogCaptureFixture) -> None:
    say(1)
    sequence(at=AT)
    shutil.rmtree(operators.folder_of(city))
    assert found_log(area="50") == city
    say(1)
    assert sequence(at=AT) == 0
    assert "log.pub" in faults()


def forge(entry: Entry, **columns: object) -> None:
    """Change an entry and give it the hash that fits."""
    Entry.objects.filter(pk=entry.pk).update(**columns)
    entry.refresh_from_db()
    Entry.objects.filter(pk=entry.pk).update(hash=chained(entry))


def test_an_entry_forged_with_its_hash_is_named_by_its_place(city: Log, unguarded: None) -> None:
    entries = say(300)
    sequence(at=AT, most=1000)
    forge(entries[270], kind="tests.kept_quiet")
    assert "第 270 条记录与日志中的指纹不一致" in faults()


def test_a_deleted_entry_leaves_an_empty_place(city: Log, unguarded: None) -> None:
    entries = say(5)
    sequence(at=AT)
    for table in (Leaf, Entry):
        table.objects.filter(pk=entries[2].pk)._raw_delete("default")
    assert "第 2 个位置是空的" in faults()


def test_an_entry_deleted_at_the_end_is_missed(city: Log, unguarded: None) -> None:
    entries = say(5)
    sequence(at=AT)
    for table in (Leaf, Entry):
        table.objects.filter(pk=entries[4].pk)._raw_delete("default")
    assert "最新的检查点说有 5 条，实有 4 条" in faults()


def test_an_entry_written_past_the_program_is_counted(city: Log) -> None:
    (entry,) = say(1)
    twin = Entry(stream=uuid4(), seq=1, kind="tests.said", at=AT, actor=SYSTEM.public(), payload={})
    twin.payload_hash, twin.previous = entry.payload_hash, ""
    twin.hash = chained(twin)
    twin.save()
    assert "有 1 条记录没有排入任何日志" in faults()


def test_a_tile_changed_with_the_roots_above_is_named(city: Log, unguarded: None) -> None:
    say(300)
    sequence(at=AT, most=1000)
    Tile.objects.filter(level=1).update(hashes=b"\0" * 32)
    assert "上层数据块不一致" in faults()
    say(1)
    assert sequence(at=AT) == 0


def test_a_checkpoint_signed_by_somebody_else_is_named(city: Log, unguarded: None) -> None:
    say(3)
    sequence(at=AT)
    newest = Checkpoint.objects.get(log=city)
    Checkpoint.objects.update(note=newest.note.replace("\n3\n", "\n4\n"))
    assert "第 3 条时的检查点不对" in faults()


def test_a_cosignature_that_was_taken_away_is_missed(city: Log, unguarded: None) -> None:
    say(3)
    sequence(at=AT)
    newest = Checkpoint.objects.get(log=city)
    Checkpoint.objects.update(note="".join(newest.note.splitlines(keepends=True)[:-1]))
    assert "缺少 gongzhi.example/500103 对已公布检查点的见证签名" in faults()


def test_an_entry_in_the_log_of_another_district_is_named(city: Log, unguarded: None) -> None:
    write(SAID, stream=uuid4(), area="500103", actor=SYSTEM, at=AT, payload={"n": 1})
    sequence(at=AT)
    forge(Entry.objects.get(), area_code="500104")
    assert "不属于这个区域" in faults()
