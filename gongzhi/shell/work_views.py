"""The officer's desk, the list of matters, bulk acts and exports."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from gongzhi.kernel.matters.declarations import PROCEDURES, Field, Step, Widget, alike
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.forms import step_form
from gongzhi.kernel.matters.listing import STAGES, Filters, matching, page
from gongzhi.kernel.matters.models import Kind, Matter, SavedFilter, Task
from gongzhi.kernel.matters.selectors import choices, open_tasks
from gongzhi.kernel.matters.services import act
from gongzhi.kernel.people.audience import ActorRequest, officer
from gongzhi.lib.sheets import CSV, XLSX, csv_lines, workbook
from gongzhi.shell.context import current_area
from gongzhi.shell.waiting import waiting

SHOWN = 8
EXPORTED = 20_000
BULK = 200


@officer
@require_GET
def desk(request: ActorRequest) -> HttpResponse:
    """Today: what is late, due, to approve, new, in one query; then what waits beside the matters, in three."""
    now = timezone.now()
    tonight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    piles: dict[str, list[Task]] = {
        "late": [],
        "today": [],
        "asked": [],
        "soon": [],
        "rest": [],
        "waiting": [],
    }
    tasks = list(open_tasks(request.actor)[:500])
    for task in tasks:
        piles[_pile(task, now + timedelta(days=3), tonight)].append(task)
    titles = {
        "late": _("已超期"),
        "today": _("今天到期"),
        "asked": _("等您审批、督促、协办"),
        "soon": _("三天内到期"),
        "rest": _("其余在办"),
        "waiting": _("等反映人评价、补充，或已暂停"),
    }
    context = {
        "piles": [(key, titles[key], rows[:SHOWN], len(rows)) for key, rows in piles.items()],
        "total": sum(map(len, piles.values())),
        "waiting": waiting(request.actor, tasks, at=now),
        "filters": Filters(desk="mine", sort="due"),
    }
    return render(request, "shell/desk.html", context)


def _pile(task: Task, soon: Any, tonight: Any) -> str:
    due = task.matter.due_at
    if task.purpose != Task.Purpose.LEAD:
        return "asked"
    if task.matter.overdue:
        return "late"
    if due is None:
        return "waiting"
    if due > soon:
        return "rest"
    return "today" if due <= tonight else "soon"


@officer
@require_GET
def work(request: ActorRequest) -> HttpResponse:
    filters = _filters(request)
    found = matching(filters, request.actor, at=timezone.now())
    shown = page(found, filters)
    context = {
        "filters": filters,
        "page": shown,
        "more": f"?{filters.query()}&{urlencode({'after': shown.more})}" if shown.more else "",
        "stages": STAGES,
        "alike": alike(filters.procedure),
        "states": _states(filters),
        "procedures": {str(p.title): p.key for p in reversed(PROCEDURES.values())},
        "kinds": Kind.objects.filter(code__regex=r"^..$").order_by("code"),
        "channels": Matter.Channel.choices,
        "saved": SavedFilter.objects.filter(account_id=request.actor.account).order_by("name"),
        "steps": _bulk_steps(),
    }
    return render(request, "shell/work.html", context)


def _states(filters: Filters) -> dict[str, str]:
    """Answer the steps to narrow by: of one kind of procedure all of them, of many none, or the list has no end."""
    chosen = [PROCEDURES[key] for key in alike(filters.procedure) if key in PROCEDURES]
    states = {s.value: str(s.label) for p in chosen for s in p.states}
    if filters.state and filters.state not in {**states, **STAGES}:  # a bookmark of before
        named = [p.states(filters.state) for p in PROCEDURES.values() if filters.state in p.states.values]
        states |= {state.value: str(state.label) for state in named[:1]}
    return states


def _filters(request: ActorRequest) -> Filters:
    """The address's filters, within the area that the officer works in now."""
    asked = Filters.of(request.GET.dict())
    return asked if asked.area else replace(asked, area=current_area(request))


def _bulk_steps() -> list[Step]:
    """Steps that may be taken for many at once: they ask for nothing, or only for words and a body."""
    simple = {Widget.LINE, Widget.LONG, Widget.BODY, Widget.CHOICE}
    return [
        step
        for procedure in PROCEDURES.values()
        for step in procedure.steps
        if not procedure.open
        and not step.grave
        and "responsible" in step.by
        and all(_asks(f, simple) for f in step.hands_in)
    ]


def _asks(field: Field, simple: set[Widget]) -> bool:
    return field.widget in simple and field.name != "answer"


