"""Readings of registers in one word each, and the sentence that says what a reading counts."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.indicators.declarations import (
    AREAS,
    Average,
    Flow,
    Indicator,
    Ratio,
    Reading,
    Simple,
    Stock,
)
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.modules.registers.procedures import shown
from gongzhi.modules.registers.vocabulary import REGISTERS, URBAN, Register

Text = str | Promise


def held(register: str, **where: Any) -> Stock:
    """Rows on a register at the end of the period."""
    return Stock(REGISTERS[register].measure, where)


def total(register: str, field: str, **where: Any) -> Stock:
    """The sum of a field over the rows on a register at the end of the period; of events all that ever happened."""
    return Stock(REGISTERS[register].sum(field), where)


def happened(register: str, field: str = "", **where: Any) -> Flow:
    """Rows of the period, or the sum of a field over them."""
    found = REGISTERS[register]
    return Flow(found.sum(field) if field else found.measure, where)


def begun(register: str, **where: Any) -> Flow:
    return Flow(REGISTERS[register].begun, where)


def ended(register: str, **where: Any) -> Flow:
    return Flow(REGISTERS[register].ended, where)


def of_letter(section: str) -> str:
    """Answer a place in the letter: 3.2 is the second of part three, 8.6 the sixth of what comes next."""
    return _("重庆市民政局2020年4月13日对0629号提案的复函，第{section}节").format(section=section)


def in_words(reading: Reading) -> str:
    """Answer what a reading counts, made of what the registers call their things."""
    if isinstance(reading, Ratio):
        words = _("{top}，除以{bottom}") if reading.times == 1 else _("{top}，除以{bottom}，乘以{times}")
        return words.format(top=_simple(reading.top), bottom=_simple(reading.bottom), times=reading.times)
    return _simple(reading)


def _simple(part: Simple) -> str:
    if part.measure == AREAS:
        urban = part.where.get(URBAN)
        kind = _("村和社区") if urban is None else _("城市社区") if urban else _("村")
        return _("期末的{kind}数").format(kind=kind)
    register, rest = register_of(part.measure)
    where = _where(register, part.where)
    if rest == "begun":
        words = _("期内新登记到“{title}”的行数{where}")
    elif rest == "ended":
        words = _("期内从“{title}”终止的行数{where}")
    elif rest:
        words = _over_time(part, _("“{title}”的“{field}”之和{where}"))
    else:
        words = _over_time(part, _("“{title}”登记的行数{where}"))
    field = register.by_key[rest].label if rest in register.by_key else ""
    return words.format(title=register.title, field=field, where=where)


def _over_time(part: Simple, words: str) -> str:
    return (_("期内") if isinstance(part, Flow) else _("截至期末")) + words


def register_of(measure: str) -> tuple[Register, str]:
    """Answer whose measure it is, and of which field, begun or ended ('' for the rows)."""
    _module, key, *rest = measure.split(".")
    return REGISTERS[key], rest[0] if rest else ""


def _where(register: Register, where: Mapping[str, Any]) -> str:
    told = []
    for key, value in where.items():
        if key == URBAN:
            told.append(_("城市社区") if value else _("村"))
        else:
            field = register.by_key[key]
            told.append(_("{label}：{value}").format(label=field.label, value=shown(field, value)))
    return _("（{told}）").format(told=_("；").join(told)) if told else ""


def words_of(register: Register) -> dict[str, tuple[Text, dict[str, Text]]]:
    """Answer what a register's dimensions and their values are called."""
    urban: dict[str, Text] = {"True": gettext_lazy("城市社区"), "False": gettext_lazy("村")}
    own: dict[str, tuple[Text, dict[str, Text]]] = {
        f.key: (f.label, dict(f.choices)) for f in register.fields if f.dimension
    }
    return own | {URBAN: (gettext_lazy("城乡"), urban)}


definition = lazy(in_words, str)
source = lazy(of_letter, str)


def figure(key: str, title: Text, reading: Reading, unit: Text, section: str, **more: Any) -> Indicator:
    """A figure of the letter; behind it stands the list of the register that it counts."""
    first = reading.top if isinstance(reading, Ratio) else reading
    register, _field = register_of(first.of.measure if isinstance(first, Average) else first.measure)
    return Indicator(
        key=key,
        title=title,
        reading=reading,
        unit=unit,
        definition=definition(reading),
        source=source(section),
        records=f"registers:{register.key}",
        words=words_of(register),
        **more,
    )


def of_registers() -> Iterator[Indicator]:
    """How many rows each register has; of what happened, how many in the period."""
    for register in REGISTERS.values():
        reading = happened(register.key) if register.event else held(register.key)
        yield Indicator(
            key=register.measure,
            title=register.title,
            reading=reading,
            unit=gettext_lazy("行"),
            definition=definition(reading),
            source=register.law or gettext_lazy("登记册"),
            by=register.dimensions,
            audience=Audience.PUBLIC if register.public else Audience.OFFICER,
            records=f"registers:{register.key}",
            words=words_of(register),
        )
