"""What a page shows: all registers of an area, a list's lines, one row with its history, tables to hand out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.record.selectors import Line as Told
from gongzhi.kernel.record.selectors import timeline
from gongzhi.kernel.territory.selectors import full_names
from gongzhi.lib.codes import after
from gongzhi.lib.sheets import Cells
from gongzhi.modules.registers.models import Import, Row
from gongzhi.modules.registers.procedures import AREA, SINCE, UNTIL, headings, shown, written
from gongzhi.modules.registers.vocabulary import HUNDREDTHS, REGISTERS, Field, Register, Type

from .listing import without

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Held:
    """A register as an area sees it: how many rows are on it, and how many communities should have one and do not."""

    register: Register
    rows: int
    missing: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row as one line of a list; `title` is nobody's name where the reader may not see names."""

    row: Row
    title: str
    place: str
    facts: list[tuple[Text, str]]


def overview(area: str, *, everything: bool) -> list[tuple[Text, list[Held]]]:
    """Answer the registers by group, with their rows; of the public only what is public."""
    standing = Row.objects.filter(area_code__gte=area, area_code__lt=after(area), until__isnull=True)
    rows = dict(standing.order_by().values_list("register").annotate(n=Count("pk")))
    held = [
        Held(r, rows.get(r.key, 0), without(r, area).count() if r.every and everything else None)
        for r in REGISTERS.values()
        if everything or r.public
    ]
    ordered = sorted(held, key=lambda h: _first(h.register.group))
    return [(group, list(some)) for group, some in groupby(ordered, key=lambda h: h.register.group)]


def _first(group: Text) -> int:
    """Answer the place of a group: that of its first register."""
    return next(n for n, r in enumerate(REGISTERS.values()) if r.group is group or r.group == group)


def lines(rows: Sequence[Row], register: Register, *, personal: bool) -> list[Line]:
    """Answer rows as they are read; without `personal`, of persons nothing that tells who they are."""
    places = full_names({row.area_code for row in rows})
    return [
        Line(
            row,
            title_of(row, register, personal),
            places.get(row.area_code, row.area_code),
            _short(row, register),
        )
        for row in rows
    ]


def title_of(row: Row, register: Register, personal: bool) -> str:
    return row.name if personal or not register.person else str(register.one)


def things(streams: Collection[UUID], actor: Actor) -> dict[UUID, tuple[Text, str]]:
    """Answer the rows that streams of the record are about, with their pages, as far as this actor may open them."""
    found: dict[UUID, tuple[Text, str]] = {}
    for row in Row.objects.filter(pk__in=streams):
        register, personal = REGISTERS[row.register], actor.reads(row.area_code)
        if personal or (register.public and not register.person):
            found[row.pk] = (title_of(row, register, personal), reverse("registers:row", args=[row.pk]))
    return found


def _short(row: Row, register: Register) -> list[tuple[Text, str]]:
    return [
        (f.label, valued(f, row.values.get(f.key)))
        for f in register.open_fields
        if f.type is not Type.NOTE and row.values.get(f.key) is not None
    ]


def valued(field: Field, value: Any) -> str:
    """Answer a value with its unit."""
    text = shown(field, value)
    if text and field.type is Type.MONEY:
        return _("{amount}元").format(amount=f"{int(value) / 100:,.2f}".removesuffix(".00"))
    if text and field.type is Type.AREA:
        return f"{text}㎡"
    return text


def facts(row: Row, register: Register, *, personal: bool) -> list[tuple[Text, str]]:
    """Answer everything that stands in a row, as label and value."""
    fields = register.fields if personal else register.open_fields
    day = _("日期") if register.event else _("起始")
    found: list[tuple[Text, str]] = [(day, row.since.isoformat())]
    if row.as_of != row.since:
        found.append((_("现在的内容自"), row.as_of.isoformat()))
    if row.until is not None:
        found.append((_("作废") if row.void else _("终止"), row.until.isoformat()))
    return [*found, *((f.label, valued(f, row.values.get(f.key))) for f in fields)]


