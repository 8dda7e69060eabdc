"""How a value is read and written; what a row counts for, as a pure function of what stands in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.utils.translation import gettext as _

from gongzhi.kernel.record.declarations import official
from gongzhi.lib.canonical import Json

from .vocabulary import HUNDREDTHS, Field, Register, Type

LONGEST, LONGEST_NOTE, LARGEST = 120, 400, 10**15
YES, NO = ("是", "有", "y", "yes", "1", "true"), ("否", "无", "没有", "n", "no", "0", "false")
Item = tuple[str, str, tuple[tuple[str, Any], ...]]  # measure, day, dimensions
Values = Mapping[str, Any]


class Standing(Protocol):
    """What a row is made of, as far as it counts."""

    since: date
    as_of: date
    until: date | None
    values: Any
    earlier: Any


def weight(register: Register, row: Standing | None) -> Counter[Item]:
    """Answer all that a row counts for: of nothing, and of what was entered by mistake, nothing.

    Whatever is done to a row counts for the difference: an import, a change, an end, and taking them back.
    """
    found: Counter[Item] = Counter()
    if row is None or row.until == row.since:
        return found
    versions = [*((date.fromisoformat(day), old) for day, old in row.earlier), (row.as_of, row.values)]
    before: Values | None = None
    for day, values in versions:
        _add(found, register, values, day, 1)
        if before is not None:
            _add(found, register, before, day, -1)
        before = values
    if register.flows:
        found[register.begun, row.since.isoformat(), _dimensions(register, versions[0][1])] += 1
    if row.until is not None:
        _add(found, register, row.values, row.until, -1)
        if register.flows:
            found[register.ended, row.until.isoformat(), _dimensions(register, row.values)] += 1
    return found


def _add(found: Counter[Item], register: Register, values: Values, day: date, sign: int) -> None:
    dimensions = _dimensions(register, values)
    found[register.measure, day.isoformat(), dimensions] += sign
    for field in register.fields:
        if field.counted:
            found[register.sum(field.key), day.isoformat(), dimensions] += sign * int(
                values.get(field.key) or 0
            )


def _dimensions(register: Register, values: Values) -> tuple[tuple[str, Any], ...]:
    return tuple((key, values[key]) for key in register.dimensions if values.get(key) is not None)


def less(after: Counter[Item], before: Counter[Item]) -> Counter[Item]:
    """Answer the difference, below nothing too."""
    found = Counter(after)
    found.subtract(before)
    return found


def counts(found: Counter[Item]) -> list[Json]:
    """Answer what stands in an entry's payload under `counts`: each with `of`, `on`, `n` and its dimensions."""
    return [
        {"of": of, "on": on, "n": n, **dict(by)} for (of, on, by), n in sorted(found.items(), key=str) if n
    ]


_Reader = Callable[[Field, str], Json]


def parse(field: Field, text: str) -> Json:
    """Answer the value that somebody wrote; None for nothing. Raises ValueError with the reason."""
    text = text.strip()
    if not text:
        if field.required:
            raise ValueError(_("“{label}”没有写").format(label=field.label))
        return None
    return _READERS[field.type](field, text)


def _text(field: Field, text: str) -> str:
    most = LONGEST_NOTE if field.type is Type.NOTE else LONGEST
    if len(text) > most:
        raise ValueError(_("“{label}”最多{most}个字").format(label=field.label, most=most))
    return text


def _number(field: Field, text: str) -> int:
    """Whole numbers; amounts and areas with two digits become hundredths."""
    times = 100 if field.type in HUNDREDTHS else 1
    try:
        size = Decimal(text.replace(",", "")) * times
    except InvalidOperation:
        size = Decimal("NaN")
    if not size.is_finite() or size != size.to_integral_value() or not 0 <= size <= LARGEST:
        what = _("最多两位小数的数") if times > 1 else _("整数")
        raise ValueError(
            _("“{label}”应是不小于0、{what}，不是“{text}”").format(label=field.label, what=what, text=text)
        )
    return int(size)


def _choice(field: Field, text: str) -> str:
    for key, label in field.choices:
        if text in (key, str(label), official(label)):
            return key
    known = _("、").join(str(label) for key, label in field.choices)
    raise ValueError(_("“{label}”应是其中之一：{known}").format(label=field.label, known=known))


def _bool(field: Field, text: str) -> bool:
    if text.lower() in (*YES, *NO):
        return text.lower() in YES
    raise ValueError(_("“{label}”应写“是”或者“否”").format(label=field.label))


def _date(field: Field, text: str) -> str:
    return day(text, field.label).isoformat()


_READERS: dict[Type, _Reader] = {
    Type.TEXT: _text,
    Type.NOTE: _text,
    Type.INT: _number,
    Type.AREA: _number,
    Type.MONEY: _number,
    Type.CHOICE: _choice,
    Type.BOOL: _bool,
    Type.DATE: _date,
}


def day(text: str, label: object) -> date:
    """Read a day as spreadsheets and people write it. Raises ValueError with the reason."""
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S"):
        try:
            return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    raise ValueError(_("“{label}”应写成 2020-04-13 这样的日期，不是“{text}”").format(label=label, text=text))


def shown(field: Field, value: Any) -> str:
    """Answer a value as a person reads it, without its unit; '' for none."""
    if value is None or value == "":
        return ""
    if field.type is Type.CHOICE:
        return str(dict(field.choices).get(value, value))
    if field.type is Type.BOOL:
        return _("是") if value else _("否")
    return written(field, value)


def written(field: Field, value: Any) -> str:
    """Answer a value as it is read again: the Chinese word of a choice, an amount with a point."""
    if value is None or value == "":
        return ""
    if field.type is Type.CHOICE:
        return official(dict(field.choices).get(value, value))
    if field.type is Type.BOOL:
        return "是" if value else "否"
    if field.type in HUNDREDTHS:
        return f"{Decimal(value) / 100:.2f}"
    return str(value)


AREA, SINCE, UNTIL = "区域代码", "起始日期", "终止日期"


def headings(register: Register, fields: Iterable[Field], *, named: bool = True) -> list[str]:
    """Answer the headings of a register's table, in the language of the record."""
    name = [official(register.name)] if named and not register.single else []
    end = [] if register.event else [UNTIL]
    return [AREA, *name, SINCE, *end, *(official(field.label) for field in fields)]


def labels(fields: Iterable[Field], keys: Sequence[str]) -> str:
    """Answer the names of fields for the record, which has one language."""
    return "、".join(official(field.label) for field in fields if field.key in keys)


__all__ = [
    "AREA",
    "SINCE",
    "UNTIL",
    "Item",
    "counts",
    "day",
    "headings",
    "labels",
    "less",
    "parse",
    "shown",
    "weight",
    "written",
]
