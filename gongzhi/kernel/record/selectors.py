"""Read a stream; verify chains."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gongzhi.kernel.record.declarations import sentence_of
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import ACTOR_NAME, chained, sealed
from gongzhi.lib.canonical import digest


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as a person reads it: the sentence, the values that were not erased, who and when."""

    entry: Entry
    sentence: str
    values: dict[str, Any]

    @property
    def office(self) -> str:
        return str(self.entry.actor["office"])

    @property
    def who(self) -> str:
        return f"{self.office} {self.values.get(ACTOR_NAME, '')}".strip()


def timeline(stream: UUID, *, personal: bool) -> list[Line]:
    """Answer the entries of a stream, oldest first, in two queries. Without `personal`, hidden values stay out."""
    entries = Entry.objects.filter(stream=stream).order_by("seq").prefetch_related("personal")
    return [_line(entry, personal) for entry in entries]


def public_values(entry: Entry) -> dict[str, Any]:
    """Answer the values of an entry that are not hidden behind a salted hash."""
    return {n: v for n, v in entry.payload.items() if not (isinstance(v, dict) and "#" in v)}


def _line(entry: Entry, personal: bool) -> Line:
    values = public_values(entry)
    if personal:
        values |= {field.name: field.value for field in entry.personal.all()}
    return Line(entry, sentence_of(entry.kind, values), values)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link of a stream that does not hold, and why."""

    entry: int
    stream: str
    seq: int
    why: str


def verify() -> tuple[int, int, Broken | None]:
    """Walk all chains in order. Answers (entries, streams, first broken link or None)."""
    entries = streams = 0
    before: Entry | None = None
    for entry in _walk():
        if before is None or before.stream != entry.stream:
            streams, before = streams + 1, None
        entries += 1
        if why := _fault(entry, before):
            return entries, streams, Broken(entry.pk, str(entry.stream), entry.seq, why)
        before = entry
    return entries, streams, None


def _walk() -> Iterator[Entry]:
    ordered = Entry.objects.order_by("stream", "seq").prefetch_related("personal")
    yield from ordered.iterator(chunk_size=2000)


def _fault(entry: Entry, before: Entry | None) -> str:
    if entry.seq != (before.seq + 1 if before else 1):
        return "an entry before it is missing"
    if entry.previous != (before.hash if before else ""):
        return "it does not point at the entry before"
    if entry.payload_hash != digest(entry.payload):
        return "its payload was changed"
    if entry.hash != chained(entry):
        return "one of its columns was changed"
    for field in entry.personal.all():
        shown = entry.payload.get(field.name)
        if not isinstance(shown, dict) or shown.get("#") != sealed(field.salt, field.value):
            return f"its personal field {field.name} was changed"
    return ""
