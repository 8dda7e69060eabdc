"""My messages, and the places whose publications I want to hear of."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.kernel.matters.models import Matter, Message
from gongzhi.kernel.matters.services.messages import mark_read
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.audience import ActorRequest, resident
from gongzhi.kernel.people.models import Following
from gongzhi.kernel.people.services import follow_area, unfollow_area
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import full_name, full_names

PAGE = 30
COMMUNITY = 12
PAGES = {"meeting": "shell:meeting", "notice": "shell:notice"}


@resident
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """What I was told, the newest first."""
    found = Message.objects.filter(account=request.actor.uuid).order_by("-at", "-pk")
    given = request.GET.get("skip", "")
    skip = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0
    rows = list(found[skip : skip + PAGE + 1])
    codes = list(Following.objects.filter(account=request.actor.uuid).values_list("area_code", flat=True))
    context = {
        "rows": rows[:PAGE],
        "more": f"?skip={skip + PAGE}" if len(rows) > PAGE else "",
        "places": sorted(full_names(codes).items()) if codes else [],
    }
    return render(request, "shell/messages.html", context)


@resident
@require_http_methods(["GET", "POST"])
def read(request: ActorRequest, pk: int) -> HttpResponse:
    """Mark a message as read and go to what it is about."""
    if request.method == "GET":  # somebody signed in again
        return redirect("shell:messages")
    found = get_object_or_404(Message, account=request.actor.uuid, pk=pk)
    if request.actor.uuid:
        mark_read(account=request.actor.uuid, pk=pk, at=timezone.now())
    return redirect(leads_to(found, request.actor))


def leads_to(message: Message, actor: Actor) -> str:
    """Answer the page of what a message is about, as its reader may open it."""
    what, _sign, key = message.about.partition(":")
    if what in PAGES:
        return reverse(PAGES[what], args=[key])
    matter = Matter.objects.filter(number=key).first()
    if matter is None:
        return reverse("shell:messages")
    if matter.open:
        return reverse("shell:open_matter", args=[key])
    if actor.reads(matter.area_code):
        return reverse("shell:matter", args=[key])
    try:  # the page on which whoever brought it in follows it, by its name in the module
        return reverse(f"{matter.procedure.partition('.')[0]}:show", args=[key])
    except NoReverseMatch:
        return reverse("shell:messages")


@resident
@require_POST
def read_all(request: ActorRequest) -> HttpResponse:
    if request.actor.uuid:
        mark_read(account=request.actor.uuid, at=timezone.now())
    return redirect("shell:messages")


@resident
@require_http_methods(["GET", "POST"])
def follow(request: ActorRequest, area: str) -> HttpResponse:
    """Be told what a community makes public, or no longer; without `on` it ends."""
    if request.method == "GET":
        return redirect("shell:messages")
    place = get_object_or_404(Area, pk=area, level=COMMUNITY)
    name = full_name(place.code)
    if request.actor.uuid and request.POST.get("on") == "1":
        follow_area(account=request.actor.uuid, area=place.code, at=timezone.now())
        messages.success(request, _("已关注{place}。有新的公开会在“消息”里告诉您。").format(place=name))
    elif request.actor.uuid:
        unfollow_area(account=request.actor.uuid, area=place.code)
        messages.success(request, _("不再关注{place}。").format(place=name))
    onward = request.POST.get("next", "")
    safe = onward.startswith("/") and url_has_allowed_host_and_scheme(onward, None)
    return redirect(onward if safe else reverse("shell:messages"))
