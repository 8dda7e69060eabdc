"""Pages to read: the estates of an area, an estate, its roll, a unit, one's own; who took part in a vote."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.selectors import manages
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import area_at_hand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import short_name
from gongzhi.lib.codes import is_area_code
from gongzhi.modules.owners import selectors, services
from gongzhi.modules.owners.models import Assembly, Dispute, Unit
from gongzhi.modules.owners.policies import handles
from gongzhi.modules.owners.procedures.rolls import units_of
from gongzhi.modules.owners.vocabulary import AREA_LENGTH
from gongzhi.modules.owners.vocabulary import Founding as Stage
from gongzhi.modules.owners.vocabulary import Motion as S

from .acts import Offer, Tried, offer
from .loading import Visitor, load, visitor

PAGE, NEWEST = 30, 20


def start(request: ActorRequest) -> int:
    given = request.GET.get("after", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else 0


@public
@require_safe
def estates(request: ActorRequest) -> HttpResponse:
    """The estates of an area that have a roll."""
    asked = request.GET.get("area", "")
    code = asked if is_area_code(asked) else area_at_hand(request.actor, request.session.get("area", ""))
    place = Area.objects.filter(pk=code or settings.CITY_CODE).first()
    code = (
        place.code[:AREA_LENGTH] if place else settings.CITY_CODE
    )  # whose area is a grid sees its community
    words, first = request.GET.get("q", "")[:40].strip(), start(request)
    rows = list(selectors.estates(code, words)[first : first + PAGE + 1])
    more = urlencode({"area": code, "q": words, "after": first + PAGE}) if len(rows) > PAGE else ""
    context = {
        "name": short_name(place.code, place.name) if place else "",
        "code": code,
        "city": settings.CITY_CODE,
        "rows": rows[:PAGE],
        "words": words,
        "more": f"?{more}" if more else "",
        "may_enrol": len(code) == AREA_LENGTH and handles(request.actor, code) is not None,
    }
    return render(request, "owners/estates.html", context)


@public
@require_safe
def show(request: ActorRequest, estate: int) -> HttpResponse:
    return show_page(request, estate)


def show_page(request: ActorRequest, estate: int, tried: Tried | None = None, pk: int = 0) -> HttpResponse:
    assembly, now = load(estate), timezone.now()
    you = visitor(request, assembly)
    facts = selectors.overview(assembly, now)
    motions = list(selectors.motions(estate)[:NEWEST])
    running = [m for m in motions if m.matter.closed_at is None]
    may_found = assembly.founded_on is None and facts.founding is None and (you.owner or you.above)
    context = {
        "assembly": assembly,
        "you": you,
        "facts": facts,
        "running": [(m, _bars(m.matter.polls.order_by("-number").first())) for m in running],
        "done": [m for m in motions if m.matter.closed_at is not None],
        "may_propose": may_propose(assembly, you, facts),
        "offers": [offer("found", assembly, 0, tried)] if may_found else [],
        "officers": [offer("officers", assembly, 0, tried)] if you.member and facts.officers else [],
    }
    return render(request, "owners/show.html", context, status=422 if tried else 200)


def _bars(poll: Poll | None) -> list[selectors.Bar]:
    return selectors.bars(poll) if poll and poll.opened_at else []


def may_propose(assembly: Assembly, you: Visitor, facts: selectors.Overview) -> bool:
    """Owners, committee and subdistrict; before the assembly is founded, whoever prepares its first meeting."""
    if assembly.founded_on is not None:
        return you.owner or you.member or you.above
    ready = facts.founding is not None and facts.founding.matter.state == Stage.READY
    return ready and (you.member or you.above)


@public
@require_safe
def roll(request: ActorRequest, estate: int) -> HttpResponse:
    """The roll: room and area for everybody; names only for whoever keeps it."""
    assembly = load(estate)
    you = visitor(request, assembly)
    words, first = request.GET.get("q", "")[:40].strip(), start(request)
    found = selectors.roll(estate, timezone.localdate(), words=words, names=you.keeps)
    rows, more = selectors.page_of(found, first, names=you.keeps)
    context = {
        "assembly": assembly,
        "you": you,
        "rows": rows,
        "words": words,
        "more": "?" + urlencode({"q": words, "after": more}) if more else "",
        "total": found.count(),
    }
    return render(request, "owners/roll.html", context)


@resident
@require_safe
def unit(request: ActorRequest, estate: int, pk: int) -> HttpResponse:
    return unit_page(request, estate, pk=pk)


def unit_page(request: ActorRequest, estate: int, tried: Tried | None = None, pk: int = 0) -> HttpResponse:
    """One unit: its owner sees their entry, whoever keeps the roll sees its history."""
    assembly = load(estate)
    you = visitor(request, assembly)
    found = get_object_or_404(units_of(estate, timezone.localdate()), pk=pk)
    own = services.owns(request.actor, found)
    if not (you.keeps or own):
        raise PermissionDenied(_("这一页只给这套房屋的业主和管理业主名册的人看。"))
    disputes = list(found.disputes.order_by("-at"))
    keys = ["correct", "sell"] if you.keeps else []
    if you.keeps and len(found.now) > 1:  # type: ignore[attr-defined]
        keys.append("voice")
    if own and all(d.answered_at for d in disputes):
        keys.append("dispute")
    context = {
        "assembly": assembly,
        "you": you,
        "unit": found,
        "line": selectors.line(found, names=you.keeps or own),
        "history": found.holdings.select_related("owner").order_by("-since", "-votes", "pk"),
        "offers": _offers(keys, assembly, found, tried),
        "disputes": [(d, _answering(d, assembly, you.keeps, tried)) for d in disputes],
    }
    return render(request, "owners/unit.html", context, status=422 if tried else 200)


def _offers(keys: list[str], assembly: Assembly, found: Unit, tried: Tried | None) -> list[Offer]:
    made = [offer(key, assembly, found.pk, tried) for key in keys]
    for each in made:
        if each.act.key == "voice":
            field = each.form.fields["owner"]
            field.widget.choices = [(h.owner_id, h.owner.name) for h in found.now]  # type: ignore[attr-defined]
    return made


def _answering(dispute: Dispute, assembly: Assembly, keeps: bool, tried: Tried | None) -> Offer | None:
    if not keeps or dispute.answered_at:
        return None
    return offer("answer", assembly, dispute.pk, tried)


@resident
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """My flats, what runs where they lie, what I may do."""
    verified = Account.objects.filter(pk=request.actor.account, phone_verified=True).exists()
    rows = selectors.mine(request.actor, timezone.localdate())
    estates_mine = {unit.estate_id: unit.estate for unit in rows}
    votes = [
        m
        for estate in estates_mine
        for m in selectors.motions(estate).filter(matter__state__in=(S.NOTICED, S.PREPARING, S.POLLING))
    ]
    context = {"rows": rows, "votes": votes, "verified": verified}
    return render(request, "owners/mine.html", context)


@public
@require_safe
def participation(request: ActorRequest, poll: str) -> HttpResponse:
    """Of a vote, published room by room: whether somebody voted for it; never how, never who."""
    found = get_object_or_404(
        Poll.objects.select_related("matter"), pk=poll, key="owners", opened_at__isnull=False
    )
    rows = selectors.public_lines(found)
    first = start(request)
    more = first + selectors.PAGE if len(rows) > first + selectors.PAGE else 0
    context = {
        "poll": found,
        "matter": found.matter,
        "bars": selectors.bars(found),
        "rows": rows[first : first + selectors.PAGE],
        "total": len(rows),
        "took": sum(bool(row.voted) for row in rows),
        "more": f"?after={more}" if more else "",
        "reminds": found.closed_at is None and manages(request.actor, found, timezone.now()).allowed,
    }
    return render(request, "owners/participation.html", context)
