"""Open data: the page that lists it, its files, their dictionaries, the catalogue."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.kernel.exchange.feeds import Feed
from gongzhi.kernel.people.audience import public
from gongzhi.lib.codes import is_area_code
from gongzhi.lib.feeds import (
    Channel,
    Dataset,
    Distribution,
    Item,
    atom,
    calendar,
    catalogue,
    collection,
    dictionary,
)
from gongzhi.lib.sheets import CSV, XLSX, csv_lines
from gongzhi.shell import open_data

MOST = {"atom": 100, "ics": 1000, "csv": 1000, "geojson": 1000}
MEDIA = {
    "atom": "application/atom+xml",
    "ics": "text/calendar",
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "xlsx": XLSX,
    "json": "application/json",
}
STANDARDS = {
    "atom": "https://www.rfc-editor.org/rfc/rfc4287",
    "ics": "https://www.rfc-editor.org/rfc/rfc5545",
    "csv": "https://www.rfc-editor.org/rfc/rfc4180",
    "geojson": "https://www.rfc-editor.org/rfc/rfc7946",
    "json": "https://json-stat.org/full/",
}
NAMES = {
    "atom": "Atom",
    "ics": "iCalendar",
    "csv": "CSV",
    "geojson": "GeoJSON",
    "xlsx": "Excel",
    "json": "JSON-stat",
}
View = Callable[..., HttpResponse]


def _for_programs(view: View) -> View:
    """Answer in the first language whoever asks, spare who has it already the body, let every site read it."""

    @wraps(view)
    def answered(request: HttpRequest, **named: str) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            made = view(request, **named)
        etag = f'"{sha256(made.content).hexdigest()[:32]}"'
        made["ETag"], made["Access-Control-Allow-Origin"] = etag, "*"
        made["Cache-Control"] = "public, max-age=300"
        return get_conditional_response(request, etag=etag, response=made) or made

    return answered


@public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    context = {
        "datasets": [
            (dataset, [(NAMES[f.form], f) for f in dataset.files]) for dataset in _datasets(request)
        ],
        "licence": settings.DATA_LICENCE,
        "feeds": _alternates(request),
    }
    return render(request, "shell/open_data.html", context)


@public
@require_safe
@_for_programs
def catalogued(request: HttpRequest) -> HttpResponse:
    """DCAT-AP 2.1.1 as JSON-LD."""
    about = _("本站公开的数据。")
    made = catalogue(
        request.build_absolute_uri(request.path),
        _datasets(request),
        page=request.build_absolute_uri(reverse("shell:open_data")),
        title=_("{site}开放数据").format(site=settings.SITE_NAME),
        about=f"{about}{_generated()}",
        publisher=str(settings.SITE_NAME),
        licence=settings.DATA_LICENCE,
        language="ZHO",
        at=timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0),
    )
    return _json(made, "application/ld+json")


@public
@require_safe
@_for_programs
def described(request: HttpRequest, dataset: str) -> HttpResponse:
    """What the columns of a CSV file mean (CSV on the Web)."""
    one = open_data.sets().get(dataset)
    if one is None:
        raise Http404(_("没有这份数据。"))
    made = dictionary(
        request.build_absolute_uri(open_data.address(dataset, "csv")),
        one.columns() if isinstance(one, open_data.Table) else open_data.item_columns(),
        title=f"{one.title}{_generated()}",
        licence=settings.DATA_LICENCE,
        language=settings.LANGUAGE_CODE,
    )
    return _json(made, "application/csvm+json")


@public
@require_safe
@_for_programs
def file(request: HttpRequest, dataset: str, form: str) -> HttpResponse:
    """One form of a feed, the newest first; `area` narrows it, `before` is the cursor of an older part."""
    under = request.GET.get("area", "") or settings.CITY_CODE
    if not is_area_code(under):
        raise Http404(_("没有这个区域。"))
    if (dataset, form) == ("areas", "csv"):
        return _table(request, dataset, open_data.area_columns(), open_data.area_cells(under))
    feed = open_data.feeds().get(dataset)
    if feed is None or form not in feed.forms:
        raise Http404(_("没有这份数据，或者没有这种格式。"))
    try:
        items, more = feed.part(
            under, before=request.GET.get("before", ""), at=timezone.now(), most=MOST[form]
        )
    except ValueError as why:
        raise Http404(_("没有这一页。")) from why
    whole = [
        replace(item, href=request.build_absolute_uri(item.href), at=timezone.localtime(item.at))
        for item in items
    ]
    asked = {
        name: value for name, value in (("area", request.GET.get("area", "")), ("before", more)) if value
    }
    older = request.build_absolute_uri(f"{request.path}?{urlencode(asked)}") if more else ""
    answer = _written(request, feed, form, whole, older)
    if older:
        answer["Link"] = ", ".join(filter(None, (answer.get("Link", ""), f'<{older}>; rel="next"')))
    return answer


def _written(request: HttpRequest, feed: Feed, form: str, items: list[Item], older: str) -> HttpResponse:
    if form == "csv":
        return _table(request, feed.key, open_data.item_columns(), map(open_data.item_cells, items))
    if form == "geojson":
        return _json(
            {**collection(items), "licence": settings.DATA_LICENCE, "note": _generated()}, MEDIA[form]
        )
    title = f"{feed.title}{_generated()}"
    if form == "ics":
        return HttpResponse(calendar(title, items), content_type="text/calendar; charset=utf-8")
    channel = Channel(
        title=title,
        about=str(feed.about),
        page=request.build_absolute_uri(reverse(feed.page)),
        here=request.build_absolute_uri(),
        next=older,
        author=str(settings.SITE_NAME),
        rights=settings.DATA_LICENCE,
        language="zh-Hans",
    )
    return HttpResponse(atom(channel, items, at=timezone.localtime()), content_type=MEDIA[form])


def _table(request: HttpRequest, key: str, columns: list[Any], cells: Any) -> HttpResponse:
    lines = csv_lines([c.titles[settings.LANGUAGE_CODE] for c in columns], cells)
    answer = HttpResponse("".join(lines), content_type=CSV)
    where = request.build_absolute_uri(reverse("shell:data_dictionary", args=[key]))
    answer["Link"] = f'<{where}>; rel="describedby"; type="application/csvm+json"'
    answer["Content-Disposition"] = f'attachment; filename="{key}.csv"'
    return answer


def _json(what: Any, media: str) -> HttpResponse:
    return HttpResponse(json.dumps(what, ensure_ascii=False), content_type=media)


def _generated() -> str:
    """Said of every file of a demo."""
    return "（演示生成的数据 generated data）" if settings.DEMO else ""


def _datasets(request: HttpRequest) -> list[Dataset]:
    whole = request.build_absolute_uri
    return [
        Dataset(
            key=one.key,
            title=f"{one.title}{_generated()}",
            about=str(one.about),
            page=whole(reverse(one.page)),
            files=[_distribution(request, one.key, form) for form in one.forms],
        )
        for one in open_data.sets().values()
    ]


def _distribution(request: HttpRequest, key: str, form: str) -> Distribution:
    whole = request.build_absolute_uri
    return Distribution(
        url=whole(open_data.address(key, form)),
        form=form,
        media=MEDIA[form],
        standard=STANDARDS.get(form, ""),
        described=whole(reverse("shell:data_dictionary", args=[key])) if form == "csv" else "",
    )


def _alternates(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Answer address, media type and title of each feed that programs find by the page's head."""
    return [
        (reverse("shell:data_file", args=[feed.key, form]), MEDIA[form], str(feed.title))
        for feed in open_data.feeds().values()
        for form in ("atom", "ics")
        if form in feed.forms
    ]
