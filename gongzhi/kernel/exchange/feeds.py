"""What is open to everybody, as feeds: the newest first, in parts, of an area or of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from gongzhi.lib.feeds import Item

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Things that everybody may read, each of them on a page. `key` is its address below /data/, `page` a URL name.

    `found(under, at)` answers the rows in and below an area (all: the city's code) by the selector of their pages;
    `items(rows)` what is told of them, with the path of each; `moment`: the column that says which is newest.
    """

    key: str
    title: str | Promise
    about: str | Promise
    page: str
    forms: tuple[str, ...]
    moment: str
    found: Callable[[str, datetime], QuerySet[Any]]
    items: Callable[[Sequence[Any]], list[Item]]

    def part(self, under: str, *, before: str, at: datetime, most: int) -> tuple[list[Item], str]:
        """Answer the newest that are older than a cursor ('': the newest of all), and the cursor of the next part.

        Raises ValueError for what is no cursor.
        """
        found = self.found(under, at).order_by(f"-{self.moment}", "-pk")
        if before:
            moment, last = _read(before)
            found = found.filter(
                Q(**{f"{self.moment}__lt": moment}) | Q(**{self.moment: moment, "pk__lt": last})
            )
        rows = list(found[: most + 1])
        shown = rows[:most]
        more = _cursor(getattr(shown[-1], self.moment), shown[-1].pk) if len(rows) > most else ""
        return self.items(shown), more


def _cursor(moment: datetime, last: UUID) -> str:
    return f"{(moment - EPOCH) // MICROSECOND}-{last.hex}"


def _read(cursor: str) -> tuple[datetime, UUID]:
    number, _dash, last = cursor.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 18):
        raise ValueError(cursor)
    try:
        return EPOCH + int(number) * MICROSECOND, UUID(last)
    except OverflowError as why:
        raise ValueError(cursor) from why
