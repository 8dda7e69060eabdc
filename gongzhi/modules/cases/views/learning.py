"""What the platform proposes while somebody types, and the versions of what it learned."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.audience import ActorRequest, audience, public
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.lib.codes import is_area_code
from gongzhi.modules.cases import selectors
from gongzhi.modules.cases.services import choose

LONGEST = 4000


@public
@require_POST
def suggest(request: ActorRequest) -> HttpResponse:
    """Kinds, bodies and places for a text while it is being typed: a piece of the form."""
    area = request.GET.get("area", "")
    body = request.POST.get("body", "")[:LONGEST]
    found = selectors.suggestion(body, area=area if is_area_code(area) else "", on=timezone.localdate())
    return render(request, "cases/_suggestion.html", {"suggestion": found, "area": area})


@audience(Audience.OFFICER, Role.CITY_OFFICER)
@require_http_methods(["GET", "POST"])
def lessons(request: ActorRequest) -> HttpResponse:
    """The versions of the model that proposes kinds, with their quality; one of them is in use."""
    if request.method == "POST":
        try:
            chosen = choose(
                lesson=UUID(request.POST.get("lesson", "")), actor=request.actor, at=timezone.now()
            )
            messages.success(request, _("现在使用{day}的模型。").format(day=f"{chosen.on:%Y-%m-%d}"))
        except ValueError:
            messages.error(request, _("没有这一版模型。"))
        except Refused as why:
            messages.error(request, str(why))
        return redirect("cases:lessons")
    rows = list(selectors.lessons()[:30])
    used = next((row for row in rows if row.in_use), None)
    return render(request, "cases/lessons.html", {"rows": rows, "used": used, "kinds": selectors.told(used)})
