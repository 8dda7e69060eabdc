"""Write entries, erase personal fields, deliver reactions."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.record.declarations import COUNTS, REACTIONS, SYSTEM, ActorSnapshot, RecordType, declare
from gongzhi.kernel.record.models import Delivery, Entry, Fact, Leaf, PersonalField
from gongzhi.lib import chain
from gongzhi.lib.canonical import Json, canonical, digest

ERASED = declare(RecordType("record.erased", _("应本人请求删除了 {count} 项个人信息")))
ACTOR_NAME = "actor_name"
ATTEMPTS = 12
SKEW = timedelta(seconds=60)  # by which the clocks of two servers may differ


class ClockError(RuntimeError):
    """The clock of the server was put back: nothing is written until it is right again."""


@transaction.atomic
def write(
    kind: RecordType,
    *,
    stream: UUID,
    area: str,
    actor: ActorSnapshot,
    at: datetime,
    payload: Mapping[str, Json],
) -> Entry:
    """Append one entry to `stream` in the caller's transaction.

    Personal fields of the kind leave only a salted hash in the payload. Two writers at the same place of a
    stream: the second fails with IntegrityError. Raises ClockError for an act that would come before the one
    before it, TypeError for a payload that JSON cannot hold exactly.
    """
    shown, hidden = hide(kind, actor, payload, salt=lambda: secrets.token_hex(16))
    entry = _next(Entry(kind=kind.key, area_code=area, at=at, actor=actor.public(), payload=shown), stream)
    entry.save(force_insert=True)
    Leaf.objects.create(entry=entry)
    PersonalField.objects.bulk_create(
        PersonalField(entry=entry, name=name, salt=salt, value=value) for name, salt, value in hidden
    )
    owed = REACTIONS.get(kind.key, ())
    Delivery.objects.bulk_create(Delivery(entry=entry, reaction=name, next_at=at) for name in owed)
    Fact.objects.bulk_create(facts_of(entry))
    return entry


def hide(
    kind: RecordType, actor: ActorSnapshot, payload: Mapping[str, Json], *, salt: Callable[[], str]
) -> tuple[dict[str, Json], list[tuple[str, str, Json]]]:
    """Answer what of a payload everybody may read, and (name, salt, value) of what only its hash stands for."""
    values = {**payload, ACTOR_NAME: actor.name} if actor.name else dict(payload)
    names = (n for n in (*kind.personal, ACTOR_NAME) if values.get(n) not in (None, ""))
    hidden = [(name, salt(), values[name]) for name in names]
    return {**values, **{name: {"#": sealed(grain, value)} for name, grain, value in hidden}}, hidden


def facts_of(entry: Entry) -> Iterator[Fact]:
    """Answer what an entry counts for, by what modules declare today."""
    for measure, day, dimensions, amount in counted(entry.kind, entry.payload, entry.at):
        yield Fact(
            entry=entry,
            measure=measure,
            area_code=entry.area_code,
            day=day,
            dimensions=dimensions,
            amount=amount,
        )


def counted(kind: str, payload: Mapping[str, Any], at: datetime) -> Iterator[tuple[str, date, str, int]]:
    """Answer measure, day, dimensions and amount of all that an entry of a kind counts for."""
    for count in COUNTS.get(kind, ()):
        for amount, dimensions, day in count.facts(payload):
            if amount:
                said = canonical({**dimensions}).decode() if dimensions else ""
                yield count.measure, day or timezone.localdate(at), said, amount


def _next(entry: Entry, stream: UUID) -> Entry:
    """Put an entry behind the last one of its stream."""
    last = Entry.objects.filter(stream=stream).order_by("-seq").only("seq", "hash", "at").first()
    if last and entry.at < last.at - SKEW:
        raise ClockError(
            f"{entry.kind} at {entry.at} comes before what was done at {last.at}: is the clock right?"
        )
    entry.stream, entry.seq, entry.previous = (stream, last.seq + 1, last.hash) if last else (stream, 1, "")
    entry.payload_hash = digest(entry.payload)
    entry.hash = chained(entry)
    return entry


def sealed(salt: str, value: Json) -> str:
    """Answer the hash that stands in the chain for a personal value."""
    return sha256(salt.encode() + canonical(value)).hexdigest()


def chained(entry: Entry) -> str:
    """Answer the hash of an entry over all its columns and the hash of the entry before."""
    return chain.chained(
        stream=str(entry.stream),
        seq=entry.seq,
        kind=entry.kind,
        area=entry.area_code,
        at=micros(entry.at),
        actor=entry.actor,
        payload_hash=entry.payload_hash,
        previous=entry.previous,
    )


def micros(at: datetime) -> int:
    """Answer a moment as the chain holds it: microseconds since 1970."""
    return round(at.timestamp() * 1_000_000)


@transaction.atomic
def erase(*, stream: UUID, names: frozenset[str], actor: ActorSnapshot, at: datetime) -> int:
    """Erase personal values of a stream (personal information law, article 47); the chain still verifies."""
    doomed = PersonalField.objects.filter(entry__stream=stream, name__in=names)
    count = doomed.count()
    area = Entry.objects.filter(stream=stream).values_list("area_code", flat=True).first() or ""
    doomed.delete()
    write(
        ERASED,
        stream=stream,
        area=area,
        actor=actor,
        at=at,
        payload={"count": count, "fields": ",".join(sorted(names))},
    )
    return count


def deliver(*, at: datetime, most: int = 100) -> int:
    """Run reactions that are owed at `at`, each in a transaction of its own with its mark of being done."""
    owed = Delivery.objects.filter(done_at__isnull=True, next_at__lte=at).order_by("id")
    return sum(_deliver_one(pk, at) for pk in list(owed.values_list("pk", flat=True)[:most]))


def _deliver_one(pk: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            owed = (
                Delivery.objects.select_for_update(of=("self",), skip_locked=True)
                .filter(pk=pk, done_at__isnull=True)
                .select_related("entry")
                .first()
            )
            if owed is None:
                return 0
            REACTIONS[owed.entry.kind][owed.reaction](entry=owed.entry, at=at)
            Delivery.objects.filter(pk=pk).update(done_at=at, error="")
            return 1
    except Exception as error:  # a reaction must never stop the others; it is kept, shown and tried again
        failed = Delivery.objects.get(pk=pk)
        wait = timedelta(seconds=min(3600, 5 * 2**failed.attempts))
        Delivery.objects.filter(pk=pk).update(
            attempts=min(failed.attempts + 1, ATTEMPTS),
            next_at=at + wait,
            error=f"{type(error).__name__}: {error}",
        )
        return 0


__all__ = [
    "SYSTEM",
    "chained",
    "counted",
    "deliver",
    "erase",
    "facts_of",
    "hide",
    "micros",
    "sealed",
    "write",
]
