"""A reaction runs once for each entry, after it; one that fails is tried again and holds up nobody else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from gongzhi.kernel.record.declarations import REACTIONS, SYSTEM, RecordType, react
from gongzhi.kernel.record.models import Delivery, Entry
from gongzhi.kernel.record.services import deliver, write

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RANG = RecordType("tests.rang", "响了")
NOTED = RecordType("tests.noted", "记下了")

pytestmark = pytest.mark.django_db


class Bell:
    """Fails as often as it is told to; notes each time when it was rung."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.rung: list[datetime] = []
        self.tried: list[datetime] = []

    def __call__(self, *, entry: Entry, at: datetime) -> None:
        self.tried.append(at)
        write(NOTED, stream=UUID(int=7), area="", actor=SYSTEM, at=at, payload={"of": entry.pk})
        if len(self.tried) <= self.failures:
            raise ConnectionError("线路忙")
        self.rung.append(at)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REACTIONS, RANG.key, {})


def ring(at: datetime = AT) -> Entry:
    return write(RANG, stream=UUID(int=1), area="", actor=SYSTEM, at=at, payload={})


def test_each_reaction_runs_once_for_each_entry_and_not_within_the_act() -> None:
    first, second = Bell(), Bell()
    react(RANG.key, "first", first)
    react(RANG.key, "second", second)
    ring()
    ring()
    assert first.tried == []
    assert deliver(at=AT) == 4
    assert deliver(at=AT + 99 * SECOND) == 0
    assert (len(first.rung), len(second.rung)) == (2, 2)


def test_an_entry_of_later_is_not_delivered_before() -> None:
    react(RANG.key, "bell", bell := Bell())
    ring(at=AT + SECOND)
    assert deliver(at=AT) == 0
    assert deliver(at=AT + SECOND) == 1
    assert bell.rung == [AT + SECOND]


def test_a_failure_is_undone_kept_and_tried_again_ever_later() -> None:
    react(RANG.key, "bell", bell := Bell(failures=4))
    ring()
    now, waits = AT, []
    while not bell.rung:
        deliver(at=now)
        owed = Delivery.objects.get()
        assert Entry.objects.filter(kind=NOTED.key).count() == len(bell.rung)
        if owed.done_at is None:
            assert owed.error == "ConnectionError: 线路忙"
            assert deliver(at=owed.next_at - SECOND) == 0
            waits.append((owed.next_at - now).total_seconds())
            now = owed.next_at
    assert waits == [5, 10, 20, 40]
    assert len(bell.tried) == 5
    owed = Delivery.objects.get()
    assert (owed.done_at, owed.error, owed.attempts) == (now, "", 4)


def test_a_reaction_that_never_succeeds_is_tried_every_hour_at_last() -> None:
    react(RANG.key, "bell", Bell(failures=99))
    ring()
    now, waits = AT, []
    for _attempt in range(15):
        deliver(at=now)
        after = Delivery.objects.get().next_at
        waits.append((after - now).total_seconds())
        now = after
    assert waits == sorted(waits)
    assert waits[-1] == 3600


def test_a_reaction_that_fails_holds_up_no_other() -> None:
    react(RANG.key, "broken", broken := Bell(failures=99))
    react(RANG.key, "whole", whole := Bell())
    for _n in range(3):
        ring()
    assert deliver(at=AT) == 3
    assert (len(broken.tried), len(whole.rung)) == (3, 3)
    assert Delivery.objects.filter(done_at=None).count() == 3


def test_a_worker_that_is_stopped_leaves_the_rest_to_the_next() -> None:
    react(RANG.key, "bell", bell := Bell())
    entries = [ring() for _n in range(5)]
    assert [deliver(at=AT, most=2) for _n in range(4)] == [2, 2, 1, 0]
    noted = Entry.objects.filter(kind=NOTED.key).order_by("seq")
    assert [e.payload["of"] for e in noted] == [e.pk for e in entries]
    assert len(bell.rung) == 5


def test_a_reaction_that_is_gone_is_kept_as_owed_with_its_reason() -> None:
    react(RANG.key, "bell", Bell())
    ring()
    del REACTIONS[RANG.key]["bell"]
    assert deliver(at=AT) == 0
    assert Delivery.objects.get().error == "KeyError: 'bell'"
