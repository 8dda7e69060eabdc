"""Take a table in as a whole, or nothing of it; take it back as a whole."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.exchange.tables import MOST_LINES, Fault, too_long
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.canonical import Json, digest
from gongzhi.lib.codes import covers
from gongzhi.modules.registers.models import Import, Row
from gongzhi.modules.registers.procedures import (
    AREA,
    SINCE,
    UNTIL,
    Item,
    counts,
    day,
    headings,
    less,
    parse,
    weight,
)
from gongzhi.modules.registers.vocabulary import REGISTERS, Field, Register

from .keeping import keeper, new_row

AT_ONCE = 2_000
KEYS = {AREA: "area", SINCE: "since", UNTIL: "until"}


@dataclass(frozen=True, slots=True)
class Given:
    """A line of a table that holds: where, what it is called, from when (until when), what it says."""

    line: int
    area: str
    name: str
    since: date
    until: date | None
    values: dict[str, Any]


@dataclass(slots=True)
class Preview:
    """What a table holds and everything that is wrong with it; it may be taken in when there is no fault."""

    rows: list[Given] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def areas(self) -> int:
        return len({row.area for row in self.rows})


def check(*, register: Register, table: Sequence[Sequence[str]], under: str, at: datetime) -> Preview:
    """Read a table whose first line names its columns by label or by key, in any order. Lines as a spreadsheet counts.

    A line without an area code lies in `under`.
    """
    found = Preview()
    columns = _columns(register, table[0] if table else ())
    if missing := [h for h in _needed(register) if h not in columns]:
        found.faults.append(Fault(1, _("第一行缺少这些列：{missing}").format(missing=_("、").join(missing))))
    elif why := too_long(table, MOST_LINES):
        found.faults.append(why)
    else:
        known = _known(register, under, {_cell(row, columns, AREA) or under for row in table[1:]})
        for line, cells in enumerate(table[1:], start=2):
            if any(cells):
                _line(found, register, line, {h: _cell(cells, columns, h) for h in columns}, under, known, at)
        _twice(found, register)
        if not found.rows and not found.faults:
            found.faults.append(Fault(0, _("表里没有可以导入的行。")))
    return found


def _columns(register: Register, head: Sequence[str]) -> dict[str, int]:
    """Answer at which place each heading stands."""
    keys = {**KEYS, **{official(f.label): f.key for f in register.fields}}
    if not register.single:
        keys[official(register.name)] = "name"
    places = {text.strip(): n for n, text in enumerate(head)}
    return {h: places.get(h, places.get(key, -1)) for h, key in keys.items() if h in places or key in places}


def _needed(register: Register) -> list[str]:
    optional = {UNTIL, AREA} | {official(f.label) for f in register.fields if not f.required}
    return [h for h in headings(register, register.fields) if h not in optional]


def _cell(cells: Sequence[str], columns: dict[str, int], heading: str) -> str:
    place = columns.get(heading, -1)
    return cells[place].strip() if 0 <= place < len(cells) else ""


def _known(register: Register, under: str, codes: Iterable[str]) -> set[str]:
    wanted = {code for code in codes if covers(under, code)}
    found = Area.objects.filter(level__in=register.levels)
    return {
        code
        for chunk in _chunks(sorted(wanted))
        for code in found.filter(pk__in=chunk).values_list("pk", flat=True)
    }


def _chunks(codes: Sequence[str]) -> Iterable[Sequence[str]]:
    return (codes[n : n + 500] for n in range(0, len(codes), 500))


def _line(
    found: Preview,
    register: Register,
    line: int,
    said: dict[str, str],
    under: str,
    known: set[str],
    at: datetime,
) -> None:
    reasons: list[str] = []
    area = said.get(AREA) or under
    if area not in known:
        reasons.append(_("区域“{code}”不在{under}之内，或者不登记这一册").format(code=area, under=under))
    name = "" if register.single else said.get(official(register.name), "")
    if not register.single and not 0 < len(name) <= 120:
        reasons.append(_("“{label}”没有写，或者太长").format(label=register.name))
    since = _day(said.get(SINCE, ""), SINCE, reasons, at)
    until = _day(said[UNTIL], UNTIL, reasons, at) if said.get(UNTIL) else None
    if since and until and until <= since:
        reasons.append(_("终止日期应晚于起始日期"))
    values: dict[str, Any] = {}
    for column in register.fields:
        _take(column, said.get(official(column.label), ""), values, reasons)
    found.faults += [Fault(line, why) for why in reasons]
    if not reasons and since:
        found.rows.append(Given(line, area, name, since, until, values))


def _day(text: str, label: str, reasons: list[str], at: datetime) -> date | None:
    try:
        found = day(text, label)
    except ValueError as why:
        reasons.append(str(why))
        return None
    if found > timezone.localdate(at):
        reasons.append(_("“{label}”不能晚于今天").format(label=label))
    return found


def _take(column: Field, text: str, values: dict[str, Any], reasons: list[str]) -> None:
    try:
        value = parse(column, text)
    except ValueError as why:
        reasons.append(str(why))
    else:
        values |= {} if value is None else {column.key: value}


def _twice(found: Preview, register: Register) -> None:
    """In the table, and with what stands in the register already."""
    if not (register.single or register.unique):
        return
    first: dict[tuple[str, str], int] = {}
    standing: set[tuple[str, str]] = set()
    for chunk in _chunks(sorted({row.area for row in found.rows})):
        rows = Row.objects.filter(register=register.key, area_code__in=chunk, slot__isnull=False)
        standing |= {(area, slot or "") for area, slot in rows.values_list("area_code", "slot")}
    for row in found.rows:
        key = row.area, row.name or "-"
        if row.until is None and key in standing:
            found.faults.append(Fault(row.line, _("已经登记过；内容变了，请变更原来那一行")))
        elif row.until is None and key in first:
            found.faults.append(Fault(row.line, _("与第{line}行重复").format(line=first[key])))
        first.setdefault(key, row.line)


@transaction.atomic
def import_rows(
    *, register: Register, rows: Sequence[Given], under: str, actor: Actor, at: datetime
) -> Import:
    """Take a checked table in. Raises Refused for whoever may not write in `under`."""
    return take_in(register=register, rows=rows, under=under, by=keeper(actor, register, under), at=at)


@transaction.atomic
def take_in(
    *, register: Register, rows: Sequence[Given], under: str, by: ActorSnapshot, at: datetime
) -> Import:
    """Store rows and write one entry an area, with the digest of its rows and what they count for. Judges nobody."""
    batch = Import.objects.create(
        register=register.key, area_code=under, rows=len(rows), at=at, office=by.office[:160]
    )
    ordered = sorted(rows, key=lambda row: row.area)
    places = {
        area.code: area
        for chunk in _chunks(sorted({row.area for row in rows}))
        for area in Area.objects.filter(pk__in=chunk)
    }
    for code, lines in groupby(ordered, key=lambda row: row.area):
        made = [_made(register, places[code], given, batch, at) for given in lines]
        Row.objects.bulk_create(made, batch_size=AT_ONCE)
        total: Counter[Item] = Counter()
        for row in made:
            total.update(weight(register, row))
        payload: dict[str, Json] = {"n": len(made), "digest": fingerprint(made), "counts": counts(total)}
        write(register.kinds.imported, stream=batch.pk, area=code, actor=by, at=at, payload=payload)
    return batch


def _made(register: Register, area: Area, given: Given, batch: Import, at: datetime) -> Row:
    row = new_row(register, area, given.name, given.since, given.values, at=at)
    row.until, row.batch = given.until, batch
    row.slot = None if given.until else row.slot
    return row


class Told(Protocol):
    """What of a row is digested."""

    pk: Any
    name: str
    since: date
    until: date | None
    values: Any


def fingerprint(rows: Iterable[Told]) -> str:
    """Answer a digest of rows. The random keys in it keep names from being guessed."""
    told: list[Json] = [
        [str(r.pk), r.name, r.since.isoformat(), r.until.isoformat() if r.until else "", dict(r.values)]
        for r in sorted(rows, key=lambda row: str(row.pk))
    ]
    return digest(told)


@transaction.atomic
def undo(*, batch: Import, reason: str, actor: Actor, at: datetime) -> Import:
    """Take an import back: each of its rows becomes void, whatever was done to it since. Raises Refused."""
    held = Import.objects.select_for_update().get(pk=batch.pk)
    register = REGISTERS[held.register]
    by = keeper(actor, register, held.area_code)
    if held.undone_at is not None:
        raise Refused(_("这次导入已经撤回过。"))
    if not reason.strip():
        raise Refused(_("请写明原因。"))
    standing = Row.objects.filter(Q(until__isnull=True) | Q(until__gt=F("since")), batch=held)
    rows = standing.order_by("area_code", "pk").select_for_update(of=("self",)).iterator(AT_ONCE)
    for code, lines in groupby(rows, key=lambda row: row.area_code):
        total: Counter[Item] = Counter()
        n = 0
        for n, row in enumerate(lines, start=1):  # noqa: B007  # counted for the entry
            total.update(weight(register, row))
        payload: dict[str, Json] = {
            "n": n,
            "reason": reason.strip()[:200],
            "counts": counts(less(Counter(), total)),
        }
        write(register.kinds.voided, stream=held.pk, area=code, actor=by, at=at, payload=payload)
    standing.update(until=F("since"), slot=None)
    held.undone_at = at
    held.save(update_fields=["undone_at"])
    return held
