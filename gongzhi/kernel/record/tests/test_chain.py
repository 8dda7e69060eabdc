"""What was written can be proved; whatever was tampered with is named at the first link that does not hold."""

import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from gongzhi.kernel.record.declarations import SYSTEM, TYPES, ActorSnapshot, RecordType, declare
from gongzhi.kernel.record.models import Entry, Leaf, PersonalField
from gongzhi.kernel.record.selectors import timeline, verify
from gongzhi.kernel.record.services import chained, erase, sealed, write

AT = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
STREAM, OTHER = UUID(int=1), UUID(int=2)
SPOKE = RecordType("tests.spoke", "{who}在{place}说：{words}", frozenset({"who", "words"}))
SECRET = "我住归元寺路八号"
OFFICER = ActorSnapshot(
    account="a1", role="community_worker", office="归元寺社区", area="500103", name="李敏"
)
CHANGED, MISSING = "one of its columns was changed", "an entry before it is missing"
ASTRAY = "it does not point at the entry before"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TYPES, SPOKE.key, SPOKE)


def speak(stream: UUID = STREAM, at: datetime = AT, actor: ActorSnapshot = SYSTEM, **more: object) -> Entry:
    return write(SPOKE, stream=stream, area="500103", actor=actor, at=at, payload={"place": "井边", **more})


@pytest.fixture
def five() -> list[Entry]:
    """Five entries of one stream, with another stream before and behind it."""
    speak(UUID(int=0))
    entries = [speak(at=AT + timedelta(hours=n), n=n, words=f"{SECRET}{n}") for n in range(5)]
    speak(OTHER)
    return entries


def change(entry: Entry, **columns: object) -> None:
    Entry.objects.filter(pk=entry.pk).update(**columns)


def forge(entry: Entry, **columns: object) -> None:
    """Change columns and give the entry the hash that fits them."""
    change(entry, **columns)
    entry.refresh_from_db()
    change(entry, hash=chained(entry))


def found() -> tuple[int, str]:
    broken = verify()[2]
    assert broken is not None
    return broken.seq, broken.why


def test_untouched_chains_verify(five: list[Entry]) -> None:
    assert verify() == (7, 3, None)


def test_an_empty_record_verifies() -> None:
    assert verify() == (0, 0, None)


@pytest.mark.parametrize("seq", [1, 3, 5])
@pytest.mark.parametrize(
    ("columns", "why"),
    [
        ({"payload": {"place": "桥头"}}, "its payload was changed"),
        ({"payload": {}}, "its payload was changed"),
        ({"payload_hash": "0" * 64}, "its payload was changed"),
        ({"kind": "tests.kept_quiet"}, CHANGED),
        ({"area_code": "500104"}, CHANGED),
        ({"at": AT + timedelta(hours=9, microseconds=1)}, CHANGED),
        ({"actor": {**SYSTEM.public(), "office": "别的单位"}}, CHANGED),
        ({"hash": "0" * 64}, CHANGED),
        ({"previous": "0" * 64}, ASTRAY),
        ({"seq": 9}, MISSING),
    ],
)
def test_a_changed_entry_is_named(
    five: list[Entry], unguarded: None, seq: int, columns: dict[str, object], why: str
) -> None:
    change(five[seq - 1], **columns)
    at, said = found()
    assert said == why
    assert at == (9 if seq == 5 and "seq" in columns else seq + ("seq" in columns))


def test_a_changed_moment_is_named_to_the_microsecond(five: list[Entry], unguarded: None) -> None:
    change(five[2], at=five[2].at + timedelta(microseconds=1))
    assert found() == (3, CHANGED)


@pytest.mark.parametrize("column", ["kind", "area_code"])
def test_an_entry_forged_with_its_hash_breaks_the_next(
    five: list[Entry], unguarded: None, column: str
) -> None:
    forge(five[2], **{column: "9"})
    assert found() == (4, ASTRAY)


@pytest.mark.parametrize("seq", [1, 2, 4])
def test_a_deleted_entry_is_missed(five: list[Entry], unguarded: None, seq: int) -> None:
    PersonalField.objects.filter(entry=five[seq - 1]).delete()
    Leaf.objects.filter(entry=five[seq - 1]).delete()
    Entry.objects.filter(pk=five[seq - 1].pk)._raw_delete("default")  # type: ignore[attr-defined]
    assert found() == (seq + 1, MISSING)


def test_two_exchanged_entries_are_named(five: list[Entry], unguarded: None) -> None:
    change(five[1], seq=99)
    change(five[2], seq=2)
    change(five[1], seq=3)
    assert found() == (2, ASTRAY)


def test_an_entry_moved_into_another_stream_is_named(five: list[Entry], unguarded: None) -> None:
    change(five[4], stream=OTHER, seq=2)
    assert found() == (2, ASTRAY)


def test_an_entry_pushed_in_is_named(five: list[Entry], unguarded: None) -> None:
    last = five[-1]
    forged = Entry(
        stream=STREAM, seq=6, kind=SPOKE.key, area_code="", at=AT, actor=SYSTEM.public(), payload={}
    )
    forged.payload_hash, forged.previous = last.payload_hash, last.hash
    forged.hash = chained(forged)
    forged.save()
    assert found() == (6, "its payload was changed")


