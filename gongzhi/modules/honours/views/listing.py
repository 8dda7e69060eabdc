"""A district's list: nominate, endorse, recommend, return; and strike after an objection."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import within
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest, officer, public
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.modules.honours import selectors, services
from gongzhi.modules.honours.forms import ChooseForm, CorrectForm, NominateForm, OneForm
from gongzhi.modules.honours.models import DistrictList
from gongzhi.modules.honours.services import Named
from gongzhi.modules.honours.vocabulary import Listing, Stage

BODIES = (Organisation.Kind.COMMITTEE, Organisation.Kind.SOCIAL, Organisation.Kind.PARTY)


@dataclass(frozen=True, slots=True)
class Deed:
    """What may be done on a list: its button, what will happen, by whom, on nominees of which stages."""

    key: str
    verb: str | Promise
    outcome: str | Promise
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...] = ()


DEEDS = (
    Deed(
        "nominate",
        gettext_lazy("推荐"),
        gettext_lazy("提交后由街道（乡镇）审核，再由区县在名额内确定。"),
        (Role.COMMUNITY_WORKER,),
    ),
    Deed(
        "endorse",
        gettext_lazy("审核通过"),
        gettext_lazy("报区县确定。本人推荐过的，由其他工作人员审核。"),
        (Role.SUBDISTRICT_OFFICER,),
        (Stage.PROPOSED,),
    ),
    Deed(
        "recommend",
        gettext_lazy("确定推荐"),
        gettext_lazy("列入报送市里评审的对象，不能超过名额和差额推荐数。"),
        (Role.DISTRICT_OFFICER,),
        (Stage.ENDORSED,),
    ),
    Deed(
        "send_back",
        gettext_lazy("退回"),
        gettext_lazy("退回后不再参加这次评选，可以补充后重新推荐。"),
        (Role.SUBDISTRICT_OFFICER, Role.DISTRICT_OFFICER),
        (Stage.PROPOSED, Stage.ENDORSED, Stage.RECOMMENDED),
    ),
)


@public
@require_safe
def listing(request: ActorRequest, number: str, district: str) -> HttpResponse:
    return _page(request, _list(number, district))


def _list(number: str, district: str) -> DistrictList:
    found = DistrictList.objects.select_related("programme__matter", "matter__responsible")
    return get_object_or_404(found, programme__matter__number=number, district=district)


def _page(
    request: ActorRequest, held: DistrictList, *, tried: tuple[str, forms.Form] | None = None
) -> HttpResponse:
    context = {
        "held": held,
        "programme": held.programme,
        "matter": held.matter,
        "groups": selectors.groups(held, request.actor),
        "works": selectors.works_on(request.actor, held),
        "deeds": [
            (deed, tried[1] if tried and tried[0] == deed.key else _form(deed, held, request.actor))
            for deed in DEEDS
            if _may(deed, held, request.actor)
        ],
        "tried": tried,
    }
    return render(request, "honours/listing.html", context, status=422 if tried else 200)


def _may(deed: Deed, held: DistrictList, actor: Actor) -> bool:
    """Is there something to do for the actor? The service judges it in full."""
    if (
        held.matter.state != Listing.COLLECTING
        or not selectors.works_on(actor, held)
        or not actor.has(*deed.roles)
    ):
        return False
    return not deed.stages or _nominees(deed, held, actor).exists()


def _nominees(deed: Deed, held: DistrictList, actor: Actor) -> Any:
    areas = [grant.area for grant in actor.grants if grant.role in deed.roles]
    return selectors.visible(held, actor).filter(within(areas), stage__in=deed.stages)


def _form(deed: Deed, held: DistrictList, actor: Actor, data: Any = None) -> forms.Form:
    if deed.key == "nominate":
        areas = [grant.area for grant in actor.grants if grant.role in deed.roles]
        on = timezone.localdate()
        bodies = Organisation.objects.filter(within(areas), in_force(on), kind__in=BODIES).order_by("code")
        categories = held.programme.categories.filter(quotas__district=held.district).order_by("number")
        return NominateForm(data, categories=categories, bodies=bodies, prefix=deed.key)
    form = OneForm if deed.key == "send_back" else ChooseForm
    return form(data, nominations=_nominees(deed, held, actor), prefix=deed.key)


@officer
@require_POST
def do(request: ActorRequest, number: str, district: str, key: str) -> HttpResponse:
    """Do something on a list; what is refused keeps what was typed."""
    held = _list(number, district)
    deed = next((d for d in DEEDS if d.key == key), None)
    if deed is None:
        raise Http404(_("没有这个操作。"))
    form = _form(deed, held, request.actor, request.POST)
    if form.is_valid():
        try:
            RUN[key](held, form.cleaned_data, request.actor)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("“{verb}”已记录。").format(verb=deed.verb))
            return redirect("honours:listing", number, district)
    return _page(request, held, tried=(key, form))


def _nominate(held: DistrictList, given: dict[str, Any], actor: Actor) -> None:
    named = Named(**{name: value for name, value in given.items() if name != "unrelated"})
    services.nominate(
        listed_in=held,
        nominees=[named],
        unrelated=given["unrelated"],
        actor=actor,
        at=timezone.now(),
    )


def _endorse(held: DistrictList, given: dict[str, Any], actor: Actor) -> None:
    services.endorse(listed_in=held, actor=actor, at=timezone.now(), **given)


def _recommend(held: DistrictList, given: dict[str, Any], actor: Actor) -> None:
    services.recommend(listed_in=held, actor=actor, at=timezone.now(), **given)


def _send_back(held: DistrictList, given: dict[str, Any], actor: Actor) -> None:
    services.send_back(actor=actor, at=timezone.now(), **given)


RUN: dict[str, Callable[[DistrictList, dict[str, Any], Actor], None]] = {
    "nominate": _nominate,
    "endorse": _endorse,
    "recommend": _recommend,
    "send_back": _send_back,
}


@officer
@require_http_methods(["GET", "POST"])
def strike(request: ActorRequest, number: str) -> HttpResponse:
    """Take somebody off the list that is shown, after an upheld objection. `number`: of the list or the round."""
    matter = get_object_or_404(Matter.objects.filter(procedure__startswith="honours."), number=number)
    if not selectors.can_strike(matter):
        raise PermissionDenied(_("只有异议成立以后，才能在重新公示之前取消资格。没有任何改动。"))
    on_show = selectors.on_show(matter)
    right = request.POST.get("deed") == "correct"
    striking = OneForm(None if right else request.POST or None, nominations=on_show)
    correcting = CorrectForm(request.POST if right else None, nominations=on_show)
    form, run = (correcting, services.correct) if right else (striking, services.strike)
    if request.method == "POST" and form.is_valid():
        try:
            run(matter=matter, actor=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("名单已更改。请在事项页面“更正后重新公示”。"))
            return redirect("shell:open_matter", number)
    context = {"matter": matter, "form": striking, "correcting": correcting}
    return render(request, "honours/strike.html", context, status=422 if form.errors else 200)
