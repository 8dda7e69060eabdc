"""Acts of every kind that counts, at random; run as `python -m tests.counting NUMBER SEED` in a home that is set up."""

import os
import random
import sys
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongzhi.kernel.record.declarations import COUNTS, SYSTEM, TYPES, Count  # noqa: E402
from gongzhi.kernel.record.services import write  # noqa: E402

AREAS = [*(f"5001{n:02}{t:03}{c:03}" for n in (12, 13) for t in (1, 2) for c in range(1, 9)), "500112", "50"]
AT_ONCE = 40  # acts in one transaction, at the most


class ThoughtBetter(Exception):
    """Whoever acted takes it all back before it is done."""


def item(counted: Count, dice: random.Random) -> dict[str, Any]:
    """Answer fields that `counted` counts, mostly."""
    wanted = {name: value[0] if isinstance(value, tuple) else value for name, value in counted.where.items()}
    split = {name: dice.choice(("a", "b", True)) for name in counted.by}
    amount = {counted.amount: dice.randrange(-9, 99)} if isinstance(counted.amount, str) else {}
    return {**split, **amount, **(wanted if dice.random() < 0.9 else {})}


def payload(counted: Count, dice: random.Random) -> dict[str, Any]:
    day = date(2017, 1, 1) + timedelta(days=dice.randrange(3700))  # some have not come yet
    made = item(counted, dice)
    if counted.each:
        made = {counted.each: [made, *(item(counted, dice) for _ in range(dice.randrange(3)))]}
    return {**made, **({counted.day: day.isoformat()} if counted.day else {})}


def act(number: int, dice: random.Random) -> None:
    kinds = sorted(COUNTS)
    left = number
    while left > 0:
        some = min(left, dice.randrange(1, AT_ONCE))
        with suppress(ThoughtBetter), transaction.atomic():
            for _ in range(some):
                counted = dice.choice(COUNTS[dice.choice(kinds)])
                write(
                    TYPES[counted.kind],
                    stream=uuid4(),
                    area=dice.choice(AREAS),
                    actor=SYSTEM,
                    at=timezone.now(),
                    payload=payload(counted, dice),
                )
            if dice.random() < 0.1:
                raise ThoughtBetter
            left -= some


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    act(int(sys.argv[1]), random.Random(int(sys.argv[2])))
