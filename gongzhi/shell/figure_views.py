"""Pages of figures: the dashboard of an area, one figure, the records behind it, its sign-off, files."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.indicators import comparing, selectors
from gongzhi.kernel.indicators.approvals import remarks, signed
from gongzhi.kernel.indicators.behind import behind, may_look
from gongzhi.kernel.indicators.policies import by_which, remarks_by
from gongzhi.kernel.indicators.services import approve, remark
from gongzhi.kernel.indicators.wording import amount, kind_words, part_words
from gongzhi.kernel.people.audience import ActorRequest, officer, public
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.territory.boundaries import NOTICE
from gongzhi.lib.sheets import CSV, XLSX, csv_lines, workbook
from gongzhi.shell import figure_files, figure_parts
from gongzhi.shell.figure_asking import Asked, groups, load
from gongzhi.shell.leading import leads

LONGEST = 20  # areas that break a rule, by name


def _render(request: ActorRequest, template: str, asked: Asked, context: dict[str, Any]) -> HttpResponse:
    """Officers see figures in the frame of their desk."""
    if request.actor.officer:
        request.shown_to = Audience.OFFICER  # type: ignore[attr-defined]
    return render(request, template, {"asked": asked, **context})


@public
@require_safe
def figures(request: ActorRequest) -> HttpResponse:
    """The figures of an area, module by module: all values by one statement."""
    asked = Asked.of(request)
    words = request.GET.get("q", "").strip()[:40]
    found = list(groups(asked, words))
    keys = [i.key for _title, indicators in found for i in indicators]
    values = selectors.values(keys, area=asked.area, period=asked.period, on=asked.on)
    approved = signed(values.values(), area=asked.area, period=asked.period)
    below = selectors.BELOW.get(len(asked.area))
    context = {
        "words": words,
        "count": len(keys),
        "groups": [
            (
                title,
                [
                    (i, values[i.key], approved.get(i.key), may_look(request.actor, i, asked.area))
                    for i in indicators
                ],
            )
            for title, indicators in found
        ],
        "below": comparing.names(asked.area, below, asked.on) if below else {},
        "files": figure_files.FORMS,
    }
    return _render(request, "shell/figures.html", asked, context)


@public
@require_safe
def figure(request: ActorRequest, key: str) -> HttpResponse:
    """One figure: its value, how good it is, the level below, the trend, what it means, who signed it."""
    asked = Asked.of(request)
    indicator = load(asked, key)
    given: dict[str, Any] = {"area": asked.area, "period": asked.period, "on": asked.on}
    value = selectors.value(indicator.key, **given)
    rows = comparing.peers(indicator.key, **given)
    sort = request.GET.get("sort", "rank")
    joined = request.GET.get("areas") == "today"
    trend = figure_parts.trend(indicator, asked, grain=request.GET.get("by", ""), joined=joined)
    drawn = figure_parts.drawn(indicator, asked, rows)
    context = {
        "indicator": indicator,
        "value": value,
        "signed": signed([value], area=asked.area, period=asked.period).get(indicator.key),
        "kind": kind_words(indicator),
        "parts": [] if value.hidden else figure_parts.parts(indicator, asked),
        "rows": rows,
        "table": figure_parts.told(figure_parts.ordered(rows, sort), indicator.digits),
        "silent": [row for row in rows if row.value is None],
        "sort": sort,
        "outliers": [row for row in rows if row.score.outlier],
        "trend": trend,
        "splits": list(figure_parts.split(indicator, asked)),
        "drawn": drawn,
        "notice": NOTICE if drawn else "",
        "remarks": remarks(indicator.key, area=asked.area, period=asked.period),
        "signs": by_which(request.actor, asked.area),
        "speaks": remarks_by(request.actor, asked.area),
        "over": asked.period.last < asked.on,
        "looks": figure_parts.has_records(indicator) and may_look(request.actor, indicator, asked.area),
        "files": figure_files.FORMS,
        "longest": LONGEST,
        "register": reverse(indicator.records) if indicator.records else "",
        **figure_parts.judged(indicator, asked),
    }
    return _render(request, "shell/figure.html", asked, context)


@public
@require_safe
def records(request: ActorRequest, key: str) -> HttpResponse:
    """Why is it this? The entries that make the figure up, oldest first."""
    asked = Asked.of(request)
    indicator = load(asked, key)
    if not may_look(request.actor, indicator, asked.area):
        raise PermissionDenied(
            _("背后的记录里有个人信息，只对本区域的工作人员开放。指标的数值您可以随时查看。")
        )
    number, start = (request.GET.get(name, "") for name in ("part", "after"))
    if (
        not set(number) <= {"0", "1"}
        or len(number) > 1
        or (start and not (start.isascii() and start.isdigit()))
    ):
        raise Http404(_("没有这一页。"))
    chosen = int(number or 0)
    if chosen >= len(indicator.parts):
        raise Http404(_("没有这一页。"))
    part = indicator.parts[chosen]
    page = behind(indicator, part, area=asked.area, period=asked.period, on=asked.on, start=start[:18])
    whole = figure_parts.parts(indicator, asked)[chosen]
    context = {
        "indicator": indicator,
        "value": selectors.value(indicator.key, area=asked.area, period=asked.period, on=asked.on),
        "part": whole,
        "parts": [(n, part_words(p, indicator)) for n, p in enumerate(indicator.parts)],
        "lines": figure_files.lines(page.lines, leads(page.lines, request.actor, indicator, asked.period)),
        "sum": amount(page.total),
        "complete": not start and not page.more,
        "more": f"?{asked.query(part=number, after=page.more)}" if page.more else "",
    }
    return _render(request, "shell/figure_records.html", asked, context)


@public
@require_safe
def export(request: ActorRequest, form: str) -> HttpResponse:
    """The figures of an area and of the level below as a file; `key`: of one indicator alone."""
    asked = Asked.of(request)
    if form not in figure_files.FORMS:
        raise Http404(_("可以导出 CSV、Excel（xlsx）或者 JSON-stat（json）。"))
    one = request.GET.get("key", "")
    chosen = [load(asked, one)] if one else [i for _title, found in groups(asked, "") for i in found]
    table = figure_files.table(asked, chosen)
    response: HttpResponse
    if form == "json":
        response = JsonResponse(figure_files.json_stat(table, at=timezone.now()))
    elif form == "xlsx":
        cells = figure_files.cells(table)
        response = HttpResponse(workbook(_("指标"), figure_files.headings(), cells), content_type=XLSX)
    else:
        lines = csv_lines(figure_files.headings(), figure_files.cells(table))
        response = HttpResponse("".join(lines), content_type=CSV)
    name = f"figures-{asked.area}-{asked.period.text.replace('/', '_')}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@officer
@require_POST
def sign(request: ActorRequest, key: str) -> HttpResponse:
    """Sign the figure off, or remark on it: the button says which."""
    asked = Asked.of(request)
    indicator = load(asked, key)
    approves = "approve" in request.POST
    grant = (by_which if approves else remarks_by)(request.actor, asked.area)
    if grant is None:
        raise PermissionDenied(_("审定和说明由本区域或者上级的承办单位作出。数值没有改变。"))
    given: dict[str, Any] = {
        "key": indicator.key,
        "area": asked.area,
        "period": asked.period,
        "at": timezone.now(),
    }
    text = request.POST.get("text", "")[:400]
    by = snapshot_by(request.actor, grant)
    try:
        if approves:
            approve(**given, note=text, actor=by)
        else:
            remark(**given, text=text, actor=by)
    except ValidationError as why:
        messages.error(request, " ".join(why.messages))
    else:
        messages.success(
            request, _("已审定。以后的变化会作为更正另外列出。") if approves else _("说明已记录。")
        )
    return redirect(f"{reverse('shell:figure', args=[key])}?{asked.query()}")
