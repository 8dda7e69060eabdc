"""Webhooks: subscribe, push what is new in the order of the record, try again, read it all again from a cursor."""

import json
import secrets
from base64 import b64encode
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import ApiKey
from gongzhi.kernel.people.personal import opened, seal
from gongzhi.kernel.people.selectors import actor_of_key_hash
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.selectors import public_values
from gongzhi.lib.codes import after as beyond
from gongzhi.lib.codes import covers

from .models import Subscription
from .posting import NotSent, post, signature

SECRET_PLACE = "exchange_subscription.secret_sealed"  # noqa: S105 -- a column's name
SETTLED = timedelta(seconds=15)  # an entry is told when those of slower transactions before it are there too
FIRST_WAIT, LONGEST_WAIT, ATTEMPTS = 30, 6 * 3600, 15  # seconds; some three days in all
AT_ONCE, A_ROUND = 20, 10


def entries_for(
    actor: Actor, *, kinds: Sequence[str], areas: Sequence[str], after: int, most: int, at: datetime
) -> list[Entry]:
    """Answer what is new after a cursor and lies in `areas` as far as the actor may read there, oldest first."""
    within = [a for a in areas if actor.reads(a)] + [
        s for s in actor.scopes if any(covers(a, s) for a in areas)
    ]
    if not within:
        return []
    places = Q()
    for area in within:
        places |= Q(area_code__gte=area, area_code__lt=beyond(area))
    found = Entry.objects.filter(places, pk__gt=after, at__lte=at - SETTLED)
    if kinds:
        found = found.filter(kind__in=kinds)
    return list(found.order_by("pk")[:most])


def event(entry: Entry) -> dict[str, Any]:
    """Answer an entry as machines are told it: what everybody may know of it, nothing personal."""
    return {
        "type": entry.kind,
        "timestamp": timezone.localtime(entry.at).isoformat(),
        "data": {
            "cursor": entry.pk, "stream": str(entry.stream), "seq": entry.seq, "area": entry.area_code,
            "hash": entry.hash, "values": public_values(entry),
        },
    }  # fmt: skip


def subscribe(
    *, key: ApiKey, actor: Actor, url: str, kinds: Sequence[str], at: datetime
) -> tuple[Subscription, str]:
    """Answer a subscription from now on, with its secret, which is shown once."""
    secret = f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"
    made = Subscription.objects.create(
        key=key,
        url=url,
        kinds=list(kinds),
        areas=list(actor.scopes),
        secret_sealed=seal(secret, SECRET_PLACE) or b"",
        after=Entry.objects.aggregate(last=Max("pk"))["last"] or 0,
        next_at=at,
    )
    return made, secret


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to one receiver in a round."""

    subscription: int
    url: str
    secret: str
    entries: tuple[tuple[int, bytes], ...]
    stamp: int


def push(*, at: datetime, most: int) -> int:
    """Send a round to everybody who is due, all at once, none for longer than a few seconds. Answers how many arrived.

    A receiver that fails waits, twice as long each time, and loses nothing: its cursor stays.
    """
    with transaction.atomic():
        due = Subscription.objects.select_for_update(skip_locked=True).select_related("key")
        parcels: list[Parcel] = []
        for one in due.filter(next_at__lte=at).order_by("next_at", "pk"):
            if len(parcels) < min(most, AT_ONCE) and (parcel := _parcel(one, at)):
                parcels.append(parcel)
        claimed = [parcel.subscription for parcel in parcels]
        Subscription.objects.filter(pk__in=claimed).update(next_at=at + timedelta(seconds=FIRST_WAIT))
    if not parcels:
        return 0
    with ThreadPoolExecutor(len(parcels)) as hands:
        outcomes = list(hands.map(_sent, parcels))
    for parcel, (arrived, error) in zip(parcels, outcomes, strict=True):
        _note(parcel, arrived, error, at)
    return sum(len(arrived) for arrived, _error in outcomes)


def _parcel(one: Subscription, at: datetime) -> Parcel | None:
    actor = actor_of_key_hash(one.key.hash, timezone.localdate(at))
    entries = entries_for(actor, kinds=one.kinds, areas=one.areas, after=one.after, most=A_ROUND, at=at)
    if not entries:
        return None
    told = tuple((entry.pk, json.dumps(event(entry), ensure_ascii=False).encode()) for entry in entries)
    return Parcel(one.pk, one.url, opened(one.secret_sealed, SECRET_PLACE), told, int(at.timestamp()))


def _sent(parcel: Parcel) -> tuple[list[int], str]:
    """Runs beside others, so it touches no table."""
    arrived: list[int] = []
    for pk, body in parcel.entries:
        name = f"entry_{pk}"
        headers = {
            "webhook-id": name,
            "webhook-timestamp": str(parcel.stamp),
            "webhook-signature": signature(parcel.secret, name, parcel.stamp, body),
        }
        try:
            post(parcel.url, body, headers, inside=settings.WEBHOOKS_INSIDE)
        except NotSent as why:
            return arrived, str(why)
        arrived.append(pk)
    return arrived, ""


def _note(parcel: Parcel, arrived: list[int], error: str, at: datetime) -> None:
    now = Subscription.objects.get(pk=parcel.subscription)
    failures = now.failures + 1 if error else 0
    wait = min(FIRST_WAIT * 2 ** max(failures - 1, 0), LONGEST_WAIT) if error else 0
    Subscription.objects.filter(pk=now.pk).update(
        after=arrived[-1] if arrived else now.after,
        failures=failures,
        error=error[:200],
        next_at=None if failures >= ATTEMPTS else at + timedelta(seconds=wait),
    )
