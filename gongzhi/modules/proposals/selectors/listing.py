"""Find proposals, and say of which colour they are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.models import Clock, Matter
from gongzhi.kernel.matters.search import matching
from gongzhi.lib.codes import after
from gongzhi.lib.periods import Period
from gongzhi.modules.proposals.models import Proposal
from gongzhi.modules.proposals.vocabulary import Light

SOON = timedelta(days=30)
HOUSE_RULES = ("answer", "again", "fulfilment")  # the terms that the colours are about


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; '' or None is everything."""

    area: str
    words: str = ""
    state: str = ""
    body: int | None = None
    reply_class: str = ""
    session: str = ""
    light: str = ""
    period: Period | None = None


def found(filters: Filters, *, at: datetime) -> QuerySet[Proposal]:
    """Answer the proposals that fit, the newest first."""
    rows = Proposal.objects.filter(
        matter__area_code__gte=filters.area, matter__area_code__lt=after(filters.area)
    )
    exact = {
        "matter__state": filters.state,
        "matter__responsible": filters.body,
        "reply_class": filters.reply_class,
        "session": filters.session,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if filters.words:
        texts = Matter.objects.filter(matching(filters.words, within=[filters.area]))
        rows = rows.filter(Q(number=filters.words.strip()) | Q(matter__in=texts))
    if filters.period:
        days = (filters.period.first, filters.period.last)
        rows = rows.filter(matter__opened_at__date__range=days)
    rows = _lit(rows, filters.light, at)
    rows = rows.select_related("matter__responsible").prefetch_related(
        "deputies", "matter__clocks", "replies"
    )
    return rows.order_by("-matter__opened_at", "-number")


def _lit(rows: QuerySet[Proposal], light: str, at: datetime) -> QuerySet[Proposal]:
    if light not in Light.values:
        return rows
    running = Clock.objects.filter(matter=OuterRef("matter"), state=Clock.State.RUNNING, rule__in=HOUSE_RULES)
    red = Exists(running.filter(Q(colour=Clock.Colour.RED) | Q(due_at__lt=at)))
    yellow = Exists(running.filter(colour=Clock.Colour.YELLOW, due_at__gte=at))
    blue = Exists(running.filter(colour=Clock.Colour.GREEN, due_at__gte=at, due_at__lte=at + SOON))
    shown = {
        Light.RED.value: Q(red),
        Light.YELLOW.value: ~Q(red) & Q(yellow),
        Light.BLUE.value: ~Q(red) & ~Q(yellow) & Q(blue),
    }
    return rows.filter(shown.get(light, Q(Exists(running)) & ~Q(red) & ~Q(yellow) & ~Q(blue)))


def light_of(matter: Matter, at: datetime) -> Light | None:
    """Answer the colour of a matter's term; None while none of them runs."""
    running = [c for c in matter.clocks.all() if c.state == Clock.State.RUNNING and c.rule in HOUSE_RULES]
    if not running:
        return None
    if any(c.colour == Clock.Colour.RED or c.due_at < at for c in running):
        return Light.RED
    if any(c.colour == Clock.Colour.YELLOW for c in running):
        return Light.YELLOW
    return Light.BLUE if any(c.due_at <= at + SOON for c in running) else Light.GREEN


def by_number(number: str) -> Proposal | None:
    """Answer a proposal by the number of its matter."""
    rows = Proposal.objects.select_related("matter__responsible", "matter__kind")
    return rows.filter(matter__number=number).first()


def numbered(number: str) -> list[Proposal]:
    """Answer the proposals that bear a number, the newest first: each session counts from one."""
    rows = Proposal.objects.filter(number__in={number, number.zfill(4)}).select_related("matter__responsible")
    return list(rows.order_by("-matter__opened_at"))


def sessions(area: str) -> list[str]:
    rows = Proposal.objects.filter(matter__area_code__gte=area, matter__area_code__lt=after(area))
    return list(rows.order_by("session").values_list("session", flat=True).distinct())


def offices(area: str) -> list[Organisation]:
    """Answer the bodies that lead proposals in an area."""
    rows = Proposal.objects.filter(matter__area_code__gte=area, matter__area_code__lt=after(area))
    return list(
        Organisation.objects.filter(pk__in=rows.values("matter__responsible")).order_by("area_code", "code")
    )
