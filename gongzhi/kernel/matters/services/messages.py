"""Tell people: a message on their page at once, and to their phone by the worker."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from gongzhi.kernel.matters.models import Matter, Message, Reporter
from gongzhi.kernel.matters.selectors import phone_of_reporter
from gongzhi.kernel.people.gateways import gateway
from gongzhi.kernel.people.selectors import phone_of
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import ATTEMPTS

log = logging.getLogger(__name__)
LONGEST = 300
BETWEEN = "\n"


def tell(*, matter: Matter, entry: Entry, text: Callable[[Reporter], str], at: datetime) -> int:
    """Leave one message for every reporter of the matter, to be sent from `at`. Answers how many are new.

    Telling twice is impossible: the message of an entry to somebody is unique.
    """
    told = 0
    for reporter in matter.reporters.select_related("account"):
        whom = {"account": reporter.account} if reporter.account else {"reporter": reporter}
        words = {
            "reporter": reporter,
            "about": f"matter:{matter.number}",
            "text": text(reporter)[:LONGEST],
            "at": at,
            "send_at": at,
        }
        _message, new = Message.objects.get_or_create(**whom, entry_id=entry.pk, defaults=words)
        told += new
    return told


def tell_accounts(
    accounts: Iterable[UUID | None],
    *,
    entry_id: int,
    about: str,
    text: str,
    at: datetime,
    send_at: datetime | None = None,
) -> None:
    """Leave one message for each account, to be sent from `send_at` (else `at`); whoever was told stays told once."""
    Message.objects.bulk_create(
        (
            Message(
                account_id=account,
                entry_id=entry_id,
                about=about,
                text=text[:LONGEST],
                at=at,
                send_at=send_at or at,
            )
            for account in dict.fromkeys(accounts)
            if account is not None
        ),
        batch_size=500,
        ignore_conflicts=True,
    )


def mark_read(*, account: UUID, at: datetime, pk: int | None = None) -> int:
    """Mark one message of an account as read, or all of them; answers how many were not."""
    unread = Message.objects.filter(account=account, read_at__isnull=True)
    return (unread if pk is None else unread.filter(pk=pk)).update(read_at=at)


def send(*, at: datetime, most: int = 100) -> int:
    """Send what is due, outside any transaction: a gateway may be slow or fail. Answers how many messages left.

    What an account is to be told at the same moment leaves as one. At least once: a worker killed between sending
    and noting it sends again. Given up after ATTEMPTS.
    """
    waiting = Message.objects.filter(send_at__lte=at).order_by("send_at", "pk")
    return sum(_send_one(message, at) for message in list(waiting[:most]))


def _send_one(message: Message, at: datetime) -> int:
    held = _claimed(message, at)
    if not held:
        return 0  # another worker has it, or it left with one before
    try:
        if phone := _phone(held[0]):
            gateway().send(phone, BETWEEN.join(one.text for one in held))
    except Exception:
        log.exception("message %s was not sent", message.pk)
        return 0
    Message.objects.filter(pk__in=[one.pk for one in held]).update(send_at=None)
    return len(held)


@transaction.atomic
def _claimed(message: Message, at: datetime) -> list[Message]:
    """Take a message, and what the same account is to be told at the same moment, out of other workers' hands."""
    same = Q(pk=message.pk)
    if message.account_id:
        same |= Q(account=message.account_id)
    rows = Message.objects.select_for_update(of=("self",), skip_locked=True)
    found = rows.filter(same, send_at=message.send_at).order_by("pk")
    held = list(found.select_related("reporter__account", "account"))
    later = _later(message, at)
    Message.objects.filter(pk__in=[one.pk for one in held]).update(attempts=F("attempts") + 1, send_at=later)
    return held


def _phone(message: Message) -> str:
    if message.reporter:
        return phone_of_reporter(message.reporter)
    return phone_of(message.account) if message.account else ""


def _later(message: Message, at: datetime) -> datetime | None:
    if message.attempts + 1 >= ATTEMPTS:
        return None
    return at + timedelta(seconds=min(3600, 10 * 2**message.attempts))
