"""How many areas there are of which level, towns or villages: totals that come from the areas themselves."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from gongzhi.kernel.indicators.declarations import AREAS
from gongzhi.kernel.indicators.folding import LEVELS, Row, add, spread
from gongzhi.kernel.indicators.models import Total
from gongzhi.kernel.record.declarations import react
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.services import AREAS_LOADED
from gongzhi.lib.canonical import canonical


def area_rows(*, at: datetime) -> Iterator[Row]:
    """Answer each beginning and end of an area until `at`, as facts."""
    for area in Area.objects.filter(level__in=LEVELS).iterator():
        dimensions: dict[str, int | bool] = {"level": area.level}
        if area.urban is not None:
            dimensions["urban"] = area.urban
        text = canonical(dict(dimensions)).decode()
        for day, amount in ((area.since, 1), (area.until, -1)):
            if day and day <= localdate(at):
                yield AREAS, area.code, day, text, amount


@transaction.atomic
def count_areas(*, at: datetime, entry: Entry | None = None) -> None:
    """Count all areas anew; owed to every load of areas."""
    Total.objects.filter(measure=AREAS).delete()
    add(spread(area_rows(at=at)))


react(AREAS_LOADED.key, "indicators.count_areas", count_areas)
