"""Find proposals, say how they stand, count the four rates."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.matters.models import Clock, Matter
from gongzhi.kernel.matters.search import matching
from gongzhi.kernel.matters.selectors import told
from gongzhi.kernel.people.actor import Actor
from gongzhi.lib.codes import after
from gongzhi.lib.periods import Period

from .models import Commitment, Opinion, Proposal, Reply
from .policies import leads, sees_draft
from .procedures.figures import Figure, filled
from .vocabulary import WRITING, Light, Satisfaction

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


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment with its colour."""

    commitment: Commitment
    light: Light | None


def promises(proposal: Proposal, on: date) -> list[Promised]:
    rows = proposal.commitments.order_by("place")
    return [Promised(row, None if row.done_at else _near(row.due_on, on)) for row in rows]


def _near(due: date, on: date) -> Light:
    if due < on:
        return Light.RED
    return Light.BLUE if due <= on + SOON else Light.GREEN


def panel(matter: Matter, actor: Actor) -> tuple[str, dict[str, Any]]:
    """Answer the template and the facts of a proposal on its matter's page."""
    proposal = Proposal.objects.get(pk=matter.pk)
    proposal.matter, now = matter, timezone.now()
    inside = sees_draft(actor, matter)
    return "proposals/_panel.html", {
        "proposal": proposal,
        "deputies": [d.name for d in proposal.deputies.order_by("place")],
        "opinions": opinions(proposal),
        "replies": [r for r in replies(proposal) if readable(r, actor)],
        "signed": replies(proposal),
        "promises": promises(proposal, timezone.localdate(now)) if inside or replies(proposal) else [],
        "light": light_of(matter, now),
        "inside": inside,
        "may_draft": matter.state in WRITING and leads(actor, matter) is not None,
        "receipt": matter.state == "answered" and actor.account in told(matter),
    }


def opinions(proposal: Proposal) -> list[Opinion]:
    return list(proposal.opinions.select_related("body").order_by("round", "pk"))


def replies(proposal: Proposal) -> list[Reply]:
    return list(proposal.replies.order_by("round"))


def readable(reply: Reply, actor: Actor) -> bool:
    """May somebody read a reply: published as a whole, or to them, or as an officer there?"""
    matter = reply.proposal.matter
    published = reply.published_at is not None and reply.openness == "whole"
    return published or sees_draft(actor, matter) or (actor.known and actor.account in told(matter))


def preview(proposal: Proposal, *, text: str, at: datetime) -> list[list[str | Figure]]:
    """Answer a text as it reads today, paragraph by paragraph. Raises ValueError or KeyError for a faulty one."""
    lines: list[list[str | Figure]] = [[]]
    for part in filled(text, area=proposal.matter.area_code, on=timezone.localdate(at)):
        if isinstance(part, Figure):
            lines[-1].append(part)
            continue
        first, *more = part.splitlines() or [""]
        lines[-1].append(first)
        lines += [[line] for line in more]
    return [line for line in lines if any(line)]


def text_of(matter: Matter) -> str:
    proposal = Proposal.objects.get(pk=matter.pk)
    names = " ".join(proposal.deputies.order_by("place").values_list("name", flat=True))
    return f"{proposal.number} {proposal.session} {names} {matter.title} {proposal.body}"


@dataclass(slots=True)
class Rates:
    """How an office stands. The four rates in per cent; None where there is nothing to divide by."""

    name: str
    led: int = 0
    running: int = 0
    late: int = 0
    answered: int = 0
    timely: int = 0
    public: int = 0
    heard: int = 0
    pleased: int = 0
    promised: int = 0
    kept: int = 0
    classes: dict[str, int] = field(default_factory=lambda: {"A": 0, "B": 0, "C": 0})

    @property
    def satisfaction(self) -> float | None:
        return _share(self.pleased, self.heard)

    @property
    def punctuality(self) -> float | None:
        return _share(self.timely, self.answered)

    @property
    def fulfilment(self) -> float | None:
        return _share(self.kept, self.promised)

    @property
    def publicity(self) -> float | None:
        return _share(self.public, self.answered)


def _share(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def rates(filters: Filters, *, at: datetime) -> list[Rates]:
    """Answer the four rates of each office that leads proposals, and of all together at the end."""
    rows = found(filters, at=at).prefetch_related("commitments")
    by_body: dict[int, Rates] = {}
    total = Rates("")
    for proposal in rows:
        body = proposal.matter.responsible
        for counted in (by_body.setdefault(body.pk, Rates(body.name)), total):
            _count(counted, proposal, at)
    ordered = sorted(by_body.values(), key=lambda r: (-r.led, r.name))
    return [*ordered, total] if ordered else []


def _count(rate: Rates, proposal: Proposal, at: datetime) -> None:
    matter, signed = proposal.matter, sorted(proposal.replies.all(), key=lambda r: r.round)
    rate.led += 1
    rate.running += matter.closed_at is None
    rate.late += light_of(matter, at) == Light.RED
    if not signed:
        return
    rate.answered += 1
    rate.timely += signed[0].timely
    rate.public += any(r.published_at for r in signed)
    rate.classes[signed[-1].reply_class] += 1
    final = proposal.satisfaction and matter.state in ("heard", "closed")
    rate.heard += bool(final)
    rate.pleased += bool(final and proposal.satisfaction != Satisfaction.UNSATISFIED)
    rounds = {r.round for r in signed}
    made = [c for c in proposal.commitments.all() if c.round in rounds]
    rate.promised += len(made)
    rate.kept += sum(c.done_at is not None for c in made)
