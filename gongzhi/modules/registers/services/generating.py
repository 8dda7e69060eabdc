"""Registers of a generated city, at the letter's size: one import a register and district, one entry an area in it,
with the digest of its rows and what they count for, as `take_in` writes them. What stands in them says sheets.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from gongzhi.kernel.people.generating import Keys
from gongzhi.kernel.record.scribing import MADE_UP, Stream
from gongzhi.kernel.record.streaming import Table
from gongzhi.kernel.territory.generating import Site
from gongzhi.lib.canonical import Json, canonical
from gongzhi.modules.registers.models import Import, Row
from gongzhi.modules.registers.procedures import Item, counts, labels, less, weight
from gongzhi.modules.registers.vocabulary import REGISTERS, Register

from .importing import fingerprint
from .keeping import slot_of
from .sheets import Line, sheets_of

ROWS, IMPORTS = Table.of(Row), Table.of(Import)
DRAWN_UP = datetime(2020, 12, 31, 9, tzinfo=UTC)


@dataclass(slots=True)
class Drawn:
    """A row of a register before it is stored, with as much of `Row` as is counted and digested."""

    pk: UUID
    area_code: str
    name: str
    since: date
    as_of: date
    until: date | None
    values: Mapping[str, Any]
    earlier: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class Batch:
    """An import of a register into a district, while it goes on."""

    pk: UUID
    stream: Stream
    rows: int = 0


def generate(site: Site) -> Iterator[None]:
    """Generate the rows of a district's areas, or those that lie at the city; yields after each area."""
    sheets = sheets_of(site.plan)
    batches: dict[str, Batch] = {}
    for area, urban, lines in sheets.of(site):
        book: dict[str, list[Line]] = defaultdict(list)
        for key, line in lines:
            book[key].append(line)
        for key, found in book.items():
            batch = batches.setdefault(key, _batch(site, key))
            _take(site, REGISTERS[key], batch, area, urban, found)
            yield
    for key, batch in batches.items():
        site.rows[IMPORTS].append((batch.pk, key, site.code, batch.rows, DRAWN_UP, MADE_UP.office, None))
    yield


def _batch(site: Site, key: str) -> Batch:
    pk = Keys.of(site.plan.seed, f"import {key}", site.code)(0)
    return Batch(pk, Stream(pk))


def _take(
    site: Site, register: Register, batch: Batch, area: str, urban: bool | None, lines: Iterable[Line]
) -> None:
    keys = Keys.of(site.plan.seed, register.key, area)
    given = {"urban": urban} if register.by_urban else {}
    made = [
        Drawn(keys(n), area, name, since, since, until, {**values, **given})
        for n, (name, since, until, values, _later) in enumerate(lines)
    ]
    payload: dict[str, Json] = {
        "n": len(made),
        "digest": fingerprint(made),
        "counts": counts(_weigh(register, made)),
    }
    site.scribe.note(
        register.kinds.imported, stream=batch.stream, area=area, actor=MADE_UP, at=DRAWN_UP, payload=payload
    )
    for row, line in zip(made, lines, strict=True):
        if line[4]:
            _change(site, register, row, line[4])
        site.rows[ROWS].append(_stored(register, row, batch.pk))
    batch.rows += len(made)


def _weigh(register: Register, rows: Iterable[Drawn]) -> Counter[Item]:
    """Answer what rows count for; those alike are weighed once."""
    alike: dict[tuple[object, ...], list[Any]] = {}
    for row in rows:
        kind = (row.since, row.until, *row.values.items())
        alike.setdefault(kind, [row, 0])[1] += 1
    found: Counter[Item] = Counter()
    for row, times in alike.values():
        for item, amount in weight(register, row).items():
            found[item] += amount * times
    return found


def _change(site: Site, register: Register, row: Drawn, later: tuple[date, str, Mapping[str, Any]]) -> None:
    """Have other values hold from a day on, as `change` does."""
    day, reason, values = later
    before = Drawn(row.pk, row.area_code, row.name, row.since, row.as_of, row.until, row.values)
    row.earlier = [[row.as_of.isoformat(), dict(row.values)]]
    row.values, row.as_of = {**row.values, **values}, day
    told: dict[str, Json] = {f"was_{key}": before.values.get(key) for key in values}
    told |= {
        **values,
        "on": day.isoformat(),
        "reason": reason,
        "changed": labels(register.fields, list(values)),
    }
    found = counts(less(weight(register, row), weight(register, before)))
    site.scribe.note(
        register.kinds.changed,
        stream=Stream(row.pk),
        area=row.area_code,
        actor=MADE_UP,
        at=DRAWN_UP,
        payload={"name": row.name, "since": row.since.isoformat(), **told, "counts": found},
    )


def _stored(register: Register, row: Drawn, batch: UUID) -> tuple[Any, ...]:
    values, earlier = canonical(dict(row.values)).decode(), canonical(row.earlier).decode()
    slot = slot_of(register, row)
    return (
        row.pk,
        register.key,
        row.area_code,
        row.name,
        row.since,
        row.as_of,
        row.until,
        values,
        earlier,
        slot,
        batch,
    )
