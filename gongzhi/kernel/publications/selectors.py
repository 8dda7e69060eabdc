"""Reads on publications: who may see what, what stands on a board, what is late where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.actor import Actor, Grant
from gongzhi.kernel.people.models import Resident
from gongzhi.kernel.people.vocabulary import HANDLERS
from gongzhi.kernel.publications.models import Objection, Obligation, Publication, Question
from gongzhi.lib.codes import after, covers

COLUMNS = {6: "county_code", 9: "township_code", 12: "area_code"}


def may_see(actor: Actor, publication: Publication, *, on: date) -> bool:
    """Answer whether a publication is meant for the actor. Of an estate we know the community its residents live in."""
    if publication.audience == Publication.Audience.EVERYONE or actor.reads(publication.area_code):
        return True
    if actor.uuid is None:
        return False
    if publication.audience == Publication.Audience.BODY:
        held = seats_of(actor.uuid, area_code=publication.body.area_code, on=on)
        return any(seat.post.organisation_id == publication.body_id for seat in held)
    return covers(publication.area_code, home_of(actor))


def answering(actor: Actor, area_code: str) -> Grant | None:
    """Answer the mandate by which the actor speaks for the office of an area, None without one."""
    role = HANDLERS.get(len(area_code))
    return actor.grant(role, area_code) if role else None


def asked(publication: Publication, actor: Actor, *, at: datetime) -> QuerySet[Question]:
    """Answer the questions about any version, oldest first: what is public, one's own, and to the office all.

    Of one that was kept back everybody reads the reason; its text is for who asked and for the office.
    """
    found = Question.objects.filter(publication__series=publication.series)
    if answering(actor, publication.area_code) is None:
        seen = Q(shows_at__lte=at) | Q(kept_back_at__isnull=False)
        found = found.filter(seen | Q(account=actor.uuid) if actor.uuid else seen)
    return found.select_related("account").order_by("at")


def waiting_questions() -> QuerySet[Question]:
    """Answer what is neither answered nor kept back, the oldest first."""
    found = Question.objects.filter(answered_at__isnull=True, kept_back_at__isnull=True)
    return found.select_related("publication").order_by("at", "pk")


def home_of(actor: Actor) -> str:
    """Answer the community where the actor lives, as far as it is registered; else ''."""
    homes = Resident.objects.filter(account=actor.uuid).values_list("area_code", flat=True)
    return (homes.first() or "") if actor.uuid else ""


def latest(found: QuerySet[Publication]) -> QuerySet[Publication]:
    """Narrow publications to the latest version of each series."""
    newer = Publication.objects.filter(series=OuterRef("series"), version__gt=OuterRef("version"))
    return found.filter(~Exists(newer))


def published_in(area_code: str, *, kinds: Iterable[str] = (), actor: Actor) -> QuerySet[Publication]:
    """Answer what was made public in and below an area, newest first, every version, as far as the actor may see it."""
    found = Publication.objects.filter(area_code__gte=area_code, area_code__lt=after(area_code))
    if kinds := list(kinds):
        found = found.filter(kind__in=kinds)
    return found.filter(_for(actor)).select_related("body", "matter").order_by("-published_at", "-pk")


def _for(actor: Actor) -> Q:
    """Answer the condition of `may_see` as far as a list can ask it: bodies' own papers stay on their pages."""
    seen = Q(audience=Publication.Audience.EVERYONE)
    for code in actor.scopes:
        seen |= Q(area_code__gte=code, area_code__lt=after(code))
    if home := home_of(actor):
        meant = (Publication.Audience.AREA, Publication.Audience.ESTATE)
        seen |= Q(audience__in=meant, area_code=home)
    return seen


def versions(publication: Publication) -> QuerySet[Publication]:
    """Answer all versions, the newest first, with what belongs to each."""
    found = Publication.objects.filter(series=publication.series).order_by("-version")
    return found.select_related("body", "withheld").prefetch_related("files", "signatures")


def objections(matter: Matter) -> QuerySet[Objection]:
    return matter.objections.select_related("account", "publication").order_by("at", "pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """How an area stands with its duties up to a day: all that were due, done in time, done late, not done."""

    code: str
    due: int
    in_time: int
    afterwards: int
    late: int
    longest: int

    @property
    def punctual(self) -> float:
        """Done in time, per cent of what was due, cut (not rounded) after one decimal; 100 where nothing was due."""
        return per_cent(self.in_time, self.due) if self.due else 100.0


def per_cent(part: int, whole: int) -> float:
    """Cut, so that only all of it is 100."""
    return 1000 * part // whole / 10


def standings(under: str, *, level: int, since: date, on: date) -> list[Standing]:
    """Answer how each area of `level` below `under` stands with what was due in [since, on), in one pass.

    `level`: length of the code: 6, 9 or 12. Areas where nothing was due are not among them.
    """
    column = COLUMNS[level]
    rows = (
        obligations(under)
        .filter(due_on__gte=since, due_on__lt=on)
        .values(code=F(column))
        .annotate(
            due=Count("pk"),
            in_time=Count("pk", filter=Q(done_on__lte=F("due_on"))),
            done=Count("done_on"),
            first=Min("due_on", filter=Q(done_on__isnull=True)),
        )
        .order_by("code")
    )
    return [
        Standing(
            row["code"],
            row["due"],
            row["in_time"],
            row["done"] - row["in_time"],
            row["due"] - row["done"],
            (on - row["first"]).days if row["first"] else 0,
        )
        for row in rows
    ]


def obligations(under: str) -> QuerySet[Obligation]:
    """Answer the obligations of an area: by the column of its level, so that an index finds them; of the city all."""
    column = COLUMNS.get(len(under))
    return Obligation.objects.filter(**{column: under}) if column else Obligation.objects.all()


def late(under: str, *, on: date) -> QuerySet[Obligation]:
    """Answer what should have been disclosed below an area before a day and is not, the longest late first."""
    return (
        obligations(under).filter(done_on__isnull=True, due_on__lt=on).order_by("due_on", "area_code", "duty")
    )


def owed(area_code: str, *, on: date) -> QuerySet[Obligation]:
    """Answer what a community has to disclose: late ones first, then what is due in the periods that run."""
    found = Obligation.objects.filter(area_code=area_code, done_on__isnull=True, period__lte=on)
    return found.order_by("due_on", "duty")
