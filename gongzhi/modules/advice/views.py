"""Pages of advice: ask, read the texts, see a clause in other words."""

from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gongzhi.kernel.people.audience import public

from . import selectors, services
from .models import LawArticle

LONGEST = 200


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """A question in plain words, the clauses in force on a day that speak to it, or that nothing is known."""
    question, on = request.GET.get("q", "").strip()[:LONGEST], _day(request.GET.get("on", ""))
    context = {
        "question": question,
        "on": on,
        "today": timezone.localdate(),
        "longest": LONGEST,
        "advice": selectors.advice(question, on=on) if question else None,
        "person": _person(question),
        "may_phrase": services.may_phrase(),
        "texts": len(selectors.in_force(on)),
    }
    return render(request, "advice/ask.html", context)


@public
@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    on = timezone.localdate()
    return render(request, "advice/laws.html", {"versions": selectors.versions(), "today": on})


@public
@require_safe
def law(request: HttpRequest, key: UUID) -> HttpResponse:
    found = selectors.standing(key)
    if found is None:
        raise Http404
    held, others = found
    articles = held.version.articles.order_by("place")
    context = {"held": held, "others": others, "articles": articles, "today": timezone.localdate()}
    return render(request, "advice/law.html", context)


@public
@require_POST
def plainly(request: HttpRequest, key: int) -> HttpResponse:
    """An article beside what a model makes of it, if it makes anything of use."""
    article = get_object_or_404(LawArticle.objects.select_related("version"), pk=key)
    question = request.POST.get("q", "")[:LONGEST]
    back = reverse("advice:ask") + (f"?{urlencode({'q': question})}" if question else "")
    context = {"article": article, "phrased": services.phrase(article=article), "back": back}
    return render(request, "advice/plainly.html", context)


def _day(text: str) -> date:
    """Answer the day that was asked for, today where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def _person(question: str) -> str:
    """Answer where a person is asked, with the text kept; '' where nobody takes questions in."""
    intake = selectors.intake()
    return f"{reverse(intake)}?{urlencode({'body': question})}" if intake else ""
