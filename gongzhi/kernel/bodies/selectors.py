"""Who is responsible, and which bodies may be chosen."""

from datetime import date

from django.db.models import Min, Prefetch, Q, QuerySet

from gongzhi.kernel.bodies.models import Duty, DutyList, InUse, Organisation, Post, Seat
from gongzhi.kernel.people.models import Mandate
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.lib.codes import after, ancestors, cut


def in_force(on: date) -> Q:
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def duty_list(on: date) -> DutyList | None:
    return DutyList.objects.filter(in_force(on)).order_by("-since").first()


def responsible(*, kind_code: str, area_code: str, on: date) -> Organisation:
    """Answer the body that must act: by the list in force for the kind or the kind above it, else the community.

    The body is looked for at the duty's level, then ever one level up, so that there always is one.
    Raises LookupError only where not even the city has an office (an installation without areas).
    """
    codes = [kind_code[:n] for n in range(len(kind_code), 1, -2)]
    duties = {d.kind_code: d for d in Duty.objects.filter(duties=duty_list(on), kind_code__in=codes)}
    duty = next((duties[c] for c in codes if c in duties), None)
    level, function = (duty.level, duty.function) if duty else (12, "")
    lowest = cut(area_code, level) or area_code
    return office(lowest, function=function, on=on)


def office(area_code: str, *, on: date, function: str = "") -> Organisation:
    """Answer the department of `function` there, else the general office there, else one level up."""
    path = [area_code, *ancestors(area_code)]
    found = Organisation.objects.filter(in_force(on), area_code__in=path, function__in={"", function})
    general = found & general_offices()
    departments = found.filter(kind=Organisation.Kind.DEPARTMENT).exclude(function="")
    by_area = {o.area_code: o for o in general} | {o.area_code: o for o in departments if function}
    for code in path:
        if code in by_area:
            return by_area[code]
    first = general_offices().filter(area_code__in=path).aggregate(first=Min("since"))["first"]
    if first and on < first:  # older than our lists of areas: by the first of them
        return office(area_code, on=first, function=function)
    raise LookupError(f"no office above {area_code}")


def general_offices() -> QuerySet[Organisation]:
    return Organisation.objects.filter(kind__in=(Organisation.Kind.GOVERNMENT, Organisation.Kind.COMMITTEE))


def above(organisation: Organisation, *, on: date) -> Organisation | None:
    """Answer the general office one level up (for a department: of its own area), None at the top."""
    if organisation.kind == Organisation.Kind.DEPARTMENT:
        return office(organisation.area_code, on=on)
    up = ancestors(organisation.area_code)
    return office(up[0], on=on) if up else None


def assignable(*, area_code: str, by: Organisation, on: date) -> QuerySet[Organisation]:
    """Answer the bodies that `by` may hand a matter in `area_code` to: offices and departments on its path."""
    path = [area_code, *ancestors(area_code)]
    return (
        Organisation.objects.filter(in_force(on), area_code__in=path)
        .filter(kind__in=("government", "department", "committee"))
        .exclude(pk=by.pk)
        .order_by("-area_code", "function")
    )


def in_use(on: date) -> set[str]:
    """Answer the communities that have begun to use the platform by a day.

    Somebody was given a seat or an office there, or a level above took the whole area into use.
    """
    seats = Seat.objects.filter(since__lte=on).values_list("post__organisation__area_code", flat=True)
    offices = Mandate.objects.filter(since__lte=on, role=Role.COMMUNITY_WORKER)
    below = Q(pk__in=[])
    for code in InUse.objects.filter(since__lte=on).values_list("area_code", flat=True):
        below |= Q(code__gte=code, code__lt=after(code))
    taken = Area.objects.filter(below, level=COMMUNITY, until__isnull=True).values_list("code", flat=True)
    return {*seats.distinct(), *offices.values_list("area_code", flat=True).distinct(), *taken}


def bodies_in(under: str, *, on: date) -> QuerySet[Organisation]:
    """Answer the bodies of an area and of those below it."""
    return Organisation.objects.filter(in_force(on), area_code__gte=under, area_code__lt=after(under))


def with_seats(found: QuerySet[Organisation], *, on: date) -> QuerySet[Organisation]:
    """Load with each body its posts, and with each post as `now` the seats held on a day: three queries."""
    held = Seat.objects.filter(in_force(on)).order_by("since", "pk")
    return found.prefetch_related(
        Prefetch("posts", Post.objects.order_by("pk")), Prefetch("posts__held", held, to_attr="now")
    )


def seats_in(under: str, *, on: date) -> QuerySet[Seat]:
    """Answer the seats held on a day in the bodies of an area, with post and body."""
    bodies = bodies_in(under, on=on)
    return Seat.objects.filter(in_force(on), post__organisation__in=bodies).select_related(
        "post__organisation"
    )
