"""Somebody's own calendar: meetings they belong to, and until when what they have to do."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.models import Meeting, Task
from gongzhi.kernel.matters.selectors import open_tasks
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.publications.selectors import home_of
from gongzhi.lib.feeds import Item
from gongzhi.shell.open_data import meeting_items

BACK = timedelta(days=90)
MOST = 500


def agenda(actor: Actor, *, at: datetime) -> list[Item]:
    """Answer the events, with paths. Of matters only number and kind: calendars lie with others' services."""
    mine = Q(attendees__account=actor.uuid)
    if home := home_of(actor):
        mine |= Q(by_count=True, matter__area_code=home)
    meetings = Meeting.objects.filter(mine, starts_at__gte=at - BACK).select_related("matter__responsible")
    rows = meetings.distinct().order_by("starts_at", "pk")[:MOST]
    return [*meeting_items(rows), *_deadlines(open_tasks(actor)[:MOST])]


def _deadlines(tasks: Iterable[Task]) -> list[Item]:
    """One event a matter, whoever has how many tasks of it."""
    matters = {task.matter_id: task.matter for task in tasks if task.matter.due_at}
    return [
        Item(
            id=matter.pk,
            title=_("{number} {kind} 到期").format(number=matter.number, kind=matter.kind.name),
            href=reverse("shell:matter", args=[matter.number]),
            at=timezone.localtime(matter.opened_at),
            ends=matter.due_at,
        )
        for matter in matters.values()
    ]
