"""Estates with how they stand: households, committee, running votes with both quorums."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.selectors import latest, turnout
from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import within
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.territory.models import Estate
from gongzhi.lib.law import Cite
from gongzhi.lib.majority import OwnersItem, needed, owners_rule
from gongzhi.modules.owners.models import (
    Assembly,
    Candidate,
    Founding,
    Handover,
    Item,
    Motion,
    Order,
    SealUse,
    Unit,
)
from gongzhi.modules.owners.procedures.judging import square_metres
from gongzhi.modules.owners.procedures.laws import BARS
from gongzhi.modules.owners.procedures.motion import support
from gongzhi.modules.owners.procedures.rolls import voters
from gongzhi.modules.owners.vocabulary import AREA, PERSON, Caller, Subject
from gongzhi.modules.owners.vocabulary import Motion as S

from .officers import Officers, members, officers

WHOLE = 1000


def estates(area: str, words: str = "") -> QuerySet[Estate]:
    """Answer the estates that are entered in an area, by name or address, in the order of their areas."""
    found = Estate.objects.filter(within([area], "area_id"), assembly__isnull=False)
    if words:
        found = found.filter(Q(name__icontains=words) | Q(address__icontains=words))
    counted = found.annotate(rooms=Count("units", distinct=True)).select_related("area", "assembly__body")
    return counted.order_by("area_id", "name", "pk")


def rules_decided(estate: int) -> Motion | None:
    """Answer the newest decision in force by which the owners made or changed their rules of procedure."""
    passed = Item.objects.filter(subject=Subject.RULES, passed=True).values("motion")
    found = Motion.objects.filter(estate=estate, pk__in=passed, matter__state=S.DECIDED)
    return found.select_related("matter").order_by("-matter__closed_at").first()


@dataclass(frozen=True, slots=True)
class Bar:
    """How many take part by one way of counting, in words, and how many must; `part`, `mark` in thousandths."""

    title: str
    taken: str
    whole: str
    needed: str
    part: int
    mark: int

    @property
    def met(self) -> bool:
        return self.part >= self.mark


def bars(poll: Poll) -> list[Bar]:
    """Answer both quorums of a poll of owners as they stand; never how anybody voted."""
    came = turnout(poll)
    on = timezone.localdate(poll.closes_at)
    quorum = owners_rule(OwnersItem.OTHER, on).on(on).quorum
    made = []
    for scheme, title in ((PERSON, _("按人数")), (AREA, _("按面积"))):
        whole, taken = came.roll[scheme], came.taken[scheme]
        least = needed(quorum.share, whole) if quorum else 0
        made.append(
            Bar(
                title,
                _said(scheme, taken),
                _said(scheme, whole),
                _said(scheme, least),
                # Rounded down here and up below: a bar never shows as met what is not.
                taken * WHOLE // whole if whole else 0,
                -(-least * WHOLE // whole) if whole else 0,
            )
        )
    return made


def _said(scheme: str, amount: int) -> str:
    return _("{n}人").format(n=amount) if scheme == PERSON else f"{square_metres(amount)}㎡"


def motions(estate: int) -> QuerySet[Motion]:
    found = Motion.objects.filter(estate=estate).select_related("matter", "estate")
    return found.prefetch_related("items").order_by("-matter__opened_at", "-pk")


@dataclass(frozen=True, slots=True)
class Overview:
    """What the page of an estate says of it. Nobody is named."""

    rooms: int
    flats: int
    area: str
    heads: int
    members: int
    vacant: int
    seals: int
    file_until: date | None
    orders: int
    handover: Handover | None
    officers: Officers | None
    founding: Founding | None


def overview(assembly: Assembly, at: datetime) -> Overview:
    today, estate = timezone.localdate(at), assembly.pk
    units = list(Unit.objects.filter(estate=estate).values_list("kind", "dwelling__floor_area"))
    held = members(assembly, today).count()
    unfiled = assembly.elected_on is not None and assembly.filed_on is None
    return Overview(
        rooms=len(units),
        flats=sum(kind == "flat" for kind, _area in units),
        area=square_metres(sum(area for _kind, area in units)),
        heads=sum(v.head for v in voters(assembly, today)),
        members=held if assembly.body_id else 0,
        vacant=max(0, assembly.seats - held) if assembly.elected_on else 0,
        seals=SealUse.objects.filter(estate=estate, used_at__isnull=False).count(),
        file_until=_days_later(assembly.elected_on, 30) if unfiled else None,
        orders=Order.objects.filter(estate=estate, answered_at__isnull=True).count(),
        handover=Handover.objects.filter(estate=estate, done_at__isnull=True).first(),
        officers=officers(assembly, today),
        founding=Founding.objects.filter(estate=estate, matter__closed_at__isnull=True)
        .select_related("matter")
        .first(),
    )


def _days_later(day: date | None, days: int) -> date | None:
    return date.fromordinal(day.toordinal() + days) if day else None


def panel(matter: Matter, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Answer the facts of a motion, or of a founding, for the matter's page."""
    founding = Founding.objects.filter(pk=matter.pk).select_related("estate").first()
    if founding is not None:
        return "owners/_founding_panel.html", {"founding": founding, "asking": matter.owners_support.count()}
    motion = Motion.objects.select_related("estate", "matter").get(pk=matter.pk)
    poll = latest(matter, "owners")
    found = Candidate.objects.select_related("owner").order_by("number")
    items = list(motion.items.prefetch_related(Prefetch("candidates", found)).order_by("number"))
    asked = support(matter, timezone.now()) if motion.caller == Caller.OWNERS else None
    return "owners/_motion_panel.html", {
        "motion": motion,
        "items": [(item, _barred(item)) for item in items],
        "poll": poll,
        "bars": bars(poll) if poll and poll.opened_at else [],
        "runs": _runs(motion, actor),
        "asked": asked if matter.state == S.DRAFTED else None,
    }


def _barred(item: Item) -> list[tuple[str, Cite, int]]:
    """Answer why candidates are not put to the vote, by which article, and how many; never who."""
    found = Counter(candidate.bar for candidate in item.candidates.all() if candidate.bar)
    return [(str(bar.label), law, found[bar.value]) for bar, law in BARS.items() if found[bar.value]]


def _runs(motion: Motion, actor: Actor) -> bool:
    """May the actor see whom a bar is about: the committee, the subdistrict?"""
    area, body = (
        motion.estate.area_id,
        Assembly.objects.values_list("body", flat=True).get(pk=motion.estate_id),
    )
    if actor.grant(Role.SUBDISTRICT_OFFICER, area):
        return True
    held = seats_of(actor.uuid, area_code=area, on=timezone.localdate())
    return any(seat.post.organisation_id == body for seat in held)


def text_of(matter: Matter) -> str:
    """Answer what a motion or a founding is found by: never names."""
    motion = Motion.objects.filter(pk=matter.pk).first()
    return " ".join([matter.title, *(motion.items.values_list("title", flat=True) if motion else ())])
