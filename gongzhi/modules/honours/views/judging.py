"""The review: a reviewer's sheets, stepping back; the office's reviewers, ranking and ties."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer, resident
from gongzhi.modules.honours import selectors, services
from gongzhi.modules.honours.forms import AppointForm, RecuseForm, SheetForm
from gongzhi.modules.honours.models import Nomination, Programme, Reviewer
from gongzhi.modules.honours.policies import Ties, conflict, leads
from gongzhi.modules.honours.procedures.rules import standing, under_review
from gongzhi.modules.honours.vocabulary import Conflict, Round, Stage

Judged = list[tuple[Nomination, Conflict | None, int | None]]


def _reviewing(request: ActorRequest, number: str) -> tuple[Programme, Reviewer, Ties]:
    """Answer the round, and as which reviewer somebody acts. Raises Http404, PermissionDenied."""
    found = get_object_or_404(selectors.programme_of(number))
    reviewer = services.reviewer_of(found, request.actor)
    if reviewer is None:
        raise PermissionDenied(_("这一页只对这次活动受聘的评审人员开放。"))
    return found, reviewer, services.bound(reviewer, at=timezone.now())


def _judged(found: Programme, reviewer: Reviewer, ties: Ties) -> dict[str, Judged]:
    """Answer the nominees by district: why the reviewer may not judge them, what they gave."""
    rows: dict[str, Judged] = {}
    for nominee in under_review(found):
        mark = next((s.mark for s in nominee.scores.all() if s.reviewer_id == reviewer.pk), None)
        rows.setdefault(nominee.listed_in.district, []).append((nominee, conflict(ties, nominee), mark))
    return {
        code: sorted(rows[code], key=lambda row: (row[0].category.number, row[0].name))
        for code in sorted(rows)
    }


@resident
@require_safe
def review(request: ActorRequest, number: str) -> HttpResponse:
    """Where a reviewer stands: districts done and to do."""
    found, reviewer, ties = _reviewing(request, number)
    names = {row.held.district: row.name for row in selectors.progress(found)}
    judged = _judged(found, reviewer, ties)
    lines = [
        (
            code,
            names[code],
            len(rows),
            sum(mark is not None for _n, _c, mark in rows),
            sum(bool(c) for _n, c, _m in rows),
        )
        for code, rows in judged.items()
    ]
    nominees = Nomination.objects.filter(listed_in__programme=found, stage=Stage.RECOMMENDED)
    context = {
        "programme": found,
        "matter": found.matter,
        "lines": lines,
        "done": sum(done + bound == count for _code, _name, count, done, bound in lines),
        "form": RecuseForm(nominations=nominees.select_related("category", "body").order_by("name")),
        "running": found.matter.state == Round.REVIEWING,
    }
    return render(request, "honours/review.html", context)


@resident
@require_http_methods(["GET", "POST"])
def sheet(request: ActorRequest, number: str, district: str) -> HttpResponse:
    """Score one district's nominees together; what is refused keeps the marks that were typed."""
    found, reviewer, ties = _reviewing(request, number)
    rows = _judged(found, reviewer, ties).get(district, [])
    open_ones = [nominee for nominee, why, mark in rows if why is None and mark is None]
    form = SheetForm(request.POST or None, nominees=open_ones)
    if request.method == "POST" and form.is_valid():
        marks = {nominee.pk: form.cleaned_data[str(nominee.pk)] for nominee in open_ones}
        try:
            services.score(programme=found, marks=marks, actor=request.actor, at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("评分已记录，不能再改。"))
            return redirect("honours:review", number)
    context = {
        "programme": found,
        "matter": found.matter,
        "rows": [(nominee, why, mark, _field(form, nominee)) for nominee, why, mark in rows],
        "form": form,
        "running": found.matter.state == Round.REVIEWING and bool(open_ones),
    }
    return render(request, "honours/sheet.html", context, status=422 if form.errors else 200)


def _field(form: SheetForm, nominee: Nomination) -> object:
    name = str(nominee.pk)
    return form[name] if name in form.fields else None


@resident
@require_POST
def recuse(request: ActorRequest, number: str) -> HttpResponse:
    """Step back from a nominee."""
    found, reviewer, _ties = _reviewing(request, number)
    form = RecuseForm(request.POST, nominations=Nomination.objects.filter(listed_in__programme=found))
    if not form.is_valid():
        messages.error(request, _("请选择推荐对象和回避的理由。没有任何改动。"))
        return redirect("honours:review", number)
    try:
        services.recuse(reviewer=reviewer, actor=request.actor, at=timezone.now(), **form.cleaned_data)
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("已记录回避。"))
    return redirect("honours:review", number)


def _led(request: ActorRequest, number: str) -> Programme:
    found = get_object_or_404(selectors.programme_of(number))
    if leads(request.actor, found.matter.area_code) is None:
        raise PermissionDenied(_("这一页只对评选表彰工作领导小组办公室（市级部门干部）开放。"))
    return found


@officer
@require_http_methods(["GET", "POST"])
def office(request: ActorRequest, number: str) -> HttpResponse:
    """Reviewers with their progress, the order as the marks stand, equals to decide."""
    found = _led(request, number)
    form = AppointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        one = (form.cleaned_data["account"], form.cleaned_data["body"])
        try:
            services.appoint(programme=found, reviewers=[one], actor=request.actor, at=timezone.now())
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("已聘请评审人员。"))
            return redirect("honours:office", number)
    names = {row.held.district: row.name for row in selectors.progress(found)}
    groups = [(names[code], category, ranks) for (category, code), ranks in standing(found).items()]
    context = {
        "programme": found,
        "matter": found.matter,
        "form": form,
        "reviewers": selectors.reviewers(found),
        "groups": groups,
        "ties": [
            (name, category, [r for r in ranks if r.open])
            for name, category, ranks in groups
            if any(r.open for r in ranks)
        ],
    }
    return render(request, "honours/office.html", context, status=422 if form.errors else 200)


@officer
@require_POST
def tie(request: ActorRequest, number: str) -> HttpResponse:
    """Record the order in which the meeting put equals: each gets a number, 1 is best."""
    found = _led(request, number)
    typed = {key[6:]: str(request.POST[key])[:2] for key in request.POST if key.startswith("place-")}
    equals = (rank.key for ranks in standing(found).values() for rank in ranks)
    rows = {str(nominee.pk): nominee for nominee in equals if str(nominee.pk) in typed}
    order = sorted(rows, key=lambda pk: int(typed[pk]) if typed[pk].isascii() and typed[pk].isdigit() else 0)
    try:
        if set(typed.values()) != {str(n) for n in range(1, len(typed) + 1)}:
            raise Refused(_("请给每个对象填一个不同的序号，从1开始。没有任何改动。"))
        services.decide_tie(
            programme=found,
            order=[rows[pk] for pk in order],
            how=request.POST.get("how", "")[:200],
            actor=request.actor,
            at=timezone.now(),
        )
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("同分对象的先后已记录。"))
    return redirect("honours:office", number)
