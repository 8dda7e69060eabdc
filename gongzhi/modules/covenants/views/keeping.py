"""How a covenant is kept: who sees to it, what was confirmed, what a year showed; and to report something."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.policies import Verdict
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.modules.covenants import forms, selectors, services
from gongzhi.modules.covenants.models import Covenant, Deed
from gongzhi.modules.covenants.policies import above, watching

from .loading import load, standing

RECENT = 30


@dataclass(frozen=True, slots=True)
class Act:
    """Something that is done about a covenant in force: its button, what follows, its form, its service."""

    key: str
    verb: str | Promise
    outcome: str | Promise
    form: type[django_forms.Form]
    run: Callable[..., object]
    grave: bool = False


def _report(*, covenant: Covenant, actor: Any, at: Any, person: str, consent: bool, **given: Any) -> object:
    noticed = services.Noticed(person=services.Person(name=person, consent=consent), **given)
    return services.report(covenant=covenant, given=noticed, actor=actor, at=at)


ACTS = (
    Act(
        "report",
        gettext_lazy("报告一件事"),
        gettext_lazy("值得表扬的、违反公约的都可以报告；由别人核实以后才算数，不点名公开。"),
        forms.ReportForm,
        _report,
    ),
    Act(
        "charge",
        gettext_lazy("确定负责人"),
        gettext_lazy("由一名村（居）委会成员具体负责执行和落实，姓名和任务公开。"),
        forms.ChargeForm,
        services.charge,
    ),
    Act(
        "assess",
        gettext_lazy("登记年度评议"),
        gettext_lazy("结论和经核实的件数随即公开，不能提前撤下。"),
        forms.AssessForm,
        services.assess,
    ),
    Act(
        "order",
        gettext_lazy("责令改正"),
        gettext_lazy("村（居）委会随即得到一份修改稿，须按您写的理由改正后重新表决。"),
        forms.OrderForm,
        services.order_correction,
        grave=True,
    ),
)


@public
@require_safe
def kept(request: ActorRequest, number: str) -> HttpResponse:
    return _kept(request, load(number))


def _may(request: ActorRequest, covenant: Covenant) -> dict[str, bool]:
    """Answer what this visitor may do; of a version that does not hold nothing."""
    code, today = covenant.matter.area_code, timezone.localdate()
    holds = covenant.holds(today)
    return {
        "report": holds and request.actor.known,
        "charge": holds and standing(request, code).allowed,
        "assess": holds and _watching(request, covenant).allowed,
        "order": holds and above(request.actor, code).allowed,
    }


def _watching(request: ActorRequest, covenant: Covenant) -> Verdict:
    code = covenant.matter.area_code
    seats = seats_of(request.actor.uuid, area_code=code, on=timezone.localdate())
    return watching(request.actor, code, seats)


def _form(act: Act, covenant: Covenant, data: Any = None) -> django_forms.Form:
    more: dict[str, Any] = {"prefix": act.key}
    if act.key == "report":
        more |= {"clauses": covenant.clauses.order_by("number")}
        more |= {"initial": {"happened_on": timezone.localdate()}}
    if act.key == "assess":
        more |= {"on": timezone.localdate()}
    if act.key == "charge":
        more |= {"initial": {"keeper": covenant.keeper, "keeps": covenant.keeps}}
    return act.form(data, **more)


def _kept(
    request: ActorRequest, covenant: Covenant, *, tried: tuple[str, django_forms.Form] | None = None
) -> HttpResponse:
    year = timezone.localdate().year
    may = _may(request, covenant)
    watches = _watching(request, covenant).allowed
    key, form = tried or ("", None)
    rows = selectors.kept(covenant, year)
    context = {
        "covenant": covenant,
        "matter": covenant.matter,
        "holds": covenant.holds(timezone.localdate()),
        "year": year,
        "rows": rows,
        "praises": sum(row.praises for row in rows),
        "breaches": sum(row.breaches for row in rows),
        "acts": [(a, form if a.key == key else _form(a, covenant)) for a in ACTS if may[a.key]],
        "tried": key,
        "deeds": [(deed, selectors.named(deed)) for deed in selectors.confirmed(covenant)[:RECENT]],
        "waiting": _waiting(covenant, key, form) if watches else [],
        "assessments": covenant.assessments.order_by("-year"),
    }
    return render(request, "covenants/kept.html", context, status=422 if tried else 200)


def _waiting(
    covenant: Covenant, key: str, form: django_forms.Form | None
) -> list[tuple[Deed, str, django_forms.Form | None]]:
    return [
        (d, selectors.person_of(d), form if key == _judging(d) else forms.JudgeForm(prefix=_judging(d)))
        for d in selectors.waiting(covenant)[:RECENT]
    ]


def _judging(deed: Deed) -> str:
    return f"judge-{deed.pk}"


@resident
@require_POST
def do(request: ActorRequest, number: str, key: str) -> HttpResponse:
    """Do something about a covenant; what is refused keeps what was typed."""
    covenant = load(number)
    act = next((a for a in ACTS if a.key == key), None)
    if act is None:
        raise Http404(_("没有这个操作。"))
    form = _form(act, covenant, request.POST)
    if form.is_valid():
        try:
            act.run(covenant=covenant, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("“{verb}”已记录。").format(verb=act.verb))
            return redirect("covenants:kept", number)
    return _kept(request, covenant, tried=(key, form))


@resident
@require_POST
def judge(request: ActorRequest, number: str, deed: int) -> HttpResponse:
    """Look into a report: confirm or dismiss it."""
    covenant = load(number)
    found = get_object_or_404(Deed, pk=deed, covenant=covenant)
    form = forms.JudgeForm(request.POST, prefix=_judging(found))
    if form.is_valid():
        try:
            services.judge(deed=found, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("核实结果已记录。"))
            return redirect("covenants:kept", number)
    return _kept(request, covenant, tried=(_judging(found), form))
