"""What does punctuality cost beside one bare scan of the same rows, and arising beside bare inserts? Prints ratios.

    python benchmarks/disclosure.py        on SQLite, in a folder that is removed afterwards
    python tools/throwaway_postgres.py -- python benchmarks/disclosure.py

The letter's city: each community with its duties of twelve months, all with busy finances, some due at once.
`standings` asks one grouped query; the bare scan reads the same rows and adds up the same columns without groups.
Arising is compared with `executemany` of the same rows on the same connection, in one transaction.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

HOME = tempfile.TemporaryDirectory()
os.environ.update(GONGZHI_HOME=HOME.name, DJANGO_SETTINGS_MODULE="gongzhi.config.settings.base")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import F  # noqa: E402
from django.utils import timezone  # noqa: E402

from gongzhi.kernel.bodies.models import Organisation  # noqa: E402
from gongzhi.kernel.bodies.services import found_offices  # noqa: E402
from gongzhi.kernel.people.models import Mandate  # noqa: E402
from gongzhi.kernel.people.services import register_account  # noqa: E402
from gongzhi.kernel.people.vocabulary import Role  # noqa: E402
from gongzhi.kernel.publications.models import Arisen, Obligation, Publication  # noqa: E402
from gongzhi.kernel.publications.selectors import COLUMNS, standings  # noqa: E402
from gongzhi.kernel.publications.services import Content, arise, publish  # noqa: E402
from gongzhi.kernel.record.declarations import SYSTEM  # noqa: E402
from gongzhi.kernel.territory.models import Area  # noqa: E402
from gongzhi.kernel.territory.services import load_areas  # noqa: E402
from gongzhi.modules.disclosure.models import Busy  # noqa: E402
from gongzhi.modules.disclosure.services.disclosing import stands  # noqa: E402

FIRST = datetime(2026, 1, 1, 9, tzinfo=timezone.get_default_timezone())
END = date(2027, 2, 1)
SCOPES = {"city": ("50", 6), "county": ("500112", 9), "township": ("500112001", 12)}
AT_ONCE = 30_000
FIELDS = ("duty", "area_code", "township_code", "county_code", "period", "about", "due_on")


def fill() -> tuple[float, float]:
    """Have a year arise; answers the seconds of one quarter that arose, and of its rows by executemany."""
    call_command("migrate", verbosity=0)
    load_areas(at=FIRST)
    found_offices(at=FIRST.date())
    codes = list(Area.objects.filter(level=12, until=None).values_list("code", flat=True))
    Busy.objects.bulk_create(Busy(area_code=c, since=FIRST.date(), reason="x") for c in codes)
    clerk = register_account(username="clerk", name="clerk", at=FIRST, actor=SYSTEM)
    Mandate.objects.bulk_create(
        Mandate(account=clerk, role=Role.COMMUNITY_WORKER, area_code=c, since=FIRST.date()) for c in codes
    )  # every place is in use
    begin = time.perf_counter()
    arise(at=FIRST)
    ours = time.perf_counter() - begin
    raw = bare_insert()
    for month in range(2, 13):
        arise(at=FIRST.replace(month=month))
    duty, day = "disclosure.at_once_village", timedelta(days=1)
    Obligation.objects.bulk_create(
        (
            Obligation(
                duty=duty, area_code=c, township_code=c[:9], county_code=c[:6], about=f"{n}",
                period=FIRST.date() + n % 300 * day, due_on=FIRST.date() + (n % 300 + 10) * day,
            )
            for n in range(AT_ONCE)
            for c in (codes[n * 7919 % len(codes)],)
        ),
        batch_size=2000,
    )  # fmt: skip
    _settle(codes[0])
    return ours, raw


def bare_insert() -> float:
    """Write the rows that arose once more, into a table without rows, by one executemany; then take them out."""
    rows = list(Obligation.objects.values_list(*FIELDS))
    table, columns = Obligation._meta.db_table, ", ".join(FIELDS)
    marks = ", ".join(["%s"] * len(FIELDS))
    with transaction.atomic():
        Obligation.objects.all().delete()
    begin = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608
    return time.perf_counter() - begin


def _settle(code: str) -> None:
    """Of ten, eight are done in time, one is late and one is not done."""
    content = Content(
        kind="disclosure.party", area_code=code, body=Organisation.objects.get(code=code), title="x", text="x",
        stands=stands(code, FIRST.date()),
    )  # fmt: skip
    shown: Publication = publish(given=content, actor=SYSTEM, at=FIRST)
    numbered = Obligation.objects.annotate(n=F("id") % 10)
    numbered.filter(n=9).update(done_on=date(2027, 1, 20), publication=shown)
    numbered.filter(n__lt=9).exclude(n=4).update(done_on=F("due_on"), publication=shown)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def bare(under: str, level: int) -> None:
    column = COLUMNS.get(len(under))
    where = f"AND {column} = '{under}'" if column else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), SUM(CASE WHEN done_on <= due_on THEN 1 ELSE 0 END), COUNT(done_on), MIN(due_on) "  # noqa: S608
            f"FROM publications_obligation WHERE due_on >= %s AND due_on < %s {where}",
            [FIRST.date(), END],
        )
        cursor.fetchall()


def ours(under: str, level: int) -> None:
    standings(under, level=level, since=FIRST.date(), on=END)


def median(run: Callable[[], object], times: int = 15) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


if __name__ == "__main__":
    arisen, inserted = fill()
    count = Obligation.objects.count()
    for name, (under, level) in SCOPES.items():
        bare(under, level), ours(under, level)
        mine, raw = median(lambda u=under, n=level: ours(u, n)), median(lambda u=under, n=level: bare(u, n))
        print(f"{connection.vendor} {count} duties, standings of the {name}: {mine / raw:.1f} : 1")
    print(f"{connection.vendor} arising : executemany of the same rows: {arisen / inserted:.1f} : 1")
    last = Arisen.objects.order_by("-period").first()
    idle = median(lambda: arise(at=FIRST.replace(month=12)), 50)
    one = median(lambda: Arisen.objects.filter(pk=last.pk if last else 0).exists(), 50)
    print(f"{connection.vendor} arising when nothing is to do : one look-up by key: {idle / one:.1f} : 1")
    HOME.cleanup()
