"""Kinds of entry, with their sentence and the payload fields that are personal; what they count for; who acted."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from gongzhi.lib.canonical import Json


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of entry. `sentence` is a translatable text with {field} places for the timeline."""

    key: str
    sentence: str | Promise
    personal: frozenset[str] = frozenset()


Dimensions = dict[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Count:
    """What entries of a kind add to a measure. All in terms of the public payload, so that anybody can count again.

    `amount`: a whole number, or the field that holds one; `each`: the field that holds a list of objects, each of
    which counts by itself; `where`: fields that must have a value (a tuple: one of them); `by`: fields that become
    dimensions; `day`: the field with the ISO date on which it counts, else the entry's own.
    """

    measure: str
    _: KW_ONLY
    kind: str
    amount: int | str = 1
    sign: int = 1
    each: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    day: str = ""

    def __post_init__(self) -> None:
        if self.sign not in (1, -1):
            raise ValueError(f"{self.measure}: a count adds or takes away")

    def facts(self, payload: Mapping[str, Any]) -> Iterator[tuple[int, Dimensions, date | None]]:
        """Answer amount, dimensions and day (None: the entry's own) of what is counted."""
        for item in payload.get(self.each, ()) if self.each else (payload,):
            if all(matches(item.get(name), wanted) for name, wanted in self.where.items()):
                amount = item.get(self.amount, 0) if isinstance(self.amount, str) else self.amount
                day = item.get(self.day) or payload.get(self.day) if self.day else None
                yield (
                    self.sign * int(amount or 0),
                    {name: item[name] for name in self.by if item.get(name) is not None},
                    date.fromisoformat(day) if day else None,
                )


def matches(value: Any, wanted: Any) -> bool:
    return value in wanted if isinstance(wanted, tuple) else value == wanted


@dataclass(frozen=True, slots=True)
class ActorSnapshot:
    """Who acted, as they were then. The office stays in the record; the name is personal and may be erased."""

    account: str
    role: str
    office: str
    area: str = ""
    name: str = field(default="", repr=False)

    def public(self) -> dict[str, Json]:
        return {"account": self.account, "role": self.role, "office": self.office, "area": self.area}


def official(text: str | Promise) -> str:
    """Answer a text in the language of the record, whichever the actor reads: an office has one name."""
    with override(settings.LANGUAGE_CODE):
        return str(text)


SYSTEM = ActorSnapshot(account="", role="system", office="系统")

TYPES: dict[str, RecordType] = {}
Reaction = Callable[..., None]
REACTIONS: dict[str, dict[str, Reaction]] = {}
COUNTS: dict[str, list[Count]] = {}


def declare(kind: RecordType) -> RecordType:
    """Make a kind known. Raises ValueError when its key is taken by another."""
    if TYPES.setdefault(kind.key, kind) != kind:
        raise ValueError(f"record type {kind.key!r} is declared twice")
    return kind


def react(kind: str, name: str, reaction: Reaction) -> None:
    """Have `reaction(entry=…, at=…)` run once after commit for each entry of `kind`. Called by the registry."""
    REACTIONS.setdefault(kind, {})[name] = reaction


def count(counted: Count) -> None:
    """Have entries of a kind count for a measure. Raises ValueError where that kind has personal fields in it."""
    kind = TYPES.get(counted.kind)
    used = {*counted.where, *counted.by, counted.amount, counted.each, counted.day}
    if kind is None or used & kind.personal:
        raise ValueError(f"{counted.measure}: no kind {counted.kind!r}, or what it counts is personal")
    COUNTS.setdefault(counted.kind, []).append(counted)


def sentence_of(kind: str, values: dict[str, Any]) -> str:
    """Answer the sentence of an entry; a field that was erased or never given shows as a dash."""
    known = TYPES.get(kind)
    return str(known.sentence).format_map(_Dashes(values)) if known else kind


class _Dashes(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
