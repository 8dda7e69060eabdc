"""The secret part of a poll."""

from datetime import datetime

from gongzhi.kernel.ballots.models import Poll


def close_poll(poll: Poll, *, at: datetime) -> None:
    poll.closed_at = at
    poll.save(update_fields=["closed_at"])
