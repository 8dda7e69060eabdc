"""Enter a row; change it, end it, take it back."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import areas, full_name
from gongzhi.kernel.territory.vocabulary import short_name
from gongzhi.modules.registers import forms, services
from gongzhi.modules.registers.models import Row
from gongzhi.modules.registers.policies import may_keep
from gongzhi.modules.registers.vocabulary import Register

from .loading import area_of, register_of, row_of, trail
from .reading import show_row

MOST_AREAS = 400  # in a list to choose from; more are reached from their own page


@officer
@require_http_methods(["GET", "POST"])
def new(request: ActorRequest, key: str) -> HttpResponse:
    """Enter a row in the area at hand, or in one below it."""
    register = register_of(key)
    place = area_of(request, register)
    verdict = may_keep(request.actor, register, place.code)
    if not verdict.allowed:
        raise PermissionDenied(str(verdict.because))
    choices = _areas(register, place)
    form = forms.EnterForm(request.POST or None, register=register, areas=choices, on=timezone.localdate())
    if form.is_valid() and choices:
        made = _enter(request, register, form, choices[0][0])
        if made:
            messages.success(request, _("已登记“{name}”。").format(name=made.name))
            return redirect("registers:row", made.pk)
    context = {
        "register": register,
        "place": place,
        "name": full_name(place.code),
        "trail": trail(place.code),
        "form": form,
        "possible": bool(choices),
    }
    return render(request, "registers/new.html", context, status=422 if form.errors else 200)


def _areas(register: Register, place: Area) -> list[tuple[str, str]]:
    """Answer where a row may lie: the area itself, or those of the register's levels below it."""
    if place.level in register.levels:
        return [(place.code, place.name)]
    found = areas(under=place.code).filter(level__in=register.levels)[:MOST_AREAS]
    return [(a.code, f"{short_name(a.code, a.name)}（{a.code}）") for a in found]


def _enter(request: ActorRequest, register: Register, form: forms.EnterForm, only: str) -> Row | None:
    said = form.cleaned_data
    try:
        return services.enter(
            register=register,
            area=said.get("area") or only,
            name=said.get("name", ""),
            since=said["since"],
            values=form.values,
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as why:
        form.add_error(None, str(why))
        return None


@officer
@require_POST
def do(request: ActorRequest, key: UUID, deed: str) -> HttpResponse:
    """Do something to a row; what is refused keeps what was typed."""
    row, register = row_of(request, key)
    if deed not in DEEDS:
        raise Http404(_("没有这个操作。"))
    form, run = DEEDS[deed](request, row, register)
    if form.is_valid():
        try:
            run()
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("已记录。"))
            return redirect("registers:row", row.pk)
    return show_row(request, row, register, tried={deed: form})


Deed = Callable[[ActorRequest, Row, Register], tuple[django_forms.Form, Callable[[], object]]]


def _change(
    request: ActorRequest, row: Row, register: Register
) -> tuple[forms.ChangeForm, Callable[[], object]]:
    form = forms.ChangeForm(request.POST, row=row, register=register, prefix="change")

    def run() -> object:
        said: dict[str, Any] = form.cleaned_data
        return services.change(
            row=row, name=said.get("name", ""), values=form.values, on=said["on"], reason=said["reason"],
            actor=request.actor, at=timezone.now(),
        )  # fmt: skip

    return form, run


def _end(request: ActorRequest, row: Row, register: Register) -> tuple[forms.EndForm, Callable[[], object]]:
    today: date = timezone.localdate()
    form = forms.EndForm(request.POST, row=row, register=register, on=today, prefix="end")
    return form, lambda: services.end(row=row, actor=request.actor, at=timezone.now(), **form.cleaned_data)


def _void(
    request: ActorRequest, row: Row, register: Register
) -> tuple[forms.ReasonForm, Callable[[], object]]:
    form = forms.ReasonForm(request.POST, prefix="void")
    return form, lambda: services.void(row=row, actor=request.actor, at=timezone.now(), **form.cleaned_data)


DEEDS: dict[str, Deed] = {"change": _change, "end": _end, "void": _void}
