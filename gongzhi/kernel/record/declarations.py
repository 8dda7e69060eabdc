"""Kinds of entry, with their sentence and the payload fields that are personal; and who acted."""

from collections.abc import Callable
from dataclasses import dataclass, field
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


def declare(kind: RecordType) -> RecordType:
    """Make a kind known. Raises ValueError when its key is taken by another."""
    if TYPES.setdefault(kind.key, kind) != kind:
        raise ValueError(f"record type {kind.key!r} is declared twice")
    return kind


def react(kind: str, name: str, reaction: Reaction) -> None:
    """Have `reaction(entry=…, at=…)` run once after commit for each entry of `kind`. Called by the registry."""
    REACTIONS.setdefault(kind, {})[name] = reaction


def sentence_of(kind: str, values: dict[str, Any]) -> str:
    """Answer the sentence of an entry; a field that was erased or never given shows as a dash."""
    known = TYPES.get(kind)
    return str(known.sentence).format_map(_Dashes(values)) if known else kind


class _Dashes(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
