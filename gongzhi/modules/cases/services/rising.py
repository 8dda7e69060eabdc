"""Gather what many tell, county by county; put cases on one matter together, so that one answer serves all."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, Reporter
from gongzhi.kernel.matters.selectors import readable
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.territory.mentions import SHORTEST
from gongzhi.kernel.territory.models import Area, Estate
from gongzhi.kernel.territory.vocabulary import COMMUNITY, COUNTY, short_name
from gongzhi.lib.codes import after
from gongzhi.lib.text.places import Names
from gongzhi.lib.text.topics import Report, Topic, topics
from gongzhi.modules.cases.models import Rising
from gongzhi.modules.cases.procedures import CASE

EVERY = timedelta(hours=1)
WINDOW = timedelta(days=90)
BATCH = 5_000
NEWEST = 20_000  # of a county's cases; gathering takes up to two milliseconds for each
AN_HOUR_S = 2_000  # cases; a county with more waits longer, so that a worker has time for the rest
COMPARED = 2_000  # finished cases that say what is rare
KEPT = 40  # groups of a county


def gather(*, at: datetime, most: int) -> int:
    """Gather the county that waited longest, if its hour has come. Answers 1, or 0 where none is due."""
    due = Rising.objects.filter(next_at__lte=at).order_by("next_at", "county_code").first() or _new(at)
    if due is None or not Rising.objects.filter(pk=due.pk, next_at=due.next_at).update(next_at=at + EVERY):
        return 0
    reports, others = _told(due.county_code, at)
    found = [_kept(topic) for topic in topics(reports, names=_names(due.county_code), others=others)[:KEPT]]
    pause = EVERY * max(1, len(reports) / AN_HOUR_S)
    Rising.objects.filter(pk=due.pk).update(made_at=at, next_at=at + pause, topics=found)
    return 1


def _new(at: datetime) -> Rising | None:
    """Answer a county that was never gathered; all of them then have a row."""
    counties = Area.objects.filter(level=COUNTY, until__isnull=True)
    if counties.count() > Rising.objects.count():
        codes = counties.exclude(code__in=Rising.objects.values("county_code")).values_list("code", flat=True)
        Rising.objects.bulk_create(
            [Rising(county_code=code, next_at=at) for code in codes], ignore_conflicts=True
        )
        return Rising.objects.filter(next_at__lte=at).order_by("county_code").first()
    return None


def _told(county: str, at: datetime) -> tuple[list[Report], list[str]]:
    """Answer what was told in a county within the window and is still open, and texts of finished cases."""
    told = Matter.objects.filter(county_code=county, procedure=CASE.key, opened_at__lte=at)
    found = told.filter(opened_at__gt=at - WINDOW, closed_at__isnull=True)
    columns = ("pk", "title", "case__body", "case__address", "opened_at", "area_code")
    rows = list(found.order_by("-opened_at", "-id").values_list(*columns)[:NEWEST])
    people = _people([row[0] for row in rows])
    reports = [
        Report(
            key=str(pk),
            title=title,
            body=f"{body} {address}",
            at=opened,
            who=next(iter(people[pk]), ""),
            support=max(0, len(people[pk]) - 1),
            county=code[:9],
        )
        for pk, title, body, address, opened, code in rows
    ]
    done = told.filter(closed_at__isnull=False).order_by("-opened_at", "-id")
    others = [f"{title} {body}" for title, body in done.values_list("title", "case__body")[:COMPARED]]
    return reports, others


def _people(matters: Sequence[UUID]) -> dict[UUID, list[str]]:
    """Answer by matter the accounts that brought it in or follow it."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for start in range(0, len(matters), BATCH):
        rows = Reporter.objects.filter(matter__in=matters[start : start + BATCH], account__isnull=False)
        for matter, account in rows.order_by("pk").values_list("matter_id", "account_id"):
            found[matter].append(str(account))
    return found


def _names(county: str) -> Names:
    """Answer the names of a county's communities and estates."""
    below = {"code__gte": county, "code__lt": after(county)}
    areas = Area.objects.filter(**below, until__isnull=True, level=COMMUNITY).values_list("code", "name")
    estates = Estate.objects.filter(area__code__gte=county, area__code__lt=after(county))
    named = [short_name(code, name) for code, name in areas] + [*estates.values_list("name", flat=True)]
    return Names((name, name) for name in named if len(name) >= SHORTEST)


def _kept(topic: Topic) -> dict[str, Any]:
    return {
        "title": topic.title,
        "weight": topic.weight,
        "place": topic.place,
        "people": topic.people + topic.support,
        "since": _day(topic.since),
        "until": _day(topic.until),
        "matters": list(topic.members),
    }


def _day(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d}" if moment else ""


def put_together(*, numbers: Sequence[str], into: str, actor: Actor, at: datetime) -> tuple[int, list[str]]:
    """Merge cases into one, each in its own act. Answers how many were, and why the others were not.

    Raises Refused where the one that the others go into is none that the actor may read.
    """
    rows = {m.number: m for m in readable(actor).filter(number__in=[*numbers, into], procedure=CASE.key)}
    target = rows.pop(into, None)
    if target is None:
        raise Refused(_("请选择并入哪一件。"))
    done, refused = 0, []
    for matter in sorted(rows.values(), key=lambda matter: matter.number):
        try:
            act(matter_id=matter.pk, step="merge", values={"matter": target, "note": ""}, actor=actor, at=at)
            done += 1
        except Refused as why:
            refused.append(f"{matter.number}：{why}")
    return done, refused
