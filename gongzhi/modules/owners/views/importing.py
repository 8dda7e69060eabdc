"""A table of units and owners: chosen, checked line by line, then taken in; and the same table out again."""

import csv
import io
from collections.abc import Callable, Iterator

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.exchange.tables import read_table
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, resident
from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.territory.models import Area, Estate
from gongzhi.lib.sheets import CSV, XLSX, Cells, csv_lines, workbook
from gongzhi.modules.owners import forms, services
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.policies import handles
from gongzhi.modules.owners.procedures.judging import square_metres
from gongzhi.modules.owners.procedures.rolls import units_of
from gongzhi.modules.owners.services.importing import HEADINGS, Preview
from gongzhi.modules.owners.services.owning import phone_of
from gongzhi.modules.owners.vocabulary import AREA_LENGTH, UnitKind

from .loading import load, visitor

MOST_SHOWN = 50


def _kept(request: ActorRequest, estate: int) -> Assembly:
    """Answer the assembly for whoever keeps the roll; an estate without one gets it with its first table."""
    place = get_object_or_404(Estate.objects.select_related("area"), pk=estate)
    assembly = Assembly.objects.filter(pk=estate).select_related("estate", "body").first()
    assembly = assembly or Assembly(estate=place)
    if not visitor(request, assembly).keeps:
        raise PermissionDenied(_("只有社区工作人员、街道（乡镇）和本小区业主委员会可以管理业主名册。"))
    return assembly


@resident
@require_http_methods(["GET", "POST"])
def enrol(request: ActorRequest, area: str) -> HttpResponse:
    """Enter an estate; the next page takes its roll in."""
    place = get_object_or_404(Area, pk=area, level=AREA_LENGTH)
    if handles(request.actor, area) is None:
        raise PermissionDenied(_("只有社区工作人员和街道（乡镇）可以登记本社区的小区。"))
    form = forms.EstateForm(request.POST or None)
    if form.is_valid():
        try:
            made = services.enrol(area=area, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            return redirect("owners:take_in", made.pk)
    context = {"form": form, "place": place}
    return render(request, "owners/enrol.html", context, status=422 if form.errors else 200)


@resident
@require_http_methods(["GET", "POST"])
def take_in(request: ActorRequest, estate: int) -> HttpResponse:
    """First the file is checked and shown; nothing is taken in before somebody confirms, and never a part of it."""
    assembly, preview, text = _kept(request, estate), None, request.POST.get("table", "")
    form = forms.TableForm(request.POST or None, request.FILES or None)
    try:
        if text:
            preview = services.check(read_table(text.encode(), "table.csv"))
            if not preview.faults:
                return _take(request, assembly, preview)
        elif request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            table = read_table(file.read(), file.name)
            preview, text = services.check(table), _text(table)
    except Refused as why:
        form.add_error("file", str(why))
    context = {
        "assembly": assembly,
        "form": form if not text else forms.TableForm(),
        "preview": preview,
        "faults": preview.faults[:MOST_SHOWN] if preview else [],
        "table": text,
        "headings": HEADINGS,
    }
    refused = bool(form.errors and not text) or bool(preview and preview.faults)
    return render(request, "owners/import.html", context, status=422 if refused else 200)


def _text(table: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue()


def _take(request: ActorRequest, assembly: Assembly, preview: Preview) -> HttpResponse:
    count = services.import_roll(
        estate=assembly.estate_id, rows=preview.rows, actor=request.actor, at=timezone.now()
    )
    messages.success(request, ngettext("已导入{n}个房号。", "已导入{n}个房号。", count).format(n=count))
    return redirect("owners:roll", assembly.estate_id)


@resident
@require_safe
def export(request: ActorRequest, estate: int) -> HttpResponse | StreamingHttpResponse:
    """The roll as a table that can be taken in again, CSV or XLSX; for whoever keeps it."""
    assembly = load(estate)
    if not visitor(request, assembly).keeps:
        raise PermissionDenied(_("只有社区工作人员、街道（乡镇）和本小区业主委员会可以管理业主名册。"))
    response: HttpResponse | StreamingHttpResponse
    if request.GET.get("format") == "xlsx":
        content = workbook(assembly.estate.name[:30], HEADINGS, _lines(estate, lambda area: area / 100))
        response, name = HttpResponse(content, content_type=XLSX), "owners.xlsx"
    else:
        lines = csv_lines(HEADINGS, _lines(estate, square_metres))
        response, name = StreamingHttpResponse(lines, content_type=CSV), "owners.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(estate: int, written: Callable[[int], str | float]) -> Iterator[Cells]:
    """Yield a line for each owner of each unit. `written`: how an area of 0.01 m² stands in a cell."""
    for unit in units_of(estate, timezone.localdate()):
        for held in unit.now:  # type: ignore[attr-defined]
            yield (
                unit.dwelling.building.name,
                unit.dwelling.room,
                official(UnitKind(unit.kind).label),
                written(unit.dwelling.floor_area),
                "是" if unit.unsold else "",
                held.owner.name,
                phone_of(held.owner),
                held.share,
            )
