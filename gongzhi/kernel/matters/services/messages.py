"""Tell whoever brought a matter in: a message on their page at once, and to their phone by the worker."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from gongzhi.kernel.matters.models import Matter, Message, Reporter
from gongzhi.kernel.matters.selectors import phone_of_reporter
from gongzhi.kernel.people.gateways import gateway
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import ATTEMPTS

log = logging.getLogger(__name__)


def tell(*, matter: Matter, entry: Entry, text: Callable[[Reporter], str], at: datetime) -> int:
    """Leave one message for every reporter of the matter, to be sent from `at`. Answers how many are new.

    Telling twice is impossible: the message of an entry to a reporter is unique.
    """
    told = 0
    for reporter in matter.reporters.select_related("account"):
        words = {"text": text(reporter)[:300], "at": at, "send_at": at}
        _message, new = Message.objects.get_or_create(reporter=reporter, entry_id=entry.pk, defaults=words)
        told += new
    return told


def send(*, at: datetime, most: int = 100) -> int:
    """Send what is due, each message by itself and outside any transaction: a gateway may be slow or fail.

    At least once: a worker killed between sending and noting it sends again. Given up after ATTEMPTS.
    """
    waiting = (
        Message.objects.filter(send_at__lte=at).select_related("reporter__account").order_by("send_at", "pk")
    )
    return sum(_send_one(message, at) for message in list(waiting[:most]))


def _send_one(message: Message, at: datetime) -> int:
    mine = Message.objects.filter(pk=message.pk, send_at=message.send_at)
    if not mine.update(attempts=message.attempts + 1, send_at=_later(message, at)):
        return 0  # another worker has it
    try:
        if phone := phone_of_reporter(message.reporter):
            gateway().send(phone, message.text)
    except Exception:
        log.exception("message %s was not sent", message.pk)
        return 0
    Message.objects.filter(pk=message.pk).update(send_at=None)
    return 1


def _later(message: Message, at: datetime) -> datetime | None:
    if message.attempts + 1 >= ATTEMPTS:
        return None
    return at + timedelta(seconds=min(3600, 10 * 2**message.attempts))
