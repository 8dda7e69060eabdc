"""How punctual areas disclose: a span of days, a year, as a file; the catalogue of duties."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongzhi.kernel.people.audience import ActorRequest, public
from gongzhi.kernel.publications.selectors import Standing, home_of
from gongzhi.kernel.territory.selectors import find, full_names
from gongzhi.kernel.territory.vocabulary import COMMUNITY
from gongzhi.lib.sheets import CSV, XLSX, csv_lines, workbook
from gongzhi.modules.disclosure import selectors
from gongzhi.modules.disclosure.policies import may_begin
from gongzhi.modules.disclosure.procedures import DUTIES, ITEMS, group_of
from gongzhi.modules.disclosure.selectors.punctuality import SORTS
from gongzhi.modules.disclosure.vocabulary import Group

from .places import asked, short, trail

YEAR = timedelta(days=365)
FOUND = 20
HEADINGS = (
    gettext_lazy("区划代码"),
    gettext_lazy("区域"),
    gettext_lazy("应公开"),
    gettext_lazy("按期公开"),
    gettext_lazy("逾期后公开"),
    gettext_lazy("逾期未公开"),
    gettext_lazy("最久逾期（天）"),
    gettext_lazy("及时率（%）"),
)


@public
@require_safe
def overview(request: ActorRequest) -> HttpResponse:
    """Who is late, below an area, the worst first; a community's own page is its board."""
    place, today = asked(request), timezone.localdate()
    if place.level == COMMUNITY:
        return redirect("disclosure:board", place.code)
    since, until, sort = span(request, today)
    late, _all, longest, sentence = selectors.late_sentence(place.code, on=today)
    chosen = {"area": place.code, "since": since.isoformat(), "until": until.isoformat()}
    words = request.GET.get("q", "").strip()[:40]
    context = {
        "place": place,
        "name": short(place),
        "trail": trail(place.code),
        "rows": selectors.punctuality(place.code, since=since, on=min(until, today), sort=sort),
        "sentence": sentence,
        "late": late,
        "longest": longest,
        "waiting": selectors.not_begun(place.code, on=today),
        "begins": may_begin(request.actor, place.code).allowed,
        "since": since,
        "until": until,
        "sort": sort,
        "query": urlencode(chosen),
        "words": words,
        "found": _found(words, place.code),
        "home": _home(request),
    }
    return render(request, "disclosure/overview.html", context)


def span(request: ActorRequest, today: date) -> tuple[date, date, str]:
    """Answer (since, until, sort) of the address: the last twelve months, the most late first, where it says nothing."""
    since, until = _day(request.GET.get("since", "")), _day(request.GET.get("until", ""))
    sort = request.GET.get("sort", "late")
    return since or today - YEAR, until or today, sort if sort in SORTS else "late"


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _found(words: str, under: str) -> list[tuple[str, str]]:
    """Answer the communities of a name, with where they are."""
    codes = find(words, under).filter(level=COMMUNITY).values_list("code", flat=True)[:FOUND]
    return sorted(full_names(list(codes)).items())


def _home(request: ActorRequest) -> str:
    return home_of(request.actor) if request.actor.known else ""


@public
@require_safe
def export(request: ActorRequest, form: str) -> HttpResponse:
    """The table of the overview as a file."""
    if form not in ("csv", "xlsx"):
        raise Http404(_("可以导出 CSV 或者 Excel（xlsx）。"))
    place, today = asked(request), timezone.localdate()
    if place.level == COMMUNITY:
        raise Http404(_("村（社区）没有下一级。"))
    since, until, sort = span(request, today)
    rows = selectors.punctuality(place.code, since=since, on=min(until, today), sort=sort)
    cells, headings = _cells(rows), [str(h) for h in HEADINGS]
    if form == "xlsx":
        response = HttpResponse(workbook(_("公开及时率"), headings, cells), content_type=XLSX)
    else:
        response = HttpResponse("".join(csv_lines(headings, cells)), content_type=CSV)
    name = f"disclosure-{place.code}-{today:%Y%m%d}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(rows: list[tuple[str, Standing]]) -> Iterator[list[str | int | float]]:
    for name, s in rows:
        yield [s.code, name, s.due, s.in_time, s.afterwards, s.late, s.longest, s.punctual]


@public
@require_safe
def years(request: ActorRequest) -> HttpResponse:
    """A year by quarters, area by area."""
    place, today = asked(request), timezone.localdate()
    if place.level == COMMUNITY:
        return redirect("disclosure:board", place.code)
    given = request.GET.get("year", "")
    year = int(given) if given.isascii() and given.isdigit() and 2000 <= int(given) <= 2100 else today.year
    context = {
        "place": place,
        "name": short(place),
        "trail": trail(place.code, itself=True),
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < today.year else None,
        "rows": selectors.yearly(place.code, year=year, on=today),
    }
    return render(request, "disclosure/years.html", context)


@public
@require_safe
def catalogue(request: ActorRequest) -> HttpResponse:
    """What has to be disclosed, by whom, how often, by which article; drawn from what the platform executes."""
    groups = [
        (group, [i for i in ITEMS if i.group is group], [d for d in DUTIES if group_of(d.key) is group])
        for group in Group
    ]
    return render(request, "disclosure/catalogue.html", {"groups": groups})
