"""Reads on cases: kinds to choose from, what everybody may read, counts by area."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.selectors import lying_in, name_of_reporter, phone_of_reporter
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.registry.declaration import Answered
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.codes import LENGTHS, after
from gongzhi.lib.identity import mask_phone
from gongzhi.modules.cases.models import Case
from gongzhi.modules.cases.procedures import CASE
from gongzhi.modules.cases.procedures.rules import BEFORE_ANSWER

LEAF = 6


def current_kinds() -> list[Kind]:
    return list(Kind.objects.filter(procedure=CASE.key, retired_on__isnull=True).order_by("code"))


def grouped(rows: list[Kind]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Answer the kinds for a form, grouped by the first level: [(group, [(code, "second · third")])]."""
    names = {k.code: k.name for k in rows}
    groups: dict[str, list[tuple[str, str]]] = {}
    for code, name in names.items():
        if len(code) == LEAF:
            middle = names.get(code[:4], "")
            shown = name if middle == name else f"{middle} · {name}"
            groups.setdefault(names.get(code[:2], ""), []).append((code, shown))
    return list(groups.items())


def panel(matter: Matter, reader: Actor) -> tuple[str, dict[str, Any]]:
    """Answer what a case adds to its matter's page, for an officer or its reporter."""
    case = Case.objects.get(pk=matter.pk)
    answering = reader.officer and matter.state in BEFORE_ANSWER
    facts = {"case": case, "matter": matter, "reporters": reporters(matter), "answering": answering}
    facts["may_look"] = reader.reads(matter.area_code) and any(map(phone_of_reporter, matter.reporters.all()))
    return "cases/_panel.html", facts


def reporters(matter: Matter) -> list[str]:
    """Answer name and masked phone of everybody who brought the matter in, for the officers who handle it."""
    rows = matter.reporters.all()
    return [" ".join(filter(None, (name_of_reporter(r), mask_phone(phone_of_reporter(r))))) for r in rows]


def contacts(matter: Matter) -> list[tuple[str, str]]:
    """Answer name and phone in full. Whoever asks has said why (services.look)."""
    rows = matter.reporters.select_related("account")
    return [(name_of_reporter(row), phone_of_reporter(row)) for row in rows]


def answering(matter: Matter) -> Case:
    """Answer the case with the answer that its reporter waits for: a merged one's is that of the case it went into."""
    case = Case.objects.get(pk=matter.pk)
    into = matter
    while into.merged_into is not None:
        into = into.merged_into
    if into is not matter:
        case.answer = Case.objects.get(pk=into.pk).answer
    return case


def text_of(matter: Matter) -> str:
    case = Case.objects.get(pk=matter.pk)
    return f"{matter.title}\n{case.body}\n{case.address}\n{case.answer}"


def published(*, words: str = "", under: str = "", kind: str = "") -> QuerySet[Case]:
    """Answer the published answers, newest first. `words` are sought in what is published, nowhere else."""
    found = Case.objects.filter(published_at__isnull=False).select_related("matter", "matter__kind")
    for word in words.split():
        found = found.filter(Q(public_title__icontains=word) | Q(public_answer__icontains=word))
    if under:
        found = found.filter(matter__area_code__gte=under, matter__area_code__lt=after(under))
    if kind:
        found = found.filter(matter__kind__code__startswith=kind)
    return found.order_by("-published_at", "-pk")


def answers(most: int) -> list[Answered]:
    """Answer the newest published answers, as whoever asks the like may read them."""
    rows = published().values_list("public_title", "public_answer", "matter__number", "published_at")[:most]
    return [
        Answered(title, body, reverse("cases:answer", args=[number]), timezone.localdate(at))
        for title, body, number, at in rows
    ]


