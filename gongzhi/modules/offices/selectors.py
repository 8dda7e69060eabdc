"""Bodies with their seats; who sits in two of them; the list of duties as people read it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Duty, DutyList, Organisation, Post, Seat
from gongzhi.kernel.bodies.selectors import bodies_in, seats_in, with_seats
from gongzhi.kernel.bodies.services import stream_of
from gongzhi.kernel.matters.declarations import PROCEDURES, TermRule
from gongzhi.kernel.matters.diagram import amount
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services.clocks import term_of
from gongzhi.kernel.record.selectors import timeline
from gongzhi.kernel.territory.models import Area

from .vocabulary import HEADS, LEVELS

PAGE = 30
DUTIES = 50


def page_of_bodies(
    under: str, *, words: str, kind: str, after: str, on: date
) -> tuple[list[Organisation], str]:
    """Answer one page of the bodies of an area and the cursor of the next ('' at the end).

    In the order of areas, a body's own code within its area; a cursor is the last code shown.
    """
    found = bodies_in(under, on=on)
    for word in words.split():
        found = found.filter(name__contains=word)
    if kind:
        found = found.filter(kind=kind)
    if after:
        area = after.partition(":")[0]
        found = found.filter(Q(area_code__gt=area) | Q(area_code=area, code__gt=after))
    rows = list(with_seats(found.order_by("area_code", "code"), on=on)[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].code if len(rows) > PAGE else ""


def open_matters(body: Organisation) -> QuerySet[Matter]:
    """Answer the open matters a body is responsible for, the first due first."""
    found = Matter.objects.filter(responsible=body, closed_at__isnull=True)
    return found.select_related("kind", "responsible").order_by("due_at", "pk")


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with who holds it now or will, and who held it."""

    post: Post
    now: list[Seat]
    before: list[Seat]


def posts_of(body: Organisation, *, on: date) -> list[PostLine]:
    held = Seat.objects.order_by("since", "pk")
    posts = body.posts.order_by("pk").prefetch_related(Prefetch("held", held))
    return [
        PostLine(
            post,
            [s for s in post.held.all() if s.until is None or s.until > on],
            [s for s in post.held.all() if s.until is not None and s.until <= on],
        )
        for post in posts
    ]


def open_seats(body: Organisation, *, on: date) -> QuerySet[Seat]:
    """Answer the seats of a body that are held on a day or will be."""
    found = Seat.objects.filter(Q(until__isnull=True) | Q(until__gt=on), post__organisation=body)
    return found.select_related("post").order_by("post", "since", "pk")


def story(body: Organisation) -> list[dict[str, object]]:
    """Answer what was done to a body, oldest first, for officers."""
    lines = timeline(stream_of(body.code), personal=True)
    return [
        {"at": line.entry.at, "who": line.who, "sentence": line.sentence, "hash": line.entry.hash}
        for line in lines
    ]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who sits in several bodies of one area at once."""

    name: str
    area: str
    seats: tuple[Seat, ...]

    @property
    def heads_both(self) -> bool:
        """Are they secretary of a party organisation and director of the committee (一肩挑)?"""
        return set(HEADS) <= {s.post.organisation.kind for s in self.seats if _heads(s)}


def _heads(seat: Seat) -> bool:
    title = seat.post.title
    return "副" not in title and title.endswith(HEADS.get(seat.post.organisation.kind, "\0"))


def held_together(under: str, *, on: date) -> list[Holder]:
    """Answer who sits in two or more bodies of the same area on a day, in one query."""
    seats = seats_in(under, on=on).order_by("post__organisation__area_code", "since", "pk")
    return [
        Holder(person[0].holder, area, tuple(person))
        for area, here in groupby(seats, key=lambda s: s.post.organisation.area_code)
        for person in persons(here)
        if len({s.post.organisation_id for s in person}) > 1
    ]


def persons(seats: Iterable[Seat]) -> list[list[Seat]]:
    """Sort the seats of one area by person: by account, and by name where a seat names no account.

    A bare name goes to the account of that name if there is just one: two of them may be two people.
    """
    found: dict[str, list[Seat]] = {}
    accounts: dict[str, set[str]] = {}
    bare: list[Seat] = []
    for seat in seats:
        if seat.account_id is None:
            bare.append(seat)
            continue
        key = str(seat.account_id)
        found.setdefault(key, []).append(seat)
        accounts.setdefault(seat.holder, set()).add(key)
    for seat in bare:
        named = accounts.get(seat.holder, set())
        key = next(iter(named)) if len(named) == 1 else f"name:{seat.holder}"
        found.setdefault(key, []).append(seat)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A row of the list of duties: what, who, on what ground, how long."""

    code: str
    group: str
    name: str
    level: str
    department: str
    basis: str
    terms: str


def lists() -> QuerySet[DutyList]:
    return DutyList.objects.order_by("-since", "-pk")


def duty_lines(of: DutyList, *, kind: str, after: str) -> tuple[list[DutyLine], str]:
    """Answer one page of a list's rows and the cursor of the next ('' at the end)."""
    found = Duty.objects.filter(duties=of, kind_code__startswith=kind, kind_code__gt=after)
    duties = list(found.order_by("kind_code")[: DUTIES + 1])
    shown = duties[:DUTIES]
    codes = {d.kind_code[:n] for d in shown for n in range(2, len(d.kind_code) + 1, 2)}
    kinds, departments = Kind.objects.in_bulk(codes), department_names()
    rows = [_duty_line(duty, kinds, departments) for duty in shown]
    return rows, shown[-1].kind_code if len(duties) > DUTIES else ""


def _duty_line(duty: Duty, kinds: dict[str, Kind], departments: dict[str, str]) -> DutyLine:
    """Where the list names no article for a kind, its ground is the one that bounds its terms."""
    code = duty.kind_code
    names = [kinds[code[:n]].name for n in range(2, len(code) + 1, 2) if code[:n] in kinds]
    terms = _terms(kinds[code]) if code in kinds else []
    return DutyLine(
        code=code,
        group=" · ".join(dict.fromkeys(names[:-1])),
        name=names[-1] if names else code,
        level=str(LEVELS.get(duty.level, "")),
        department=departments.get(duty.function, duty.function),
        basis=duty.basis or _("、").join(dict.fromkeys(str(rule.ceiling.law) for rule in terms)),
        terms=_("；").join(amount(rule) for rule in terms),
    )


def _terms(kind: Kind) -> list[TermRule]:
    """Answer the terms that depend on the kind, with its own amounts."""
    procedure = PROCEDURES.get(kind.procedure)
    rules = [rule for rule in procedure.terms if rule.by_kind] if procedure else []
    return [replace(rule, term=term_of(rule, kind)) for rule in rules]


def department_names() -> dict[str, str]:
    """Answer what a department of each function is called, without the area's name before it."""
    rows = Organisation.objects.exclude(function="").order_by("code")
    found = {o.function: (o.name, o.area_code) for o in reversed(rows)}
    areas = dict(Area.objects.filter(pk__in={a for _n, a in found.values()}).values_list("code", "name"))
    return {function: name.removeprefix(areas.get(area, "")) for function, (name, area) in found.items()}


def groups(of: DutyList) -> list[tuple[str, str]]:
    """Answer the kinds of the first level that a list names."""
    codes = {code[:2] for code in Duty.objects.filter(duties=of).values_list("kind_code", flat=True)}
    return list(Kind.objects.filter(pk__in=codes).order_by("code").values_list("code", "name"))
