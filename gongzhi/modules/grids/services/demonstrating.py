"""Generate the demo's grids: in communities that have one already, two more, one of them without a worker."""

import csv
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import actor_of, mandates_in
from gongzhi.kernel.people.services import register_account
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import COMMUNITY, GRID
from gongzhi.modules.grids.models import Posting

from .changing import appoint, cut, send

DISTRICT = "500103"
BEGAN, TERM = timedelta(days=60), timedelta(days=365)
NAMES = ("第二网格", "第三网格")
DATA = Path(__file__).parents[1] / "data" / "demo_postings.csv"
WORKERS = ("何静", "唐勇", "罗燕", "冉涛", "谭丽", "向伟", "蒲娟", "秦刚")


@transaction.atomic
def demonstrate(at: datetime) -> int:
    """Generate the demo's grids and what was sent there, all or none. Answers how many; 0 where they exist."""
    if Posting.objects.exists():
        return 0
    then = at - BEGAN
    first = {grid.code[:COMMUNITY]: grid for grid in areas(under=DISTRICT, length=GRID).reverse()}
    made = 0
    for number, (community, grid) in enumerate(sorted(first.items())):
        worker = mandates_in(community, role=Role.COMMUNITY_WORKER, on=timezone.localdate(then)).first()
        if worker:
            actor = actor_of(worker.account, timezone.localdate(then))
            made += _furnish(actor, grid, number, at=then if grid.since <= timezone.localdate(then) else at)
    return made


def _furnish(actor: Actor, grid: Area, number: int, *, at: datetime) -> int:
    """Cut the grids, engage somebody for the first of them, send something to it and to the one there was."""
    community, today = grid.code[:COMMUNITY], timezone.localdate(at)
    cuts = [cut(community=community, name=name, actor=actor, at=at) for name in NAMES]
    username = f"{Role.GRID_WORKER}-{cuts[0].code}"
    register_account(username=username, name=WORKERS[number % len(WORKERS)], at=at, actor=SYSTEM)
    appoint(grid=cuts[0].code, who=username, since=today, until=today + TERM, actor=actor, at=at)
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        organisation = Organisation.objects.filter(area_code=DISTRICT, function=row["function"]).first()
        place = grid.code if row["grid"] == "1" else cuts[0].code
        send(
            grid=place, kind=row["kind"], what=row["what"], organisation=organisation,
            since=today, note=row["note"], actor=actor, at=at,
        )  # fmt: skip
    return len(cuts) + len(rows)
