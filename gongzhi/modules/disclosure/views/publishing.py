"""Publish what is owed, correct it: write, check, then it binds. Keep an old version from view."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.kernel.publications.models import Obligation, Publication
from gongzhi.kernel.publications.selectors import versions
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.modules.disclosure import forms, selectors, services
from gongzhi.modules.disclosure.policies import may_publish
from gongzhi.modules.disclosure.selectors import Line
from gongzhi.modules.disclosure.selectors.owing import owing
from gongzhi.modules.disclosure.vocabulary import KINDS, Group

LINES = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Something that is being written: for where, of which group, its form and lines, what it begins with."""

    area: str
    group: Group
    heading: str
    facts: Sequence[tuple[Any, Any]]
    form: type[forms.PublishForm]
    initial: dict[str, Any]
    lines: Sequence[Line]
    run: Callable[..., Publication]


@officer
@require_http_methods(["GET", "POST"])
def publish(request: ActorRequest, pk: int) -> HttpResponse:
    """Publish what is owed."""
    held = get_object_or_404(Obligation, pk=pk)
    _may(request, held.area_code)
    if held.publication_id:
        messages.info(request, _("这一项已经公开。"))
        return redirect("shell:notice", held.publication_id)
    row = owing(held, timezone.localdate())
    facts: list[tuple[Any, Any]] = [
        (_("类别"), row.group.label),
        (_("期间"), row.period),
        (_("期限"), f"{held.due_on} {row.words}"),
    ]
    facts += [(_("应包括"), row.what), (_("依据"), row.law)]
    paper = Paper(
        area=held.area_code,
        group=row.group,
        heading=_("公开{title}").format(title=row.title),
        facts=facts,
        form=forms.PublishForm,
        initial={"title": _("{period}{title}公开").format(period=row.period, title=row.title)[:100]},
        lines=(),
        run=lambda draft, _given: services.disclose(
            obligation=held, draft=draft, actor=request.actor, at=timezone.now()
        ),
    )
    return _written(request, paper)


@officer
@require_http_methods(["GET", "POST"])
def correct(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Correct the latest version, with the reason; the one before stays."""
    found = get_object_or_404(Publication.objects.prefetch_related("amounts"), pk=pk, kind__in=KINDS)
    _may(request, found.area_code)
    lines = selectors.lines_of(found)
    paper = Paper(
        area=found.area_code,
        group=KINDS[found.kind],
        heading=_("更正“{title}”").format(title=found.title),
        facts=[
            (_("原版本"), _("第{n}版").format(n=found.version)),
            (_("公布时间"), found.published_at.date()),
        ],
        form=forms.CorrectForm,
        initial={"title": found.title, "text": selectors.text_of(found, lines)},
        lines=lines,
        run=lambda draft, given: services.correct(
            publication=found, draft=draft, reason=given["reason"], actor=request.actor, at=timezone.now()
        ),
    )
    return _written(request, paper)


def _may(request: ActorRequest, area: str) -> None:
    verdict = may_publish(request.actor, area)
    if not verdict.allowed:
        raise PermissionDenied(verdict.because)


def _written(request: ActorRequest, paper: Paper) -> HttpResponse:
    """Answer the page of writing, the page of checking, or, after `publish`, what was published."""
    step = request.POST.get("step", "")
    data = _with_more_lines(request) if step == "more" else (request.POST or None)
    form = paper.form(data, initial=paper.initial, label_suffix="")
    lines = _lines(paper, data)
    files = forms.FilesForm(request.POST or None, request.FILES or None, label_suffix="")
    if step not in ("check", "publish") or not (form.is_valid() and (lines is None or lines.is_valid())):
        status = 422 if step in ("check", "publish") else 200
        return _page(request, "disclosure/write.html", paper, form, lines, files, status=status)
    table = [line for row in lines or () if (line := row.line)]
    if step == "publish" and files.is_valid():
        made = _run(request, paper, form, table, files)
        if made:
            messages.success(request, _("已公开。居民可以查看和提问。"))
            return redirect("shell:notice", made.pk)
    status = 422 if form.errors or files.errors else 200
    return _page(request, "disclosure/check.html", paper, form, lines, files, table=table, status=status)


def _with_more_lines(request: ActorRequest) -> Any:
    data = request.POST.copy()
    count = data.get(f"{LINES}-TOTAL_FORMS", "0")
    wanted = (int(count) if count.isascii() and count.isdigit() else 0) + forms.NEW_LINES
    data[f"{LINES}-TOTAL_FORMS"] = str(min(wanted, forms.MOST_LINES))
    return data


def _lines(paper: Paper, data: Any) -> Any:
    """Answer the formset of the amounts, None where no money is told of."""
    if paper.group is not Group.FINANCE:
        return None
    held = [{"side": line.side, "item": line.item, "yuan": f"{line.fen / 100:.2f}"} for line in paper.lines]
    initial = [*held, *({} for _n in range(forms.NEW_LINES))]
    return forms.LineFormSet(data, initial=None if data else initial, prefix=LINES)


def _run(
    request: ActorRequest, paper: Paper, form: forms.PublishForm, table: list[Line], files: forms.FilesForm
) -> Publication | None:
    given = form.cleaned_data
    draft = services.Draft(
        title=given["title"], text=given["text"], lines=table, files=files.cleaned_data["papers"]
    )
    try:
        return paper.run(draft, given)
    except Refused as why:
        files.add_error(None, str(why))
        return None


def _page(
    request: ActorRequest,
    template: str,
    paper: Paper,
    form: forms.PublishForm,
    lines: Any,
    files: django_forms.Form,
    *,
    table: list[Line] | None = None,
    status: int,
) -> HttpResponse:
    context = {
        "paper": paper,
        "name": full_name(paper.area),
        "form": form,
        "lines": lines,
        "files": files,
        "table": selectors.table_of(table) if table else None,
        "draft": request.path,
    }
    return render(request, template, context, status=status)


@officer
@require_http_methods(["GET", "POST"])
def withhold(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Keep the text of an old version from view."""
    found = get_object_or_404(Publication, pk=pk, kind__in=KINDS)
    _may(request, found.area_code)
    form = forms.WithholdForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            services.withhold(
                publication=found, reason=form.cleaned_data["reason"], actor=request.actor, at=timezone.now()
            )
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("这一版的正文不再显示。"))
            return redirect("shell:notice", found.pk)
    context = {"notice": found, "form": form, "latest": versions(found)[0]}
    return render(request, "disclosure/withhold.html", context, status=422 if form.errors else 200)
