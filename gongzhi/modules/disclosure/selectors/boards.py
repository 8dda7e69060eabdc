"""The disclosure page of a community: what stands now, what stood, what should stand and does not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from gongzhi.kernel.people.actor import ANONYMOUS, Actor
from gongzhi.kernel.publications.models import Obligation, Publication, Signature
from gongzhi.kernel.publications.selectors import latest, published_in
from gongzhi.modules.disclosure.models import Amount
from gongzhi.modules.disclosure.procedures import BY_KEY
from gongzhi.modules.disclosure.vocabulary import KINDS, Group

from .owing import Owing, owing
from .wording import Table, Text, lines_of, period_words, table_of, text_of

MOST_STANDING = 60
PAGE = 20
FEED = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A publication as the board shows it: `period` in words; `table` None without amounts."""

    publication: Publication
    group: Group
    duty: Text
    period: Text
    text: str
    table: Table | None


@dataclass(frozen=True, slots=True)
class Board:
    """`groups`: (group, what stands now). `late`: what is overdue today."""

    groups: list[tuple[Group, list[Shown]]]
    late: list[Owing]


def board(area: str, *, actor: Actor, at: datetime) -> Board:
    """Answer what stands in a community now, by the three affairs, and the last of each duty though its time is over.

    Whatever else it made public is its affairs.
    """
    kept = Q(stands_until__gte=at) | Q(series__in=_last_of_each_duty(area))
    standing = latest(published_in(area, actor=actor)).filter(kept)
    rows = shown(standing[:MOST_STANDING])
    groups = [(group, [row for row in rows if row.group is group]) for group in Group]
    today = timezone.localdate(at)
    overdue = Obligation.objects.filter(area_code=area, done_on__isnull=True, due_on__lt=today)
    return Board(groups, [owing(o, today) for o in overdue.order_by("due_on", "duty")])


def _last_of_each_duty(area: str) -> list[UUID]:
    done = Obligation.objects.filter(area_code=area, publication__isnull=False).order_by("period", "pk")
    return list(dict(done.values_list("duty", "publication")).values())


def shown(found: QuerySet[Publication]) -> list[Shown]:
    """Answer publications with their amounts, files and signatures: five queries, however many there are."""
    rows = list(
        found.select_related("withheld").prefetch_related(
            "files",
            Prefetch("amounts", Amount.objects.order_by("place")),
            Prefetch("signatures", Signature.objects.order_by("at")),
        )
    )
    fulfilled = _fulfilled(row.series for row in rows)
    return [_shown(row, fulfilled.get(row.series)) for row in rows]


def notice_panel(given: Publication) -> tuple[str, dict[str, Any]] | None:
    """Answer how a publication with amounts is shown on its page: as on the board."""
    row = shown(Publication.objects.filter(pk=given.pk))[0] if given.kind in KINDS else None
    return ("disclosure/_content.html", {"row": row}) if row and row.table else None


def _fulfilled(series: Iterable[UUID]) -> dict[UUID, Obligation]:
    """Answer by series the duty that its first version fulfilled (the first version's key is the series)."""
    found = Obligation.objects.filter(publication__in=list(series)).order_by("-pk")
    return {o.publication_id: o for o in found if o.publication_id}


def _shown(row: Publication, fulfils: Obligation | None) -> Shown:
    lines = lines_of(row)
    hidden = hasattr(row, "withheld")
    duty = BY_KEY.get(fulfils.duty) if fulfils else None
    return Shown(
        publication=row,
        group=KINDS.get(row.kind, Group.AFFAIRS),
        duty=duty.title if duty else "",
        period=period_words(fulfils) if fulfils else "",
        text="" if hidden else text_of(row, lines),
        table=table_of(lines) if lines and not hidden else None,
    )


def history(
    area: str, *, group: str = "", words: str = "", period: date | None = None, after: str = "", actor: Actor
) -> tuple[list[Shown], str]:
    """Answer a page of all that a community made public, newest first, and the cursor of the next ('' at the end).

    `period`: the first day of a quarter; `words`: each stands in title or text of the latest version.
    """
    found = latest(published_in(area, kinds=_kinds(group), actor=actor))
    if group == Group.AFFAIRS:
        others = [kind for kind in KINDS if kind != Group.AFFAIRS.kind]
        found = latest(published_in(area, actor=actor)).exclude(kind__in=others)
    for word in words.split():
        found = found.filter(Q(title__contains=word) | Q(text__contains=word))
    if period:
        within = Obligation.objects.filter(area_code=area, period__gte=period, period__lt=_later(period))
        found = found.filter(series__in=within.filter(publication__isnull=False).values("publication"))
    rows = shown(_behind(found, after)[: PAGE + 1])
    last = rows[PAGE - 1].publication if len(rows) > PAGE else None
    return rows[:PAGE], f"{last.published_at.timestamp():.6f}~{last.pk}" if last else ""


def _kinds(group: str) -> list[str]:
    return [Group(group).kind] if group in Group.values else []


def _behind(found: QuerySet[Publication], after: str) -> QuerySet[Publication]:
    """Narrow to what comes behind a cursor; a cursor that is none narrows nothing."""
    moment, _sign, key = after.partition("~")
    try:
        at = datetime.fromtimestamp(float(moment), tz=timezone.get_current_timezone())
        return found.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=UUID(key)))
    except (ValueError, OverflowError, OSError):
        return found


def _later(first: date) -> date:
    return date(first.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)


def periods_of(area: str) -> list[date]:
    """Answer the quarters for which a community had duties, the latest first."""
    days = Obligation.objects.filter(area_code=area).order_by().values_list("period", flat=True).distinct()
    return sorted({date(d.year, (d.month - 1) // 3 * 3 + 1, 1) for d in days}, reverse=True)


def entries(area: str) -> list[Publication]:
    """Answer the newest versions that everybody may see, for a feed."""
    found = published_in(area, actor=ANONYMOUS).filter(withheld__isnull=True)
    return list(found[:FEED])
