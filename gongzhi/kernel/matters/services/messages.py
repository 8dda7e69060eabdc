"""Tell whoever brought a matter in. Runs as a reaction, after the act was committed."""

from datetime import datetime

from gongzhi.kernel.matters.models import Matter, Message
from gongzhi.kernel.matters.selectors import phone_of_reporter
from gongzhi.kernel.people.gateways import gateway
from gongzhi.kernel.record.models import Entry


def tell(*, matter: Matter, entry: Entry, text: str, at: datetime) -> int:
    """Leave one message for every reporter of the matter, and send it to their phone where one is known.

    Telling twice is impossible: the message of an entry to a reporter is unique. Answers how many were told.
    """
    told = 0
    for reporter in matter.reporters.select_related("account"):
        _message, new = Message.objects.get_or_create(
            reporter=reporter, entry_id=entry.pk, defaults={"text": text[:300], "at": at}
        )
        told += new
        if new and (phone := phone_of_reporter(reporter)):
            gateway().send(phone, text)
    return told
