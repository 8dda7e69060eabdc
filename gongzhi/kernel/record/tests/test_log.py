"""Every entry gets one place in one log; what the log says is signed, witnessed, and can be proved to anybody."""

import json
from datetime import UTC, datetime
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from gongzhi.kernel.record import operators
from gongzhi.kernel.record.checking import check
from gongzhi.kernel.record.declarations import SYSTEM, RecordType
from gongzhi.kernel.record.models import Checkpoint, Entry, Leaf, Log, Tile
from gongzhi.kernel.record.proving import paths, proof_of, published, served, tiles_of
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.kernel.record.services import chained, write
from gongzhi.lib.canonical import digest
from gongzhi.lib.merkle import consistency as consistency_of
from gongzhi.lib.merkle import leaf_hash, verify_consistency, verify_inclusion
from gongzhi.lib.notes import cosigned_by, open_checkpoint, parse_proof

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SAID = RecordType("tests.said", "{n}")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.GONGZHI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def city() -> Log:
    return found_log(area="50")


@pytest.fixture
def district(city: Log) -> Log:
    return found_log(area="500103")


def say(count: int, area: str = "50", stream: UUID | None = None) -> list[Entry]:
    stream = stream or uuid4()
    return [
        write(SAID, stream=stream, area=area, actor=SYSTEM, at=AT, payload={"n": n}) for n in range(count)
    ]


def places(log: Log) -> list[int]:
    return list(log.leaves.order_by("index").values_list("entry_id", flat=True))


def run(*words: str) -> Any:
    out = StringIO()
    call_command("log", *words, "--json", stdout=out)
    return json.loads(out.getvalue())


def faults() -> list[str]:
    report = check()
    return [*report.faults, *(fault for found in report.logs for fault in found.faults)]


def test_an_entry_waits_from_its_own_transaction_on() -> None:
    (entry,) = say(1)
    assert Leaf.objects.get(entry=entry).index is None
    with transaction.atomic():
        say(1)
        transaction.set_rollback(True)
    assert Leaf.objects.count() == Entry.objects.count() == 1


def test_waiting_entries_get_their_places_in_order_and_a_signed_checkpoint(city: Log) -> None:
    entries = say(5)
    assert [sequence(at=AT, most=3), sequence(at=AT, most=3), sequence(at=AT, most=3)] == [3, 2, 0]
    assert places(city) == [entry.pk for entry in entries]
    newest = published(city)
    assert newest is not None
    assert newest.size == 5
    said = open_checkpoint(newest.note, vkey=operators.vkey_of(city))
    assert (said.origin, said.size) == ("gongzhi.example/50", 5)
    assert faults() == []


def test_an_entry_that_was_committed_late_is_not_forgotten(city: Log) -> None:
    """PostgreSQL gives out ids before it commits: a lower one may appear after a higher one was taken."""
    early = say(2)
    sequence(at=AT)
    late = Entry(id=-7, stream=uuid4(), seq=1, kind=SAID.key, at=AT, actor=SYSTEM.public(), payload={})
    late.payload_hash = digest({})
    late.hash = chained(late)
    late.save(force_insert=True)
    Leaf.objects.create(entry=late)
    more = say(1)
    assert sequence(at=AT) == 2
    assert places(city) == [*(entry.pk for entry in early), late.pk, more[0].pk]
    assert faults() == []


def test_without_a_log_entries_wait_and_nothing_breaks() -> None:
    say(2)
    assert sequence(at=AT) == 0
    assert check().waiting == 2


def test_each_entry_goes_into_the_log_of_its_district_and_the_rest_into_the_citys(
    city: Log, district: Log
) -> None:
    here = say(1, "500103") + say(1, "500103001001") + say(1, "500103001001001")
    there = say(1, "") + say(1, "50") + say(1, "500104001") + say(1, "5001") + say(1, "51")
    assert sequence(at=AT) == 8
    assert places(district) == [entry.pk for entry in here]
    assert places(city) == [entry.pk for entry in there]
    assert faults() == []


def test_the_deepest_log_takes_an_entry(city: Log, district: Log) -> None:
    deeper = found_log(area="500103001")
    here, there = say(1, "500103001002"), say(1, "500103002")
    sequence(at=AT)
    assert places(deeper) == [here[0].pk]
    assert places(district) == [there[0].pk]
    assert deeper.origin == "gongzhi.example/500103001"


def test_a_log_is_founded_once_and_keeps_its_keys(city: Log) -> None:
    before = operators.vkey_of(city)
    assert found_log(area="50") == city
    assert operators.vkey_of(city) == before
    assert before.startswith("gongzhi.example/50+")
    assert oct((operators.folder_of(city) / "log.key").stat().st_mode)[-3:] == "600"


def test_operators_cosign_each_others_checkpoints_and_not_their_own(city: Log, district: Log) -> None:
    say(2), say(3, "500103")
    sequence(at=AT)
    keys = {log: operators.witness_vkey_of(log) for log in (city, district)}
    for log, other in ((city, district), (district, city)):
        newest = published(log)
        assert newest is not None
        assert cosigned_by(newest.note, vkeys=list(keys.values())) == {
            f"{other.origin}/witness": int(AT.timestamp())
        }


