"""Pages that belong to no module: home, the letter, statements, and the switches of the frame."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import i18n
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.people.audience import ActorRequest, officer, public
from gongzhi.kernel.registry.declaration import Module, registry
from gongzhi.shell.context import address, may_choose
from gongzhi.shell.letter import SECTIONS, SYSTEMS, systems_of
from gongzhi.shell.letter_figures import read_aloud

A_YEAR = 365 * 24 * 3600

language = public(i18n.set_language)


@public
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    return redirect("shell:desk") if request.actor.officer else render(request, "shell/home.html")


@public
@require_safe
def letter(request: HttpRequest) -> HttpResponse:
    """Every system of the letter under the section that asks for it first, and where it runs here."""
    answering = answers()
    missing = {system: says for module in registry for system, says in module.partly.items()}
    figures = read_aloud(on=timezone.localdate())
    sections = []
    for section in SECTIONS:
        mine = systems_of(section)
        own = [(s, answering.get(s.id, []), missing.get(s.id)) for s in mine if s.sections[0] == section.id]
        also = [s for s in mine if s.sections[0] != section.id]
        sections.append((section, own, also, figures.get(section.id, [])))
    whole = len(answering.keys() - missing.keys())
    context = {"sections": sections, "running": whole, "partly": len(missing), "total": len(SYSTEMS)}
    return render(request, "shell/letter.html", context)


def answers() -> dict[str, list[tuple[Module, str]]]:
    """Answer the modules in which each system runs, and the address where each is used."""
    found: dict[str, list[tuple[Module, str]]] = {}
    for module in registry:
        for system, url in module.systems.items():
            if href := address(url):
                found.setdefault(system, []).append((module, href))
    return found


@public
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/about.html", {"modules": list(registry)})


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/accessibility.html")


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines stay out of a demo: its data are generated."""
    closed = ["/"] if settings.DEMO else [reverse("account_login"), reverse("people:me")]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_POST
def large(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off for a year; the cookie holds nothing else."""
    response = _back(request)
    chosen = "1" if request.POST.get("on") == "1" else "0"
    response.set_cookie(
        "large", chosen, max_age=A_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


@officer
@require_POST
def area(request: ActorRequest) -> HttpResponse:
    """Work in another area of one's mandates."""
    code = request.POST.get("area", "")
    if not may_choose(request.actor, code):
        raise PermissionDenied(_("您的授权不包括这个区域。当前区域没有改变。"))
    request.session["area"] = code
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(onward if safe else "/")
