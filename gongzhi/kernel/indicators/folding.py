"""Facts become totals. Folding moves a fact from one table to the other in one transaction: a reader of both is right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from gongzhi.kernel.indicators.models import Total
from gongzhi.kernel.indicators.windows import EVER
from gongzhi.kernel.record.models import Fact

LEVELS = (2, 6, 9, 12)
Key = tuple[str, int, str, date, str, str]  # measure, level, grain, start, area, dimensions
Row = tuple[str, str, date, str, int]  # measure, area, day, dimensions, amount
COLUMNS = ("measure", "area_code", "day", "dimensions", "amount")
ROWS_AT_ONCE = 100


def spread(rows: Iterable[Row], *, levels: tuple[int, ...] = LEVELS) -> Counter[Key]:
    """Answer what facts add to which totals: each area above and each grain, with and without their dimensions."""
    found: Counter[Key] = Counter()
    for measure, area, day, dimensions, amount in rows:
        starts = (("d", day), ("m", day.replace(day=1)), ("y", day.replace(month=1, day=1)), ("t", EVER))
        for level in (n for n in levels if n <= len(area)):
            for grain, start in starts:
                for kept in {"", dimensions}:
                    found[(measure, level, grain, start, area[:level], kept)] += amount
    return found


@transaction.atomic
def fold(*, at: datetime, most: int = 100) -> int:
    """Fold up to 20 times `most` facts whose day has come; several workers may fold side by side."""
    due = Fact.objects.filter(day__lte=timezone.localdate(at)).order_by("id")
    facts = list(due.select_for_update(skip_locked=True)[: 20 * most])
    add(spread((f.measure, f.area_code, f.day, f.dimensions, f.amount) for f in facts))
    Fact.objects.filter(pk__in=[f.pk for f in facts]).delete()
    return len(facts)


def add(totals: Counter[Key]) -> None:
    """Add to the totals that are there, in one order everywhere: two workers never wait for each other in a circle."""
    table = Total._meta.db_table
    keys = sorted(totals)
    with connection.cursor() as cursor:
        for chunk in _chunks(keys, ROWS_AT_ONCE):
            cursor.execute(
                f"INSERT INTO {table} (measure, level, grain, start, area_code, dimensions, amount) VALUES "  # noqa: S608
                + ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(chunk))
                + " ON CONFLICT (measure, level, grain, start, area_code, dimensions)"
                f" DO UPDATE SET amount = {table}.amount + excluded.amount",
                [value for key in chunk for value in (*key, totals[key])],
            )


def _chunks(keys: list[Key], size: int) -> Iterator[list[Key]]:
    for start in range(0, len(keys), size):
        yield keys[start : start + size]