def mine(account: str) -> QuerySet[Matter]:
    """Answer the matters that an account brought in, newest first."""
    return (
        Matter.objects.filter(procedure=CASE.key, reporters__account_id=account)
        .annotate(merged_here=F("reporters__came_from"))
        .select_related("kind", "responsible")
        .order_by("-opened_at")
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the dashboard: an area below, or a kind, with its counts."""

    code: str
    name: str
    open: int
    overdue: int
    closed: int


@dataclass(frozen=True, slots=True)
class Board:
    states: list[tuple[str, str, int]]
    areas: list[Row]
    kinds: list[Row]
    open: int
    overdue: int
    closed: int
    closed_low: int
    rating: float | None
    since: datetime


def board(under: str, *, since: datetime) -> Board:
    """Answer the counts of an area: the open ones as they are now, the closed ones since `since`."""
    here = Matter.objects.filter(lying_in([under]), procedure=CASE.key)
    live, done = here.filter(closed_at__isnull=True), here.filter(closed_at__gte=since)
    by_state = dict(live.values_list("state").annotate(n=Count("pk")).values_list("state", "n"))
    ended = done.aggregate(all=Count("pk"), low=Count("pk", filter=Q(closed_level__gte=12)))
    ratings = list(
        Case.objects.filter(matter__in=done, rating__isnull=False)
        .values_list("rating")
        .annotate(n=Count("pk"))
    )
    rated = sum(n for _r, n in ratings)
    return Board(
        states=[(s.value, str(s.label), by_state[s.value]) for s in CASE.states if s.value in by_state],
        areas=_rows(live, done, "area_code", _below(under), {under: _("未划入网格"), **_area_names(under)}),
        kinds=_rows(
            live,
            done,
            "kind_id",
            2,
            dict(Kind.objects.filter(code__regex=r"^..$").values_list("code", "name")),
        ),
        open=sum(by_state.values()),
        overdue=live.filter(overdue=True).count(),
        closed=ended["all"],
        closed_low=ended["low"],
        rating=sum(r * n for r, n in ratings) / rated if rated else None,
        since=since,
    )


def _below(under: str) -> int:
    """Answer the length of the codes one level below (a city has no prefectures between it and its districts)."""
    return next((n for n in LENGTHS if n > len(under) and n != 4), LENGTHS[-1])


def _area_names(under: str) -> dict[str, str]:
    rows = Area.objects.filter(code__gte=under, code__lt=after(under), level=_below(under))
    return dict(rows.values_list("code", "name"))


def _rows(
    live: QuerySet[Matter], done: QuerySet[Matter], column: str, length: int, names: dict[str, str]
) -> list[Row]:
    """Group by the cut code in Python: the database groups by the whole column, along its index."""
    counts: dict[str, list[int]] = {}
    for place, found in enumerate((live, live.filter(overdue=True), done)):
        for code, n in found.values_list(column).annotate(n=Count("pk")).values_list(column, "n"):
            counts.setdefault(code[:length], [0, 0, 0])[place] += n
    rows = [Row(code, names.get(code, code), *numbers) for code, numbers in counts.items()]
    return sorted(rows, key=lambda row: (-row.overdue, -row.open, row.code))


def tops() -> list[tuple[str, str]]:
    """Answer the kinds of the first level: [(code, name)]."""
    rows = Kind.objects.filter(procedure=CASE.key, retired_on__isnull=True, code__regex=r"^..$")
    return list(rows.order_by("code").values_list("code", "name"))


def point(case: Case) -> dict[str, Any]:
    """Answer a published case as GeoJSON, its place rounded to 0.001° (about 100 m): no door can be read off."""
    place = [round(float(case.lon or 0), 3), round(float(case.lat or 0), 3)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": place},
        "properties": {
            "title": case.public_title,
            "text": case.matter.kind.name,
            "url": f"/cases/answers/{case.matter.number}/",
            "tone": "done",
        },
    }


def drawn(name: str, row: Row | None) -> dict[str, str]:
    """Answer the words and the tone of an area on the map."""
    if row is None:
        return {"title": name, "text": "", "tone": ""}
    text = _("在办 {open} 件，超期 {late} 件").format(open=row.open, late=row.overdue)
    return {"title": name, "text": text, "tone": "overdue" if row.overdue else "done"}
