"""What many tell at present, and how cases on one matter are put together."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, audience
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.modules.cases import selectors
from gongzhi.modules.cases.services import put_together

MOST = 200
READERS = (
    Role.COMMUNITY_WORKER,
    Role.SUBDISTRICT_OFFICER,
    Role.DISTRICT_OFFICER,
    Role.CITY_OFFICER,
    Role.AUDITOR,
)


@audience(Audience.OFFICER, *READERS)
@require_http_methods(["GET", "POST"])
def rising(request: ActorRequest) -> HttpResponse:
    """Groups of open cases on one matter, weightiest first; those chosen go into one of them."""
    if request.method == "POST":
        _put_together(request)
        return redirect("cases:rising")
    under = request.session.get("area") or request.actor.scopes[0]
    under = under if request.actor.reads(under) else request.actor.scopes[0]
    groups, made_at = selectors.rising(request.actor, under=under)
    context = {"groups": groups, "made_at": made_at, "place": full_name(under)}
    return render(request, "cases/rising.html", context)


def _put_together(request: ActorRequest) -> None:
    if "checked" not in request.POST:
        messages.error(request, _("没有并案：请核对后勾选“这些说的是同一件事”。"))
        return
    numbers = request.POST.getlist("number")[:MOST]
    try:
        done, refused = put_together(
            numbers=numbers, into=request.POST.get("into", ""), actor=request.actor, at=timezone.now()
        )
    except Refused as why:
        messages.error(request, str(why))
        return
    if done:
        said = ngettext("已把 {n} 件并入。", "已把 {n} 件并入。", done)
        messages.success(request, said.format(n=done))
    for line in refused:
        messages.warning(request, line)
