"""A table of rows: chosen, checked line by line, then taken in; an import taken back as a whole."""

import csv
import io
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel.exchange.tables import read_table
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.modules.registers import forms, selectors, services
from gongzhi.modules.registers.models import Import
from gongzhi.modules.registers.policies import may_keep
from gongzhi.modules.registers.vocabulary import Register

from .loading import area_of, register_of, trail

MOST_SHOWN = 50


@officer
@require_http_methods(["GET", "POST"])
def take_in(request: ActorRequest, key: str) -> HttpResponse:
    """First the file is checked and shown; nothing is taken in before somebody confirms, and never a part of it."""
    register, place = _kept(request, key)
    preview, text = None, request.POST.get("table", "")
    form = forms.TableForm(request.POST or None, request.FILES or None)
    try:
        if text:
            preview = _check(register, place, read_table(text.encode(), "table.csv"))
            if not preview.faults:
                return _take(request, register, place, preview)
        elif request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            table = read_table(file.read(), file.name)
            preview, text = _check(register, place, table), _text(table)
    except Refused as why:
        form.add_error("file", str(why))
    context = {
        "register": register,
        "place": place,
        "name": full_name(place.code),
        "trail": trail(place.code),
        "form": form if not text else forms.TableForm(),
        "preview": preview,
        "faults": preview.faults[:MOST_SHOWN] if preview else [],
        "table": text,
        "batches": selectors.batches(register, place.code),
    }
    refused = bool(form.errors and not text) or bool(preview and preview.faults)
    return render(request, "registers/import.html", context, status=422 if refused else 200)


def _kept(request: ActorRequest, key: str) -> tuple[Register, Area]:
    register = register_of(key)
    place = area_of(request, register)
    verdict = may_keep(request.actor, register, place.code)
    if not verdict.allowed:
        raise PermissionDenied(str(verdict.because))
    return register, place


def _check(register: Register, place: Area, table: list[list[str]]) -> services.Preview:
    return services.check(register=register, table=table, under=place.code, at=timezone.now())


def _text(table: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(table)
    return out.getvalue()


def _take(request: ActorRequest, register: Register, place: Area, preview: services.Preview) -> HttpResponse:
    made = services.import_rows(
        register=register, rows=preview.rows, under=place.code, actor=request.actor, at=timezone.now()
    )
    messages.success(request, ngettext("已导入{n}行。", "已导入{n}行。", made.rows).format(n=made.rows))
    return redirect(f"{reverse('registers:rows', args=[register.key])}?area={place.code}")


@officer
@require_POST
def undo(request: ActorRequest, key: UUID) -> HttpResponse:
    """Take an import back as a whole."""
    batch = get_object_or_404(Import, pk=key)
    form = forms.ReasonForm(request.POST)
    try:
        if form.is_valid():
            services.undo(batch=batch, actor=request.actor, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("已撤回这次导入，其中的行全部作废。"))
        else:
            messages.error(request, _("没有撤回：请写明原因。"))
    except Refused as why:
        messages.error(request, str(why))
    return redirect(f"{reverse('registers:import', args=[batch.register])}?area={batch.area_code}")
