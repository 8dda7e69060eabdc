"""What waits on an officer's desk beside their matters: meetings today, questions, topics, duties to disclose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.matters.models import Meeting, Task
from gongzhi.kernel.matters.selectors import within
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import HANDLERS, Audience, Role
from gongzhi.kernel.publications.models import Obligation
from gongzhi.kernel.publications.selectors import waiting_questions
from gongzhi.kernel.registry.declaration import registry

SHOWN = 8
OWED = ":owed"  # the entry of the navigation where a place sees what it has to disclose
SOON = timedelta(days=15)  # as soon as a duty to disclose is called soon


@dataclass(frozen=True, slots=True)
class Waits:
    """One thing that waits: what, where it is done; `late`: its term has passed."""

    title: str
    href: str
    note: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Pile:
    key: str
    title: str
    rows: list[Waits]


def waiting(actor: Actor, tasks: Iterable[Task], *, at: datetime) -> list[Pile]:
    """Answer what else waits for somebody: three queries by index; new topics are among the tasks already loaded."""
    offices = [g.area for g in actor.grants if HANDLERS.get(len(g.area)) is g.role]
    piles = [
        Pile("meetings", _("今天的会议"), _meetings(actor, offices, at)),
        Pile("topics", _("新提出、等您受理的议题"), _topics(tasks)),
        Pile("questions", _("等您答复的提问"), _questions(offices)),
        Pile("owed", _("应当公开"), _owed(offices, at)),
    ]
    return [pile for pile in piles if pile.rows]


def _meetings(actor: Actor, offices: list[str], at: datetime) -> list[Waits]:
    """Meetings to hold where one has the office, and those one belongs to."""
    begin = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    mine = within(offices, "matter__area_code") | Q(attendees__account=actor.uuid)
    found = Meeting.objects.filter(
        mine,
        starts_at__gte=begin,
        starts_at__lt=begin + timedelta(days=1),
        state__in=(Meeting.State.CALLED, Meeting.State.OPEN),
    )
    rows = found.distinct().order_by("starts_at", "pk")[:SHOWN]
    return [
        Waits(
            m.title,
            reverse("shell:meeting", args=[m.pk]),
            f"{timezone.localtime(m.starts_at):%H:%M} {m.place}",
        )
        for m in rows
    ]


def _topics(tasks: Iterable[Task]) -> list[Waits]:
    """Matters of everybody's that stand where they were opened: nobody has looked at them yet."""
    new = [
        task.matter
        for task in tasks
        if task.matter.open and task.matter.state == PROCEDURES[task.matter.procedure].start
    ]
    return [
        Waits(
            m.title,
            reverse("shell:open_matter", args=[m.number]),
            f"{m.area_name} {timezone.localtime(m.opened_at):%Y-%m-%d}",
            m.overdue,
        )
        for m in new[:SHOWN]
    ]


def _questions(offices: list[str]) -> list[Waits]:
    if not offices:
        return []
    rows = waiting_questions().filter(area_code__in=offices)[:SHOWN]
    return [
        Waits(
            q.text[:60],
            reverse("shell:notice", args=[q.publication_id]) + "#questions-title",
            f"{q.publication.title} {timezone.localtime(q.at):%Y-%m-%d}",
        )
        for q in rows
    ]


def _owed(offices: list[str], at: datetime) -> list[Waits]:
    """How much each place of one's own has to disclose within fifteen days, and since when the first is late."""
    today = timezone.localdate(at)
    places = [code for code in offices if len(code) == 12]
    where = next((i.url for i in registry.nav(Audience.OFFICER, frozenset(Role)) if i.url.endswith(OWED)), "")
    if not places or not where:
        return []
    found = Obligation.objects.filter(area_code__in=places, done_on__isnull=True, due_on__lte=today + SOON)
    by_place: dict[str, list[bool]] = {}
    for area, due_on in found.order_by("area_code", "due_on").values_list("area_code", "due_on"):
        by_place.setdefault(area, []).append(due_on < today)
    return [
        Waits(
            _("{n}项应当公开，其中{late}项已逾期").format(n=len(late), late=sum(late)),
            f"{reverse(where)}?" + urlencode({"area": area}),
            late=any(late),
        )
        for area, late in by_place.items()
    ]
