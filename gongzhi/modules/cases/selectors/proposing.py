"""What a text is about while somebody writes it: kinds with their body and the words that say so, and places."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from gongzhi.kernel.bodies.selectors import responsible
from gongzhi.kernel.matters.models import Kind
from gongzhi.kernel.territory.mentions import mentioned
from gongzhi.kernel.territory.selectors import full_names
from gongzhi.lib.text.kinds import Model, unpacked
from gongzhi.lib.text.titles import title_of
from gongzhi.modules.cases.models import Lesson

from .reading import current_kinds, grouped

LEAST = 6  # characters; less says nothing
SHOWN = 3  # kinds
UNCLEAR, FAR = -0.65, 0.45  # the likeliest kind is shown from this score on, others if not so far behind it
PLACES = 5  # that a name may mean, to choose from


@dataclass(frozen=True, slots=True)
class Proposal:
    """A kind, the body that would be responsible ('' where there is no office), the words that say so."""

    code: str
    label: str
    body: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A name in the text that means other places than the chosen one: code and full name of each."""

    name: str
    places: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Suggestion:
    kinds: list[Proposal]
    elsewhere: list[Elsewhere]

    def __bool__(self) -> bool:
        return bool(self.kinds or self.elsewhere)


def suggestion(body: str, *, area: str, on: date) -> Suggestion:
    """Answer what a text says about its kind and its place. Nothing for a short one; no kind that no word speaks for."""
    if len(body.strip()) < LEAST:
        return Suggestion([], [])
    return Suggestion(_kinds(body, area, on), _elsewhere(body, area))


def _kinds(body: str, area: str, on: date) -> list[Proposal]:
    lesson = lesson_in_use()
    if lesson is None:
        return []
    labels = dict(pair for _group, kinds in grouped(current_kinds()) for pair in kinds)
    likely = [guess for guess in _model(lesson).guesses(title_of(body), body, most=8) if guess.kind in labels]
    floor = max(UNCLEAR, likely[0].score - FAR) if likely else 0.0
    shown = [guess for guess in likely[:SHOWN] if guess.score >= floor and guess.words]
    return [Proposal(g.kind, labels[g.kind], _body(g.kind, area, on), g.words) for g in shown]


def _body(kind: str, area: str, on: date) -> str:
    try:
        return responsible(kind_code=kind, area_code=area, on=on).name
    except LookupError:
        return ""


def _elsewhere(body: str, area: str) -> list[Elsewhere]:
    """Answer the names that mean other communities than the chosen one, or one of which the name leaves open."""
    found = [
        mention
        for mention in mentioned(body, here=area)
        if not any(area.startswith(code) or code.startswith(area) for code in mention.codes)
    ]
    names = full_names([code for mention in found for code in mention.codes[:PLACES]])
    return [Elsewhere(m.name, [(code, names[code]) for code in m.codes[:PLACES]]) for m in found]


def lesson_in_use() -> UUID | None:
    return Lesson.objects.filter(in_use=True).values_list("pk", flat=True).first()


@lru_cache(maxsize=1)
def _model(lesson: UUID) -> Model:
    """Keep the model in use in memory; a version never changes."""
    return unpacked(bytes(Lesson.objects.values_list("packed", flat=True).get(pk=lesson) or b""))


def lessons() -> QuerySet[Lesson]:
    """Answer the versions, newest first, without their model; `kept`: whether it can be used again."""
    kept = ExpressionWrapper(Q(packed__isnull=False), BooleanField())
    return Lesson.objects.filter(made_at__isnull=False).defer("packed").annotate(kept=kept).order_by("-on")


@dataclass(frozen=True, slots=True)
class Told:
    """How well a version tells one kind: shares in hundredths, of so many texts that were held back."""

    name: str
    precision: int
    recall: int
    texts: int


def told(lesson: Lesson | None) -> list[Told]:
    """Answer by kind how well a version tells it, the commonest first."""
    names = dict(Kind.objects.filter(pk__in=lesson.quality).values_list("code", "name")) if lesson else {}
    rows = [
        Told(names.get(code, code), round(100 * q["precision"]), round(100 * q["recall"]), q["texts"])
        for code, q in (lesson.quality if lesson else {}).items()
        if q["texts"]
    ]
    return sorted(rows, key=lambda row: (-row.texts, row.name))
