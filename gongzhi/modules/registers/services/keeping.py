"""Enter a row, change it, end it, take back what was entered by mistake. Each counts for what it changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import short_name
from gongzhi.lib.canonical import Json
from gongzhi.lib.codes import ancestors
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.policies import may_keep
from gongzhi.modules.registers.procedures import LONGEST, counts, labels, less, weight
from gongzhi.modules.registers.vocabulary import REGISTERS, URBAN, Register


@transaction.atomic
def enter(
    *,
    register: Register,
    area: str,
    name: str,
    since: date,
    values: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> Row:
    """Put somebody or something on a register from a day on. `values`: parsed, by field. Raises Refused."""
    by = keeper(actor, register, area)
    row = new_row(register, place(register, area), name, since, values, at=at)
    refuse_twice(register, row)
    row.save(force_insert=True)
    _note(register.kinds.entered, register, row, by, at, before=None, told={**row.values})
    return row


@transaction.atomic
def change(
    *,
    row: Row,
    name: str = "",
    values: Mapping[str, Any],
    on: date | None = None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Row:
    """Write new values that hold from `on`; None, or the day since which the old ones hold: these were wrong.

    The record keeps what was. Raises Refused.
    """
    register, held, by = _hold(row, actor)
    day, before = on or held.as_of, Row(**_state(held))
    _in_order(held, day, at, first=held.as_of)
    kept = {key: value for key, value in {**held.values, **values}.items() if value is not None}
    was = {key: held.values.get(key) for key in register.by_key if held.values.get(key) != kept.get(key)}
    title = held.name if register.single else _named(register, name or held.name)
    if not was and title == held.name:
        raise Refused(_("没有改动任何内容。"))
    if day > held.as_of:
        past = {f.key: held.values[f.key] for f in register.open_fields if f.key in held.values}
        past |= {URBAN: held.values[URBAN]} if URBAN in held.values else {}
        held.earlier = [*held.earlier, [held.as_of.isoformat(), past]]
    told: dict[str, Json] = {f"was_{key}": value for key, value in was.items()}
    told |= {key: kept.get(key) for key in was} | {"on": day.isoformat(), "reason": _why(reason)}
    told["changed"] = labels(register.fields, list(was)) or "—"
    if title != held.name:
        told |= {
            "was_name": held.name,
            "changed": "、".join(filter(None, (labels(register.fields, list(was)), "名称"))),
        }
    held.name, held.values, held.as_of = title, kept, day
    held.slot = slot_of(register, held)
    refuse_twice(register, held)
    held.save(update_fields=["name", "values", "as_of", "earlier", "slot"])
    _note(register.kinds.changed, register, held, by, at, before=before, told=told)
    return held


@transaction.atomic
def end(*, row: Row, on: date, reason: str, actor: Actor, at: datetime) -> Row:
    """End a row: dismissed, dissolved, moved away. It still counts for the days before `on`. Raises Refused."""
    register, held, by = _hold(row, actor)
    if register.event:
        raise Refused(_("这一册登记的是某一天的事，不会终止；登记有误的请作废。"))
    before = Row(**_state(held))
    _in_order(held, on, at, first=held.as_of)
    if on == held.since:
        raise Refused(_("终止的日子应晚于开始的日子；登记有误的请作废。"))
    held.until, held.slot = on, None
    held.save(update_fields=["until", "slot"])
    told = {"on": on.isoformat(), "reason": _why(reason)}
    _note(register.kinds.ended, register, held, by, at, before=before, told=told)
    return held


@transaction.atomic
def void(*, row: Row, reason: str, actor: Actor, at: datetime) -> Row:
    """Take back a row that should never have been there: it counts for nothing, on no day. Raises Refused."""
    register, held, by = _hold(row, actor, over=True)
    before = Row(**_state(held))
    held.until, held.slot = held.since, None
    held.save(update_fields=["until", "slot"])
    told: dict[str, Json] = {"n": 1, "reason": _why(reason)}
    _note(register.kinds.voided, register, held, by, at, before=before, told=told)
    return held


def keeper(actor: Actor, register: Register, area: str) -> ActorSnapshot:
    """Answer as whom the actor writes there. Raises Refused for somebody who may not."""
    verdict = may_keep(actor, register, area)
    if verdict.grant is None:
        raise Refused(str(verdict.because))
    return snapshot_by(actor, verdict.grant)


def place(register: Register, code: str) -> Area:
    """Answer the area of a row. Raises Refused where this register has none."""
    found = Area.objects.filter(pk=code, level__in=register.levels).first()
    if found is None:
        raise Refused(_("“{title}”不登记在区域{code}。").format(title=register.title, code=code))
    return found


def new_row(
    register: Register, area: Area, name: str, since: date, values: Mapping[str, Any], *, at: datetime
) -> Row:
    """Answer a row that is not stored yet. Raises Refused for a day to come, and where a taken value is missing."""
    if since > timezone.localdate(at):
        raise Refused(_("日期不能晚于今天。"))
    kept = {key: value for key, value in values.items() if value is not None}
    if register.by_urban and area.urban is not None:
        kept[URBAN] = area.urban
    for field in register.fields:
        if field.taken_from and field.key not in kept:
            kept[field.key] = _taken(*field.taken_from, area=area, on=since)
    title = short_name(area.code, area.name) if register.single else _named(register, name)
    row = Row(
        id=uuid4(),
        register=register.key,
        area_code=area.code,
        name=title,
        since=since,
        as_of=since,
        values=kept,
    )
    row.slot = slot_of(register, row)
    return row


class Named(Protocol):
    """What of a row takes its place."""

    name: str
    until: date | None


def slot_of(register: Register, row: Named) -> str | None:
    """Answer what may stand once in the area while the row lasts; None where it does not matter."""
    if row.until is not None:
        return None
    return "-" if register.single else row.name if register.unique else None


def refuse_twice(register: Register, row: Row) -> None:
    if row.slot is None:
        return
    same = Row.objects.filter(register=row.register, area_code=row.area_code, slot=row.slot).exclude(
        pk=row.pk
    )
    if same.exists():
        raise Refused(
            _("“{name}”已经在“{title}”里登记过；内容变了，请变更原来那一行。").format(
                name=row.name, title=register.title
            )
        )


def _taken(source: str, town: str, village: str, *, area: Area, on: date) -> int:
    """Answer the value that the nearest area above had on that day."""
    rows = Row.objects.filter(
        register=source, area_code__in=ancestors(area.code), until__isnull=True, since__lte=on
    )
    for row in rows.order_by("-area_code"):
        versions = [*((date.fromisoformat(day), old) for day, old in row.earlier), (row.as_of, row.values)]
        held = [values for day, values in versions if day <= on]
        return int(held[-1][town if area.urban else village])
    title = REGISTERS[source].title
    raise Refused(_("本区县还没有登记“{title}”，请先登记，或者直接填写。").format(title=title))


def _named(register: Register, name: str) -> str:
    name = name.strip()
    if not 0 < len(name) <= LONGEST:
        raise Refused(_("“{label}”没有写，或者超过{most}个字。").format(label=register.name, most=LONGEST))
    return name


def _why(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("请写明原因。"))
    return reason.strip()[:200]


def _hold(row: Row, actor: Actor, *, over: bool = False) -> tuple[Register, Row, ActorSnapshot]:
    """Lock a row until the transaction ends. Raises Refused for one that is over, unless `over`."""
    held = Row.objects.select_for_update(of=("self",)).get(pk=row.pk)
    register = REGISTERS[held.register]
    by = keeper(actor, register, held.area_code)
    if held.void or (held.until is not None and not over):
        raise Refused(_("这一行已经终止或者作废，不能再改动。"))
    return register, held, by


def _in_order(held: Row, day: date, at: datetime, *, first: date) -> None:
    if day < first:
        raise Refused(_("日期不能早于{day}：现在的内容从那天起有效。").format(day=first.isoformat()))
    if day > timezone.localdate(at):
        raise Refused(_("日期不能晚于今天。"))


def _state(row: Row) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("since", "as_of", "until", "values", "earlier")}


def _note(
    kind: RecordType,
    register: Register,
    row: Row,
    by: ActorSnapshot,
    at: datetime,
    *,
    before: Row | None,
    told: Mapping[str, Json],
) -> None:
    found = less(weight(register, row), weight(register, before))
    payload: dict[str, Json] = {
        "name": row.name,
        "since": row.since.isoformat(),
        **told,
        "counts": counts(found),
    }
    write(kind, stream=row.pk, area=row.area_code, actor=by, at=at, payload=payload)
