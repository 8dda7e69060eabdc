"""One's own calendar at a secret address: the page that makes and ends it, and what programs read there."""

from dataclasses import replace
from time import time

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gongzhi.kernel.exchange.calendars import address_of, end_address, holder_of, new_address
from gongzhi.kernel.people.audience import ActorRequest, public, resident
from gongzhi.lib.feeds import calendar
from gongzhi.shell.agenda import agenda

GIVEN = "calendar"
SHOWN = 600  # seconds


@resident
@require_http_methods(["GET", "POST"])
def mine(request: ActorRequest) -> HttpResponse:
    """Make an address, which ends one before it, or end it. It is shown for ten minutes, to who made it."""
    if request.method == "POST":
        return _changed(request)
    raw, account, at = request.session.get(GIVEN, ["", "", 0])
    held = address_of(request.actor.uuid)
    fresh = held is not None and account == request.actor.account and time() < at + SHOWN
    where = request.build_absolute_uri(reverse("shell:calendar", args=[raw])) if fresh else ""
    return render(request, "shell/my_calendar.html", {"held": held, "where": where})


def _changed(request: ActorRequest) -> HttpResponse:
    account = request.actor.uuid
    if account is None:
        raise Http404
    request.session.pop(GIVEN, None)
    if "end" in request.POST:
        end_address(account=account)
        messages.success(request, _("日历地址已停用，订阅它的程序不再收到任何内容。"))
    elif "new" in request.POST:
        request.session[GIVEN] = [new_address(account=account, at=timezone.now()), str(account), time()]
        messages.success(request, _("新的日历地址已生成；以前的地址已停用。"))
    return redirect("shell:my_calendar")


@public
@require_safe
def subscribed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself. A wrong secret, an ended one and a closed account are the same: nothing is here."""
    now = timezone.now()
    actor = holder_of(secret, on=timezone.localdate(now))
    if not actor.known:
        raise Http404(_("没有这个日历，或者它的地址已停用。"))
    with translation.override(settings.LANGUAGE_CODE):
        items = [replace(i, href=request.build_absolute_uri(i.href)) for i in agenda(actor, at=now)]
        made = calendar(_("我的共治日程"), items)
    answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
