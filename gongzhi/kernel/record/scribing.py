"""Entries by the million, the same that `services.write` writes: chained, with leaf, personal fields and facts.

Reactions are not owed: who writes in bulk has done what they would do. Facts are collected, for whoever folds them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from random import Random
from uuid import UUID

from gongzhi.kernel.record.declarations import COUNTS, ActorSnapshot, RecordType
from gongzhi.kernel.record.models import Entry, Leaf, PersonalField
from gongzhi.kernel.record.services import counted, hide, micros
from gongzhi.kernel.record.streaming import Rows, Table, Writer
from gongzhi.lib.canonical import Json, canonical
from gongzhi.lib.chain import linked

ENTRIES, LEAVES = Table.of(Entry, *(f.attname for f in Entry._meta.concrete_fields)), Table.of(Leaf)
PERSONAL = Table.of(PersonalField)
MADE_UP = ActorSnapshot(account="", role="system", office="演示数据（虚构）")  # who "did" what was generated
Told = tuple[str, str, date, str]  # measure, area, day, dimensions


@dataclass(slots=True)
class Stream:
    """Where a chain stands; a new one has nothing yet."""

    key: UUID
    seq: int = 0
    last: str = ""
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = str(self.key)


@dataclass(slots=True)
class Scribe:
    """Writes into `rows`. `chance` gives the salts, so that one seed makes one chain."""

    writer: Writer
    rows: Rows
    chance: Random
    facts: Counter[Told] = field(default_factory=Counter)
    actors: dict[ActorSnapshot, str] = field(default_factory=dict)  # what the chain says of each

    def note(
        self,
        kind: RecordType,
        *,
        stream: Stream,
        area: str,
        actor: ActorSnapshot,
        at: datetime,
        payload: Mapping[str, Json],
    ) -> int:
        """Append one entry to a stream; answers its key."""
        shown, hidden = hide(kind, actor, payload, salt=self._salt)
        text = canonical(shown)
        if (said := self.actors.get(actor)) is None:
            said = self.actors[actor] = canonical(actor.public()).decode()
        pk, stream.seq, previous = self.writer.number(ENTRIES.name), stream.seq + 1, stream.last
        of_payload = sha256(text).hexdigest()
        stream.last = linked(
            stream=stream.text,
            seq=stream.seq,
            kind=kind.key,
            area=area,
            at=micros(at),
            actor=said,
            payload_hash=of_payload,
            previous=previous,
        )
        place = (pk, stream.key, stream.seq, kind.key, area, at)
        self.rows[ENTRIES].append((*place, said, text.decode(), of_payload, previous, stream.last))
        self.rows[LEAVES].append((pk, None, None))
        for name, salt, value in hidden:
            self.rows[PERSONAL].append((pk, name, salt, canonical(value).decode()))
        if kind.key in COUNTS:
            for measure, day, dimensions, amount in counted(kind.key, shown, at):
                self.facts[measure, area, day, dimensions] += amount
        return pk

    def _salt(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"
