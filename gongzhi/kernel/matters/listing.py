"""The list of matters behind an address: filters, order, pages by cursor."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters import search
from gongzhi.kernel.matters.declarations import PROCEDURES, alike
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import open_tasks, readable
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.codes import is_area_code
from gongzhi.lib.numbering import is_matter_number, tidy_number

# What everybody understands about any matter; the steps of one procedure are shown once it is chosen.
STAGES: dict[str, str | Promise] = {
    "open": gettext_lazy("未办结"),
    "fresh": gettext_lazy("新提出，还没有人办"),
    "over": gettext_lazy("已结束"),
}
PAGE = 30
COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for; unknown values are dropped, so that an old bookmark still opens."""

    q: str = ""
    area: str = ""
    state: str = ""
    procedure: str = ""
    kind: str = ""
    due: str = ""
    channel: str = ""
    desk: str = ""
    body: str = ""
    sort: str = ""
    after: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filters":
        found = cls(
            **{f.name: str(given.get(f.name, ""))[:200].replace("\x00", "").strip() for f in fields(cls)}
        )
        return replace(found, area=found.area if is_area_code(found.area) else "")

    def query(self, **changes: str) -> str:
        """Answer the query string of these filters with changes; a changed list begins at its first page."""
        values = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "after"} | changes
        return urlencode({name: value for name, value in values.items() if value})

    @property
    def narrowed(self) -> bool:
        return bool(
            self.q or self.state or self.procedure or self.kind or self.due or self.channel or self.body
        )


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Matter]
    count: int
    more: str

    @property
    def many(self) -> bool:
        return self.count > COUNTED


def matching(filters: Filters, actor: Actor, *, at: datetime) -> QuerySet[Matter]:
    """Answer the matters that fit, of those the actor may read; `desk=mine`: those with a task of theirs."""
    found = readable(actor, under=filters.area)
    if filters.desk == "mine":
        found = found.filter(pk__in=open_tasks(actor).order_by().values("matter_id"))
    found = found.filter(_stage(filters.state))
    if filters.procedure:
        found = found.filter(procedure__in=alike(filters.procedure))
    if filters.kind:
        found = found.filter(kind__code__startswith=filters.kind)
    if filters.channel:
        found = found.filter(channel=filters.channel)
    if filters.body:
        found = found.filter(responsible__code=filters.body)
    return found.filter(
        _due(filters.due, at), _words(filters.q, [filters.area] if filters.area else actor.scopes)
    )


def _stage(state: str) -> Q:
    if state in ("open", "over"):
        return Q(closed_at__isnull=state == "open")
    if state == "fresh":
        fresh = Q(pk__in=[])
        for procedure in PROCEDURES.values():
            fresh |= Q(procedure=procedure.key, state=procedure.start.value)
        return fresh & Q(closed_at__isnull=True)
    return Q(state=state) if state else Q()


def _due(due: str, at: datetime) -> Q:
    """Answer the condition of a due bucket. The buckets meet without a gap: late, today, this week."""
    night = timezone.localtime(at).replace(hour=23, minute=59, second=59, microsecond=0)
    conditions = {
        "overdue": Q(overdue=True, closed_at__isnull=True),
        "today": Q(due_at__lte=night, overdue=False),
        "week": Q(due_at__gt=night, due_at__lte=night + timedelta(days=7)),
        "supervised": Q(supervised=True, closed_at__isnull=True),
    }
    return conditions.get(due, Q())


def _words(q: str, within: Iterable[str]) -> Q:
    if not q:
        return Q()
    number = tidy_number(q)
    return Q(number=number) if is_matter_number(number) else search.matching(q, within=list(within))


def page(found: QuerySet[Matter], filters: Filters) -> Page:
    """Answer one page: rows, a count that stops at COUNTED + 1, and the cursor of the next page ('' at the end)."""
    count = found.order_by()[: COUNTED + 1].count()
    ordered = _ordered(found, filters).select_related("kind", "responsible")
    rows = list(ordered[: PAGE + 1])
    more = _cursor(rows[PAGE - 1], filters) if len(rows) > PAGE else ""
    return Page(rows[:PAGE], count, more)


def _ordered(found: QuerySet[Matter], filters: Filters) -> QuerySet[Matter]:
    last = _last(filters.after)
    if filters.sort == "due":
        found = found.filter(due_at__isnull=False).order_by("due_at", "id")
        return found.filter(Q(due_at__gt=last[0]) | Q(due_at=last[0], id__gt=last[1])) if last else found
    found = found.order_by("-opened_at", "-id")
    return found.filter(Q(opened_at__lt=last[0]) | Q(opened_at=last[0], id__lt=last[1])) if last else found


def _last(cursor: str) -> tuple[datetime, UUID] | None:
    """Read a cursor; None for what is none: the list then begins at its first page."""
    moment, _, pk = cursor.partition("|")
    try:
        at, key = datetime.fromisoformat(moment), UUID(pk)
        return (at.astimezone(UTC), key) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _cursor(last: Matter, filters: Filters) -> str:
    moment = last.due_at if filters.sort == "due" else last.opened_at
    return f"{moment.isoformat() if moment else ''}|{last.pk}"
