"""Totals against the record: everything counted again, county by county, so that the city's size needs little memory."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Substr
from django.utils.timezone import localdate

from gongzhi.kernel.indicators.areas import area_rows
from gongzhi.kernel.indicators.declarations import AREAS
from gongzhi.kernel.indicators.folding import Key, Row, add, spread
from gongzhi.kernel.indicators.models import Total
from gongzhi.kernel.record.declarations import COUNTS
from gongzhi.kernel.record.models import Entry, Fact
from gongzhi.kernel.record.services import facts_of
from gongzhi.lib.codes import after

COUNTY = 6


@dataclass(frozen=True, slots=True)
class Difference:
    """A total that is not what the record says."""

    key: Key
    total: int
    record: int


def differences(*, at: datetime) -> Iterator[Difference]:
    """Count everything again from the record and answer each total that differs. Sees one moment of the database."""
    with one_moment():
        yield from _compare(spread(area_rows(at=at)), _totals(Q(measure=AREAS)))
        counted = ~Q(measure=AREAS)
        truth_above: Counter[Key] = Counter()
        stands_above = _totals(counted & Q(level__lt=COUNTY))
        for county in counties():
            truth, waiting = spread(rows(county)), spread(map(_row, Fact.objects.filter(_under(county))))
            truth_above.update(_part(truth, above=True))
            stands_above.update(_part(waiting, above=True))
            if len(county) >= COUNTY:
                stands = _totals(counted & _under(county) & Q(level__gte=COUNTY))
                stands.update(_part(waiting, above=False))
                yield from _compare(_part(truth, above=False), stands)
        yield from _compare(truth_above, stands_above)


def _part(totals: Counter[Key], *, above: bool) -> Counter[Key]:
    """Answer what stands above the counties, or in them."""
    return Counter({key: amount for key, amount in totals.items() if (key[1] < COUNTY) == above})


def rebuild(*, at: datetime) -> None:
    """Count everything again from the record and let that stand: needed when a module begins to count older entries."""
    with one_moment():
        Fact.objects.all().delete()
        Total.objects.all().delete()
        add(spread(area_rows(at=at)))
        later: list[Fact] = []
        for county in counties():
            facts = [fact for entry in _entries(county) for fact in facts_of(entry)]
            add(spread(_row(fact) for fact in facts if fact.day <= localdate(at)))
            later += [fact for fact in facts if fact.day > localdate(at)]
        Fact.objects.bulk_create(later, batch_size=500)


@contextmanager
def one_moment() -> Iterator[None]:
    """See one moment of the database throughout."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def counties() -> list[str]:
    """Answer the county codes under which something is counted, and shorter codes by themselves."""
    codes: set[str] = set()
    for rows in (
        Entry.objects.filter(kind__in=COUNTS),
        Total.objects.filter(level=COUNTY),
        Fact.objects.all(),
    ):
        cut = rows.annotate(county=Substr("area_code", 1, COUNTY))
        codes.update(cut.values_list("county", flat=True).distinct())
    return sorted(codes - {""})


def _entries(county: str) -> Iterator[Entry]:
    return Entry.objects.filter(_under(county), kind__in=COUNTS).iterator(chunk_size=2000)


def rows(county: str) -> Iterator[Row]:
    """Answer all facts of a county as the record has them, those of days to come too."""
    return (_row(fact) for entry in _entries(county) for fact in facts_of(entry))


def _row(fact: Fact) -> Row:
    return fact.measure, fact.area_code, fact.day, fact.dimensions, fact.amount


def _under(code: str) -> Q:
    """The county with all below it; of a shorter code itself alone, as the counties come by themselves."""
    if len(code) < COUNTY:
        return Q(area_code=code)
    return Q(area_code__gte=code, area_code__lt=after(code))


def _totals(which: Q) -> Counter[Key]:
    found = Total.objects.filter(which).values_list(
        "measure", "level", "grain", "start", "area_code", "dimensions", "amount"
    )
    return Counter({(m, level, g, start, area, d): n for m, level, g, start, area, d, n in found.iterator()})


def _compare(truth: Counter[Key], stands: Counter[Key]) -> Iterator[Difference]:
    for key in sorted(truth.keys() | stands.keys()):
        if truth[key] != stands[key]:
            yield Difference(key, stands[key], truth[key])
