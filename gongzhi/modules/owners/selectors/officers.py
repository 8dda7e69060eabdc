"""Who sits on the committee, who of them is chair and deputy, by when they are to be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.lib.workdays import CHINA, due
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.procedures.laws import CHOOSING_TERM
from gongzhi.modules.owners.procedures.rolls import on_day

MEMBER, CHAIR, DEPUTY = "委员", "主任", "副主任"  # titles of posts, as the law has them


@dataclass(frozen=True, slots=True)
class Officers:
    """Names; `until`: by when the committee is to choose, None once it did. `late`: that day is over."""

    chair: str
    deputies: Sequence[str]
    until: date | None
    late: bool


def members(assembly: Assembly, on: date) -> QuerySet[Seat]:
    held = Seat.objects.filter(on_day(on), post__organisation=assembly.body_id, post__title=MEMBER)
    return held.select_related("account").order_by("pk")


def officers(assembly: Assembly, on: date) -> Officers | None:
    """Answer None where there is no elected committee. Whoever left the committee holds no office in it either."""
    if assembly.body_id is None or assembly.elected_on is None:
        return None
    sitting = {held.holder for held in members(assembly, on)}
    held = Seat.objects.filter(on_day(on), post__organisation=assembly.body_id, holder__in=sitting)
    found: dict[str, list[str]] = {}
    for title, name in held.order_by("pk").values_list("post__title", "holder"):
        found.setdefault(title, []).append(name)
    chair = next(iter(found.get(CHAIR, ())), "")
    until = None if chair else _until(assembly.elected_on)
    return Officers(chair, found.get(DEPUTY, []), until, until is not None and until < on)


def _until(elected: date) -> date:
    return due(datetime.combine(elected, time(9), CHINA), CHOOSING_TERM, calendar()).at.date()
