"""How punctual areas are, over a span of days and by the quarters of a year."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Min, Q
from django.db.models.functions import ExtractQuarter
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.selectors import in_use
from gongzhi.kernel.publications.selectors import COLUMNS, Standing, late, obligations, per_cent, standings
from gongzhi.kernel.territory.selectors import areas, options
from gongzhi.kernel.territory.vocabulary import BELOW, COMMUNITY

SORTS: dict[str, Callable[[Standing], Any]] = {
    "area": lambda s: s.code,
    "late": lambda s: (-s.late, -s.longest, s.code),
    "longest": lambda s: (-s.longest, -s.late, s.code),
    "punctual": lambda s: (s.punctual, -s.late, s.code),
}


def punctuality(under: str, *, since: date, on: date, sort: str = "late") -> list[tuple[str, Standing]]:
    """Answer the areas one level below with their names: what was due in [since, on), in time, late, not done."""
    names = dict(options(under))
    rows = standings(under, level=BELOW[len(under)], since=since, on=on)
    return [(names.get(row.code, row.code), row) for row in sorted(rows, key=SORTS.get(sort, SORTS["late"]))]


def late_sentence(under: str, *, on: date) -> tuple[int, int, int, str]:
    """Answer how many communities are late below an area, with how much, the longest for how long; and in words."""
    found = late(under, on=on).order_by()
    row = found.aggregate(n=Count("area_code", distinct=True), all=Count("pk"), first=Min("due_on"))
    longest = (on - row["first"]).days if row["first"] else 0
    words = (
        _("{n}个社区（村）逾期未公开，共{all}项，最久{days}天。").format(
            n=row["n"], all=row["all"], days=longest
        )
        if row["n"]
        else _("到今天为止，没有逾期未公开的。")
    )
    return row["n"], row["all"], longest, words


def not_begun(under: str, *, on: date) -> int:
    """Answer how many communities below an area do not use the platform yet: nothing is owed there so far."""
    used = in_use(on)
    there = areas(under=under, length=COMMUNITY).values_list("code", flat=True)
    return sum(code not in used for code in there)


@dataclass(frozen=True, slots=True)
class Year:
    """An area's year: for each quarter (due, in time), None where nothing was due by today."""

    code: str
    name: str
    quarters: tuple[tuple[int, int] | None, ...]

    @property
    def due(self) -> int:
        return sum(q[0] for q in self.quarters if q)

    @property
    def in_time(self) -> int:
        return sum(q[1] for q in self.quarters if q)

    @property
    def percents(self) -> list[float | None]:
        """Per cent in time, for each quarter and for the year."""
        whole = (self.due, self.in_time) if self.due else None
        return [per_cent(pair[1], pair[0]) if pair else None for pair in (*self.quarters, whole)]


def yearly(under: str, *, year: int, on: date) -> list[Year]:
    """Answer the areas one level below with the duties of a year's periods that were due before a day, in one pass."""
    rows = (
        obligations(under)
        .filter(period__gte=date(year, 1, 1), period__lt=date(year + 1, 1, 1), due_on__lt=on)
        .values(code=F(COLUMNS[BELOW[len(under)]]), quarter=ExtractQuarter("period"))
        .annotate(due=Count("pk"), in_time=Count("pk", filter=Q(done_on__lte=F("due_on"))))
        .order_by("code", "quarter")
    )
    found: dict[str, dict[int, tuple[int, int]]] = {}
    for row in rows:
        found.setdefault(row["code"], {})[row["quarter"]] = (row["due"], row["in_time"])
    names = dict(options(under))
    return [
        Year(code, names.get(code, code), tuple(quarters.get(n) for n in (1, 2, 3, 4)))
        for code, quarters in found.items()
    ]
