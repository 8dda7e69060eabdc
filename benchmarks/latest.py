"""What does the officer's list cost beside the bare query? Prints ratios (ours : bare SQL), for four scopes.

    python benchmarks/latest.py [MATTERS]            on SQLite, in a folder that is removed afterwards
    python tools/throwaway_postgres.py -- python benchmarks/latest.py [MATTERS]

The bare query fetches the same 31 rows, ids only, by the index that fits; ours adds the models with kind and
body, the bounded count and the cursor.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

HOME = tempfile.TemporaryDirectory()
os.environ.update(GONGZHI_HOME=HOME.name, DJANGO_SETTINGS_MODULE="gongzhi.config.settings.base")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from gongzhi.kernel.bodies.models import Organisation  # noqa: E402
from gongzhi.kernel.bodies.services import found_offices  # noqa: E402
from gongzhi.kernel.matters.listing import Filters, matching, page  # noqa: E402
from gongzhi.kernel.matters.models import Kind, Matter  # noqa: E402
from gongzhi.kernel.people.actor import Actor, Grant  # noqa: E402
from gongzhi.kernel.people.vocabulary import Role  # noqa: E402
from gongzhi.kernel.territory.models import Area  # noqa: E402
from gongzhi.kernel.territory.services import load_areas  # noqa: E402
from gongzhi.modules.cases.services import prepare  # noqa: E402

SCOPES = {"city": "50", "county": "500112", "township": "500112001", "community": ""}
COLUMNS = {6: "county_code", 9: "township_code", 12: "area_code"}


def fill(count: int, now: datetime) -> None:
    """Spread `count` matters evenly over all communities and three years; one in fifty is open."""
    call_command("migrate", verbosity=0)
    load_areas(at=now)
    found_offices(at=now.date())
    prepare(now)
    areas = list(Area.objects.filter(level=12, until=None).values_list("code", flat=True))
    bodies = dict(Organisation.objects.values_list("code", "pk"))
    kinds = list(Kind.objects.filter(code__regex=r"^.{6}$"))
    step = timedelta(days=1095) / count
    for first in range(0, count, 10_000):
        rows = [
            _matter(n, areas, bodies, kinds, now - step * n) for n in range(first, min(first + 10_000, count))
        ]
        Matter.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _matter(n: int, areas: list[str], bodies: dict[str, int], kinds: list[Kind], at: datetime) -> Matter:
    area = areas[n * 7919 % len(areas)]
    done = n % 50 != 0
    return Matter(
        id=UUID(int=n * 0x9E3779B97F4A7C15 % 2**128),
        number=f"{n:020d}",
        query_index="",
        kind=kinds[n % len(kinds)],
        procedure="cases.case",
        title=f"第{n}件",
        channel="web",
        area_code=area,
        county_code=area[:6],
        township_code=area[:9],
        area_name=area,
        state="closed" if done else "in_hand",
        responsible_id=bodies[area],
        opened_at=at,
        due_at=None if done else at + timedelta(days=15),
        closed_at=at + timedelta(days=9) if done else None,
    )


def bare(code: str) -> None:
    where = f"WHERE {COLUMNS[len(code)]} = '{code}'" if code != "50" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM matters_matter {where} ORDER BY opened_at DESC, id DESC LIMIT 31")  # noqa: S608
        cursor.fetchall()


def ours(code: str) -> None:
    role = Role.AUDITOR
    filters = Filters(area=code)
    page(matching(filters, Actor(account="x", grants=(Grant(role, "50"),)), at=datetime.now(UTC)), filters)


def median(run: Callable[[str], None], code: str) -> float:
    times = []
    for _ in range(30):
        begin = time.perf_counter()
        run(code)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


if __name__ == "__main__":
    amount = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    fill(amount, datetime.now(UTC))
    SCOPES["community"] = Area.objects.filter(level=12, until=None, code__startswith="500112").first().code
    for name, code in SCOPES.items():
        bare(code), ours(code)
        mine, raw = median(ours, code), median(bare, code)
        print(f"{connection.vendor} {amount} matters, {name}: {mine / raw:.1f} : 1")
    HOME.cleanup()
