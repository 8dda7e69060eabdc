"""Put published lists into the calendar. Each import is a record entry: terms that depend on it are computed again."""

import uuid
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.deadlines.lists import Listed, read, shipped
from gongzhi.kernel.deadlines.models import CalendarYear, Day
from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot, RecordType, declare
from gongzhi.kernel.record.services import write
from gongzhi.lib.canonical import Json

CALENDAR_IMPORTED = declare(
    RecordType("deadlines.calendar_imported", _("导入 {year} 年放假安排，共 {days} 天。依据：{source}"))
)
STREAM = uuid.uuid5(uuid.NAMESPACE_URL, "gongzhi:deadlines.calendar")


@transaction.atomic
def load_calendar(*, at: datetime) -> list[int]:
    """Load the shipped years; answers those that were new or have changed since.

    A year that was imported from another source is left as it is.
    """
    sources = dict(CalendarYear.objects.values_list("year", "source"))
    stored = {Listed(*row) for row in Day.objects.values_list("date", "works", "name")}
    loaded = []
    for notice, days in shipped().items():
        source = sources.get(notice.year)
        same = {day for day in stored if day.date.year == notice.year} == set(days)
        if source is None or (source == notice.source and not same):
            _replace(notice.year, days, notice.source, notice.published_on, SYSTEM, at)
            loaded.append(notice.year)
    return loaded


@transaction.atomic
def import_year(
    *,
    path: Path,
    year: int,
    at: datetime,
    actor: ActorSnapshot,
    source: str = "",
    published_on: date | None = None,
) -> int:
    """Put the list in `path` in the place of that year's; answers the number of days. Raises as `read` does."""
    days = read(path, year)
    _replace(year, days, source or path.name, published_on, actor, at)
    return len(days)


def _replace(
    year: int,
    days: list[Listed],
    source: str,
    published_on: date | None,
    actor: ActorSnapshot,
    at: datetime,
) -> None:
    Day.objects.filter(date__year=year).delete()
    Day.objects.bulk_create(Day(date=day.date, works=day.works, name=day.name) for day in days)
    CalendarYear.objects.update_or_create(
        year=year,
        defaults={
            "source": source,
            "published_on": published_on,
            "imported_at": at,
            "edition": uuid.uuid4(),
        },
    )
    payload: dict[str, Json] = {"year": year, "days": len(days), "source": source}
    write(CALENDAR_IMPORTED, stream=STREAM, area="", actor=actor, at=at, payload=payload)
