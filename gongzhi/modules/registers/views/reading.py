"""The overview of an area, a register as a list, a row with its history; tables to take away."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.kernel.people.audience import ActorRequest, public
from gongzhi.kernel.territory.selectors import children, full_name
from gongzhi.kernel.territory.vocabulary import short_name
from gongzhi.lib.sheets import CSV, XLSX, Cells, csv_lines, workbook
from gongzhi.modules.registers import forms, selectors
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.policies import may_keep
from gongzhi.modules.registers.vocabulary import Register, Type

from .loading import area_of, asks_to_sign_in, filters_of, named, register_of, row_of, trail

MOST_ROWS = 100_000  # of a workbook, which is made in memory; CSV has no bound
MOST_MISSING = 100


@public
@require_safe
@asks_to_sign_in
def overview(request: ActorRequest) -> HttpResponse:
    place = area_of(request)
    everything = request.actor.reads(place.code)
    context = {
        "place": place,
        "name": named(place),
        "trail": trail(place.code),
        "groups": selectors.overview(place.code, everything=everything),
        "everything": everything,
        "below": [(a.code, short_name(a.code, a.name)) for a in children(place.code)],
    }
    return render(request, "registers/overview.html", context)


@public
@require_safe
@asks_to_sign_in
def rows(request: ActorRequest, key: str) -> HttpResponse:
    """One register of an area: search, filters, order, pages; and which communities have no row."""
    register = register_of(key)
    place = area_of(request, register)
    filters = filters_of(request, register, place.code)
    page = selectors.page(selectors.matching(filters), filters)
    personal = request.actor.reads(place.code)
    missing = selectors.without(register, place.code) if register.every and personal else None
    context = {
        "register": register,
        "place": place,
        "name": named(place),
        "trail": trail(place.code),
        "filters": filters,
        "page": page,
        "lines": selectors.lines(page.rows, register, personal=personal),
        "personal": personal,
        "linked": personal or not register.person,
        "choices": _choices(filters),
        "more": f"?{filters.query(after=page.more)}" if page.more else "",
        "missing": list(missing[:MOST_MISSING]) if missing is not None else [],
        "lacking": missing.count() if missing is not None else 0,
        "verdict": may_keep(request.actor, register, place.code),
    }
    return render(request, "registers/rows.html", context)


def _choices(filters: selectors.Filters) -> list[tuple[str, object, list[tuple[str, object]], str]]:
    """Answer what a list may be filtered by: key, label, options, the one that is chosen."""
    yes_no: list[tuple[str, object]] = [("true", _("是")), ("false", _("否"))]
    return [
        (f.key, f.label, yes_no if f.type is Type.BOOL else list(f.choices), filters.by.get(f.key, ""))
        for f in filters.register.open_fields
        if f.dimension
    ]


@public
@require_safe
@asks_to_sign_in
def row(request: ActorRequest, key: UUID) -> HttpResponse:
    found, register = row_of(request, key)
    return show_row(request, found, register)


def show_row(
    request: ActorRequest, found: Row, register: Register, *, tried: dict[str, object] | None = None
) -> HttpResponse:
    """Render a row; `tried`: the form that was refused, under its deed."""
    personal = request.actor.reads(found.area_code)
    verdict = may_keep(request.actor, register, found.area_code)
    open_ = found.until is None and verdict.allowed
    deeds: dict[str, object] = {}
    if open_:
        deeds["change"] = forms.ChangeForm(row=found, register=register, prefix="change")
        if not register.event:
            deeds["end"] = forms.EndForm(row=found, register=register, on=found.as_of, prefix="end")
    if verdict.allowed and not found.void:
        deeds["void"] = forms.ReasonForm(prefix="void")
    deeds |= tried or {}
    context = {
        "row": found,
        "register": register,
        "title": selectors.title_of(found, register, personal),
        "name": full_name(found.area_code),
        "trail": trail(found.area_code),
        "facts": selectors.facts(found, register, personal=personal),
        "story": selectors.story(found, register, personal=personal),
        "deeds": deeds,
        "tried": next(iter(tried), "") if tried else "",
        "personal": personal,
    }
    return render(request, "registers/row.html", context, status=422 if tried else 200)


@public
@require_safe
@asks_to_sign_in
def export(request: ActorRequest, key: str, form: str) -> HttpResponse | StreamingHttpResponse:
    """The list behind an address as CSV, streamed, or XLSX with the data dictionary; both can be taken in again."""
    register = register_of(key)
    place = area_of(request, register)
    filters = filters_of(request, register, place.code)
    found = selectors.ordered(selectors.matching(filters), filters)
    personal = request.actor.reads(place.code)
    if form == "xlsx" and found.order_by()[: MOST_ROWS + 1].count() > MOST_ROWS:
        return redirect(f"{request.path.removesuffix('xlsx/')}csv/?{filters.query()}")
    head, cells = selectors.table(register, found.iterator(2000), personal=personal, numbers=form == "xlsx")
    return _file(register, head, cells, form, f"{key}-{place.code}")


@public
@require_safe
def template(request: ActorRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """An empty table to fill in, with the data dictionary beside it."""
    register = register_of(key)
    head, cells = selectors.table(register, (), personal=True, numbers=True)
    return _file(register, head, cells, "xlsx", f"{key}-template")


@public
@require_safe
def dictionary(request: ActorRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """What each column of a register's table is called, means and takes."""
    register = register_of(key)
    head, cells = selectors.dictionary(register)
    return _file(register, head, iter(cells), "csv", f"{key}-dictionary")


def _file(
    register: Register, head: list[str], cells: Iterator[Cells], form: str, name: str
) -> HttpResponse | StreamingHttpResponse:
    response: HttpResponse | StreamingHttpResponse
    if form == "xlsx":
        told = selectors.dictionary(register)
        content = workbook(str(register.title)[:30], head, cells, more={_("数据字典"): told})
        response = HttpResponse(content, content_type=XLSX)
    else:
        response = StreamingHttpResponse(csv_lines(head, cells), content_type=CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response