def story(row: Row, register: Register, *, personal: bool) -> list[dict[str, Any]]:
    """Answer what was done to a row, oldest first: the import that brought it, then its own entries."""
    told = timeline(row.pk, personal=personal)
    if row.batch_id:
        told = [
            t for t in timeline(row.batch_id, personal=False) if t.entry.area_code == row.area_code
        ] + told
        told.sort(key=lambda t: t.entry.at)
    return [
        {
            "at": t.entry.at,
            "who": t.who if personal else t.office,
            "sentence": t.sentence,
            "details": _details(t, register),
            "hash": t.entry.hash,
        }
        for t in told
    ]


def _details(told: Told, register: Register) -> list[tuple[Text, str]]:
    """Answer what a change wrote over what."""
    labels: dict[str, Field | None] = {**register.by_key, "name": None}
    found: list[tuple[Text, str]] = []
    for key, field in labels.items():
        if f"was_{key}" in told.values or (
            key in told.values and told.entry.kind == register.kinds.changed.key and field
        ):
            was, now = told.values.get(f"was_{key}"), told.values.get(key)
            label = field.label if field else register.name
            old, new = (valued(field, v) if field else str(v or "") for v in (was, now))
            found.append((label, _("{old} → {new}").format(old=old or "—", new=new or "—")))
    return found


def batches(register: Register, area: str) -> QuerySet[Import]:
    """Answer the imports at and below an area, the latest first."""
    found = Import.objects.filter(register=register.key, area_code__gte=area, area_code__lt=after(area))
    return found.order_by("-at")[:20]


def table(
    register: Register, rows: Iterable[Row], *, personal: bool, numbers: bool
) -> tuple[list[str], Iterator[Cells]]:
    """Answer headings and lines of a table that can be taken in again; `numbers`: amounts as such, not as text."""
    fields = register.fields if personal else register.open_fields
    named = personal or not register.person
    head = headings(register, fields, named=named)
    return head, (_cells(register, row, fields, named, numbers) for row in rows)


def _cells(register: Register, row: Row, fields: Sequence[Field], named: bool, numbers: bool) -> Cells:
    name = [row.name] if named and not register.single else []
    end = [] if register.event else [row.until.isoformat() if row.until else ""]
    values = (_cell(f, row.values.get(f.key), numbers) for f in fields)
    return [row.area_code, *name, row.since.isoformat(), *end, *values]


def _cell(field: Field, value: Any, numbers: bool) -> str | int | float:
    if numbers and isinstance(value, int) and not isinstance(value, bool):
        return value / 100 if field.type in HUNDREDTHS else value
    return written(field, value)


def dictionary(register: Register) -> tuple[list[str], list[Cells]]:
    """Answer the data dictionary of a register's table: what each column is called, means and takes."""
    head = [_("列名"), _("代号"), _("写法"), _("必填"), _("说明")]
    kinds = {
        Type.TEXT: _("文字"), Type.NOTE: _("文字"), Type.INT: _("整数"), Type.DATE: _("日期，如 2020-04-13"),
        Type.BOOL: _("是 / 否"), Type.AREA: _("平方米，最多两位小数"), Type.MONEY: _("元，最多两位小数"),
    }  # fmt: skip
    rows: list[Cells] = [
        [h, key, how, need, why] for h, key, how, need, why in _own(register, kinds[Type.DATE])
    ]
    for f in register.fields:
        how = " / ".join(written(f, key) for key, _label in f.choices) or kinds[f.type]
        secret = _("个人信息，只供本区域工作人员查看。") if f.personal else ""
        rows.append([official(f.label), f.key, how, _("是") if f.required else _("否"), f"{f.help}{secret}"])
    return head, rows


def _own(register: Register, day: str) -> Iterator[tuple[str, str, str, str, str]]:
    labels = headings(register, (), named=True)
    said = {
        AREA: ("area", _("统计用区划代码，{levels}位").format(levels=" / ".join(map(str, register.levels))),
                 _("否"), _("不写就是导入时所在的区域。")),
        SINCE: ("since", day, _("是"), str(register.note)),
        UNTIL: ("until", day, _("否"), _("还在册的不写。")),
    }  # fmt: skip
    for label in labels:
        key, how, need, why = said.get(label, ("name", _("文字"), _("是"), ""))
        yield label, key, how, need, why