@officer
@require_POST
def save_filter(request: ActorRequest) -> HttpResponse:
    query = Filters.of(QueryDict(request.POST.get("query", "")).dict()).query()
    if name := request.POST.get("name", "").strip()[:30]:
        SavedFilter.objects.update_or_create(
            account_id=request.actor.account, name=name, defaults={"query": query}
        )
        messages.success(request, _("已保存为“{name}”。").format(name=name))
    else:
        SavedFilter.objects.filter(
            account_id=request.actor.account, pk=_number(request.POST.get("remove", "")) or 0
        ).delete()
    return redirect(f"/work/?{query}")


@officer
@require_POST
def bulk(request: ActorRequest) -> HttpResponse:
    """First a preview of what will happen to each; with `confirmed`, the acts, each in its own transaction."""
    now = timezone.now()
    numbers = request.POST.getlist("number")[:BULK]
    rows = list(
        matching(Filters(), request.actor, at=now)
        .filter(number__in=numbers)
        .select_related("kind", "responsible")
        .prefetch_related("tasks__body", "reporters")
    )
    step = next((s for s in _bulk_steps() if s.key == request.POST.get("step")), None)
    if not rows or step is None:
        messages.error(request, _("请先勾选事项，再选择要做什么。"))
        return redirect("shell:worklist")
    confirmed = "confirmed" in request.POST
    on = timezone.localdate(now)
    form = step_form(step, rows[0], request.actor, on=on, data=request.POST if confirmed else None)
    if confirmed and form.is_valid():
        return _do_all(request, rows, step, form.cleaned_data)
    preview = [
        (m, next((c for c in choices(m, request.actor, at=now) if c.step is step), None)) for m in rows
    ]
    possible = any(choice and choice.verdict.allowed for _matter, choice in preview)
    context = {"preview": preview, "step": step, "form": form, "possible": possible}
    return render(request, "shell/work_bulk.html", context)


def _do_all(request: ActorRequest, rows: list[Matter], step: Step, values: dict[str, Any]) -> HttpResponse:
    done, refused = 0, []
    for matter in rows:
        try:
            version = _number(request.POST.get(f"version-{matter.number}", "")) or matter.version
            act(
                matter_id=matter.pk,
                step=step.key,
                values=values,
                actor=request.actor,
                at=timezone.now(),
                version=version,
            )
            done += 1
        except Refused as why:
            refused.append(f"{matter.number} {why}")
    said = ngettext("已对 {n} 件事项“{verb}”。", "已对 {n} 件事项“{verb}”。", done)
    messages.success(request, said.format(n=done, verb=step.verb))
    for line in refused:
        messages.warning(request, line)
    return redirect("shell:worklist")


def _number(text: str) -> int | None:
    """Answer what an address or a form holds as a number, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


HEADINGS = (
    gettext_lazy("编号"),
    gettext_lazy("状态"),
    gettext_lazy("标题"),
    gettext_lazy("类别"),
    gettext_lazy("地点"),
    gettext_lazy("承办单位"),
    gettext_lazy("登记时间"),
    gettext_lazy("到期时间"),
    gettext_lazy("超期"),
    gettext_lazy("渠道"),
)


def _cells(matter: Matter) -> list[str]:
    moments = (matter.opened_at, matter.due_at)
    opened, due = (timezone.localtime(m).strftime("%Y-%m-%d %H:%M") if m else "" for m in moments)
    late = _("是") if matter.overdue else ""
    texts = (matter.number, matter.label, matter.title, matter.kind.name, matter.area_name)
    more = (matter.responsible.name, opened, due, late, str(matter.get_channel_display()))
    return [*texts, *more]


@officer
@require_GET
def export(request: ActorRequest, form: str) -> HttpResponse | StreamingHttpResponse:
    if form not in ("csv", "xlsx"):
        raise Http404(_("可以导出 CSV 或者 Excel（xlsx）。"))
    filters = _filters(request)
    found = matching(filters, request.actor, at=timezone.now()).select_related("kind", "responsible")
    rows = found.order_by("-opened_at", "-id")[:EXPORTED]
    name = f"matters-{timezone.localdate():%Y%m%d}.{form}"
    cells = map(_cells, rows.iterator(chunk_size=500))
    headings = [str(h) for h in HEADINGS]
    if form == "xlsx":
        response = HttpResponse(workbook(_("事项"), headings, cells), content_type=XLSX)
    else:
        response = StreamingHttpResponse(csv_lines(headings, cells), content_type=CSV)  # type: ignore[assignment]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