@pytest.mark.parametrize("columns", [{"value": "我什么都没说"}, {"salt": "00"}])
def test_a_changed_personal_value_is_named(
    five: list[Entry], unguarded: None, columns: dict[str, object]
) -> None:
    PersonalField.objects.filter(entry=five[2]).update(**columns)
    assert found() == (3, "its personal field words was changed")


@pytest.mark.parametrize("name", ["reporter", "place"])
def test_a_personal_value_added_afterwards_is_named(five: list[Entry], name: str) -> None:
    PersonalField.objects.create(entry=five[1], name=name, salt="0", value="张三")
    assert found() == (2, f"its personal field {name} was changed")


def test_the_command_names_the_broken_link_and_fails(five: list[Entry], unguarded: None) -> None:
    out = StringIO()
    call_command("verify_record", as_json=True, stdout=out)
    assert json.loads(out.getvalue()) == {"entries": 7, "streams": 3, "broken": None}
    change(five[3], kind="x")
    out = StringIO()
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_record", stdout=out)
    assert f"第 {five[3].pk} 条" in out.getvalue()
    assert "#4" in out.getvalue()


def test_the_command_walks_long_chains_in_a_handful_of_queries(
    five: list[Entry], django_assert_max_num_queries: type
) -> None:
    with django_assert_max_num_queries(4):
        assert verify()[2] is None


def stored() -> str:
    """Everything the record's tables hold, as one text."""
    rows = [*Entry.objects.values_list(), *PersonalField.objects.values_list()]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_personal_values_stand_beside_the_chain_never_in_it() -> None:
    speak(actor=OFFICER, who="陈秀兰", words=SECRET)
    entries = json.dumps(list(Entry.objects.values()), default=str, ensure_ascii=False)
    for value in ("陈秀兰", SECRET, "李敏"):
        assert value not in entries
        assert value in stored()


def test_the_same_personal_value_leaves_another_hash_each_time() -> None:
    first, second = speak(words=SECRET), speak(words=SECRET)
    assert first.payload["words"] != second.payload["words"]
    assert first.payload["words"] != {"#": sealed("", SECRET)}


def test_an_erased_value_is_gone_and_the_chain_still_holds() -> None:
    speak(actor=OFFICER, who="陈秀兰", words=SECRET)
    speak(OTHER, who="陈秀兰", words=SECRET)
    count = erase(stream=STREAM, names=frozenset({"who", "words"}), actor=SYSTEM, at=AT)
    assert count == 2
    assert verify() == (3, 2, None)
    first, last = timeline(STREAM, personal=True)
    assert first.sentence == "—在井边说：—"
    assert first.who == "归元寺社区 李敏"
    assert "删除了 2 项" in last.sentence
    assert timeline(OTHER, personal=True)[0].sentence == f"陈秀兰在井边说：{SECRET}"
    erase(stream=OTHER, names=frozenset({"who", "words"}), actor=SYSTEM, at=AT)
    assert SECRET not in stored()
    assert "陈秀兰" not in stored()
    assert verify()[2] is None


def test_whoever_acted_is_forgotten_by_name_and_kept_by_office() -> None:
    speak(actor=OFFICER)
    erase(stream=STREAM, names=frozenset({"actor_name"}), actor=SYSTEM, at=AT)
    assert timeline(STREAM, personal=True)[0].who == "归元寺社区"
    assert "李敏" not in stored()


def test_everybody_else_reads_the_sentence_without_what_is_personal() -> None:
    speak(actor=OFFICER, who="陈秀兰", words=SECRET)
    line = timeline(STREAM, personal=False)[0]
    assert line.sentence == "—在井边说：—"
    assert line.who == "归元寺社区"
    assert set(line.values) == {"place"}


def test_braces_in_what_somebody_said_are_only_text() -> None:
    speak(words="{place.__class__} {0} {{x}}")
    assert timeline(STREAM, personal=True)[0].sentence == "—在井边说：{place.__class__} {0} {{x}}"


def test_a_timeline_costs_two_queries_however_long_it_is(
    five: list[Entry], django_assert_num_queries: type
) -> None:
    with django_assert_num_queries(2):
        assert len(timeline(STREAM, personal=True)) == 5


@pytest.mark.parametrize("value", [1.5, [1, {"x": 0.5}], {1, 2}, datetime(2026, 1, 1, tzinfo=UTC)])
def test_what_has_no_exact_text_is_not_recorded(value: object) -> None:
    with pytest.raises(TypeError), transaction.atomic():
        speak(n=value)
    assert not Entry.objects.exists()


def test_two_writers_at_one_place_of_a_stream_the_second_fails() -> None:
    first = speak()
    twin = Entry(
        **{f: getattr(first, f) for f in ("stream", "seq", "kind", "at", "actor", "payload", "hash")}
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
    assert verify() == (1, 1, None)


def test_what_fails_with_its_transaction_leaves_no_entry() -> None:
    with transaction.atomic():
        speak(words=SECRET)
        transaction.set_rollback(True)
    assert stored() == "[]"


def test_a_kind_is_declared_once() -> None:
    assert declare(SPOKE) is SPOKE
    with pytest.raises(ValueError, match="twice"):
        declare(RecordType(SPOKE.key, "别的"))