def test_the_city_is_witnessed_by_every_district_and_a_district_by_the_city(city: Log, district: Log) -> None:
    other = found_log(area="500104")
    say(1), say(1, "500103"), say(1, "500104")
    sequence(at=AT)
    keys = [operators.witness_vkey_of(log) for log in (city, district, other)]
    seen = {
        log.area_code: set(cosigned_by(published(log).note, vkeys=keys)) for log in (city, district, other)
    }
    assert seen == {
        "50": {"gongzhi.example/500103/witness", "gongzhi.example/500104/witness"},
        "500103": {"gongzhi.example/50/witness"},
        "500104": {"gongzhi.example/50/witness"},
    }
    assert faults() == []


def test_every_entry_is_proved_at_the_newest_checkpoint(city: Log, district: Log) -> None:
    entries = [*say(300), *say(2, "500103")]
    say(1)
    while sequence(at=AT, most=97):
        pass
    for entry in [*entries[:3], *entries[250:]]:
        proof = proof_of(entry)
        assert proof is not None
        log = Leaf.objects.get(entry=entry).log
        read = parse_proof(proof.text)
        said = open_checkpoint(read.checkpoint_note, vkey=operators.vkey_of(log))
        verify_inclusion(
            index=read.index,
            size=said.size,
            leaf=leaf_hash(bytes.fromhex(entry.hash)),
            proof=read.hashes,
            root=said.root,
        )


def test_an_entry_that_waits_has_no_proof_yet(city: Log) -> None:
    (entry,) = say(1)
    assert proof_of(entry) is None
    sequence(at=AT)
    assert proof_of(entry) is not None


def test_every_checkpoint_begins_with_the_one_before(city: Log) -> None:
    for count in (1, 200, 56, 1, 300):
        say(count)
        sequence(at=AT, most=1000)
    said = [
        open_checkpoint(c.note, vkey=operators.vkey_of(city)) for c in Checkpoint.objects.order_by("size")
    ]
    assert [each.size for each in said] == [1, 201, 257, 258, 558]
    for old, new in pairwise(said):
        verify_consistency(
            old_size=old.size,
            old_root=old.root,
            new_size=new.size,
            new_root=new.root,
            proof=consistency_of(old.size, new.size, tiles_of(city)),
        )


def test_tiles_and_bundles_are_served_as_wide_as_the_published_log(city: Log) -> None:
    entries = say(258)
    sequence(at=AT, most=1000)
    assert paths(258) == [
        ("entries", 0, 256),
        ("entries", 1, 2),
        ("0", 0, 256),
        ("0", 1, 2),
        ("1", 0, 1),
    ]
    assert all(served(city, 258, *path) for path in paths(258))
    assert served(city, 258, "0", 0, 17) == (served(city, 258, "0", 0, 256) or b"")[: 17 * 32]
    assert served(city, 258, "entries", 1, 1) == b"\0\x20" + bytes.fromhex(entries[256].hash)
    for level, number, width in (
        ("0", 1, 3),
        ("0", 1, 256),
        ("0", 2, 1),
        ("1", 0, 2),
        ("2", 0, 1),
        ("entries", 1, 3),
    ):
        assert served(city, 258, level, number, width) is None
    assert paths(0) == []


def test_the_commands_check_export_and_prove(city: Log, district: Log, tmp_path: Path) -> None:
    (entry,) = say(1, "500103")
    say(3)
    sequence(at=AT)
    report = run("check")
    assert report["well"]
    assert [(found["origin"], found["published"]) for found in report["logs"]] == [
        ("gongzhi.example/50", 3),
        ("gongzhi.example/500103", 1),
    ]
    folder = tmp_path / "export"
    assert run("export", str(folder), "--origin", district.origin)["size"] == 1
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert files == {"checkpoint", "key.pub", "tile/0/000.p/1", "tile/entries/000.p/1"}
    said = open_checkpoint(
        (folder / "checkpoint").read_text("utf-8"), vkey=(folder / "key.pub").read_text("utf-8")
    )
    assert said.root == leaf_hash(bytes.fromhex(entry.hash)) == (folder / "tile/0/000.p/1").read_bytes()
    assert parse_proof(run("proof", entry.hash)["proof"]).index == 0
    with pytest.raises(CommandError, match="没有指纹"):
        run("proof", "0" * 64)
    with pytest.raises(CommandError, match="还没有排入"):
        run("proof", say(1)[0].hash)
    with pytest.raises(CommandError, match="没有这个日志"):
        run("export", str(folder), "--origin", "x")


def test_the_check_says_so_in_words_for_people(city: Log, district: Log) -> None:
    say(2)
    sequence(at=AT)
    out = StringIO()
    call_command("log", "check", stdout=out)
    assert "gongzhi.example/50：2 条，已公布到第 2 条" in out.getvalue()
    assert "由 gongzhi.example/500103/witness 见证" in out.getvalue()
    assert out.getvalue().rstrip().endswith("全部核对一致。")


def test_a_worker_with_nothing_to_do_locks_nothing(
    city: Log, district: Log, django_assert_num_queries: Any
) -> None:
    say(1)
    sequence(at=AT)
    with django_assert_num_queries(1 + 2 * 3):
        assert sequence(at=AT) == 0


def test_one_more_entry_costs_the_log_as_many_queries_as_the_first(
    city: Log, django_assert_max_num_queries: Any
) -> None:
    say(600)
    sequence(at=AT, most=1000)
    say(50)
    with django_assert_max_num_queries(40):
        sequence(at=AT)
    assert Tile.objects.count() == 4
