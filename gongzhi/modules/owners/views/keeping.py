"""Pages of what a committee answers for: seal, audits, handover, supervision; and the one view that acts."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from filetype import guess

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import stored_at
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.modules.owners import selectors, services
from gongzhi.modules.owners.models import Assembly, Audit, Dispute, Handover, Order, SealUse
from gongzhi.modules.owners.vocabulary import UnitKind

from .acts import BY_KEY, Offer, Tried, form_of, offer
from .loading import load, visitor
from .reading import show_page, start, unit_page

PAGE = 30


@public
@require_safe
def seal(request: ActorRequest, estate: int) -> HttpResponse:
    return seal_page(request, estate)


def seal_page(request: ActorRequest, estate: int, tried: Tried | None = None, pk: int = 0) -> HttpResponse:
    """The register of the seal; printed, it is the list that is kept on paper."""
    assembly, first = load(estate), start(request)
    you = visitor(request, assembly)
    found = SealUse.objects.filter(estate=estate).prefetch_related("approvals").order_by("-number")
    uses = list(found[first : first + PAGE + 1])
    context = {
        "assembly": assembly,
        "you": you,
        "rows": [(use, _of_use(use, assembly, request, tried) if you.member else []) for use in uses[:PAGE]],
        "more": f"?after={first + PAGE}" if len(uses) > PAGE else "",
        "offers": [offer("ask_seal", assembly, 0, tried)] if you.member else [],
        "photos": you.member or you.owner or you.above,
    }
    return render(request, "owners/seal.html", context, status=422 if tried else 200)


def _of_use(use: SealUse, assembly: Assembly, request: ActorRequest, tried: Tried | None) -> list[Offer]:
    if use.used_at:
        return []
    said = {approval.account_id for approval in use.approvals.all()}
    me = request.actor.uuid
    keys = [] if me == use.asked_by_id or me in said else ["judge_seal"]
    return [offer(key, assembly, use.pk, tried) for key in (*keys, "use_seal")]


@resident
@require_safe
def seal_photo(request: ActorRequest, estate: int, pk: int) -> FileResponse:
    """The photo of a sealed document, for owners of the estate, its committee and the subdistrict."""
    you = visitor(request, load(estate))
    if not (you.member or you.owner or you.above):
        raise PermissionDenied(_("照片只给本小区业主、业主委员会和街道（乡镇）看。"))
    use = get_object_or_404(SealUse, pk=pk, estate=estate, used_at__isnull=False)
    file = default_storage.open(stored_at(use.photo))
    kind = guess(file)
    file.seek(0)
    response = FileResponse(file, content_type=kind.mime if kind else "image/png")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@public
@require_safe
def audits(request: ActorRequest, estate: int) -> HttpResponse:
    return audits_page(request, estate)


def audits_page(request: ActorRequest, estate: int, tried: Tried | None = None, pk: int = 0) -> HttpResponse:
    assembly = load(estate)
    you = visitor(request, assembly)
    context = {
        "assembly": assembly,
        "rows": Audit.objects.filter(estate=estate).select_related("publication").order_by("-year", "-pk"),
        "offers": [offer("audit", assembly, 0, tried)] if you.member else [],
    }
    return render(request, "owners/audits.html", context, status=422 if tried else 200)


@public
@require_safe
def handover(request: ActorRequest, estate: int) -> HttpResponse:
    return handover_page(request, estate)


def handover_page(
    request: ActorRequest, estate: int, tried: Tried | None = None, pk: int = 0
) -> HttpResponse:
    """What is handed over, ticked by both sides."""
    assembly = load(estate)
    you = visitor(request, assembly)
    held = Handover.objects.filter(estate=estate).select_related("giver", "taker").order_by("-at").first()
    gives, takes = services.sides(held, request.actor) if held else (False, False)
    lines = list(held.lines.order_by("number")) if held else []
    may_begin = you.member and (held is None or held.done_at is not None)
    offers = [offer("begin_handover", assembly, 0, tried)] if may_begin else []
    if held and gives and any(line.given_at is None for line in lines):
        offers.append(offer("give", assembly, held.pk, tried))
    if held and takes and any(line.given_at and line.taken_at is None for line in lines):
        offers.append(offer("take", assembly, held.pk, tried))
    context = {
        "assembly": assembly,
        "held": held,
        "rows": lines,
        "offers": offers,
        "tried": tried,
    }
    return render(request, "owners/handover.html", context, status=422 if tried else 200)


@public
@require_safe
def supervision(request: ActorRequest, estate: int) -> HttpResponse:
    return supervision_page(request, estate)


def supervision_page(
    request: ActorRequest, estate: int, tried: Tried | None = None, pk: int = 0
) -> HttpResponse:
    """What the subdistrict ordered, what was put right, whether the committee is filed."""
    assembly = load(estate)
    you = visitor(request, assembly)
    rows = Order.objects.filter(estate=estate).order_by("-at")
    keys = ["file"] if you.member and assembly.elected_on and not assembly.filed_on else []
    if you.above:
        keys += ["order", "dissolve"] if assembly.body_id else []
    context = {
        "assembly": assembly,
        "rows": [
            (row, offer("comply", assembly, row.pk, tried) if you.member and not row.answered_at else None)
            for row in rows
        ],
        "offers": [offer(key, assembly, 0, tried) for key in keys],
    }
    return render(request, "owners/supervision.html", context, status=422 if tried else 200)


@public
@require_safe
def rules(request: ActorRequest, estate: int) -> HttpResponse:
    return rules_page(request, estate)


def rules_page(request: ActorRequest, estate: int, tried: Tried | None = None, pk: int = 0) -> HttpResponse:
    """What the rules of the assembly leave to choice, and by which decision."""
    assembly = load(estate)
    decided = selectors.rules_decided(estate)
    may = decided is not None and visitor(request, assembly).member
    context = {
        "assembly": assembly,
        "decided": decided,
        "areas": [UnitKind(kind).label for kind in assembly.by_area],
        "heads": [UnitKind(kind).label for kind in assembly.by_heads],
        "offers": [offer("set_rules", assembly, 0, tried)] if may else [],
    }
    return render(request, "owners/rules.html", context, status=422 if tried else 200)


Page = Callable[[ActorRequest, int, Tried | None, int], HttpResponse]
PAGES: Mapping[str, Page] = {
    "show": show_page,
    "unit": unit_page,
    "seal": seal_page,
    "audits": audits_page,
    "rules": rules_page,
    "handover": handover_page,
    "supervision": supervision_page,
}


@resident
@require_POST
def do(request: ActorRequest, estate: int, key: str, pk: int) -> HttpResponse:
    """Do something on an estate; what is refused keeps what was typed."""
    assembly, act = load(estate), BY_KEY.get(key)
    if act is None:
        raise Http404(_("没有这个操作。"))
    form = form_of(act, assembly, pk, request.POST, request.FILES)
    where = get_object_or_404(Dispute, pk=pk).unit_id if key == "answer" else pk
    if form.is_valid():
        try:
            act.run(assembly, pk, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("“{verb}”已记录。").format(verb=act.verb))
            there = (estate, where) if act.page == "unit" else (estate,)
            return redirect(f"owners:{act.page}", *there)
    return PAGES[act.page](request, estate, Tried(key, pk, form), where)


@resident
@require_POST
def remind(request: ActorRequest, poll: str) -> HttpResponse:
    """Remind those who have not voted; the page that comes next says how many."""
    found = get_object_or_404(Poll.objects.select_related("matter"), pk=poll, key="owners")
    try:
        count = services.remind(poll=found, actor=request.actor, at=timezone.now())
    except Refused as why:
        messages.error(request, str(why))
    else:
        said = ngettext("已提醒{n}名业主。", "已提醒{n}名业主。", count).format(n=count)
        messages.success(request, said if count else _("今天已经提醒过，没有再发。"))
    return redirect("owners:participation", found.pk)
