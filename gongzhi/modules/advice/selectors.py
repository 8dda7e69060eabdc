"""What answers a question: articles in force on a day, published answers; texts with their versions."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from gongzhi.kernel.registry.declaration import Answered, registry
from gongzhi.lib.text.finding import Finder, Passage
from gongzhi.lib.text.wordings import wordings

from .models import LawArticle, LawVersion

SHOWN, COMPARED = 3, 500
WORDS = wordings((Path(__file__).parent / "data" / "words.csv").read_text("utf-8"))
INTAKE = "S37"  # the one window of the letter, whichever module runs it


class Mark(NamedTuple):
    """What changes whenever a text does."""

    version: UUID
    imported_at: datetime


class Standing(NamedTuple):
    """A version and the first day on which the next one holds; None: it is the last."""

    version: LawVersion
    until: date | None


@dataclass(frozen=True, slots=True)
class Clause:
    """An article that answers, cut at the sentence that speaks most to the question."""

    article: LawArticle
    before: str
    sentence: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A published answer that speaks to the question, with that sentence of it."""

    answer: Answered
    sentence: str


@dataclass(frozen=True, slots=True)
class Advice:
    clauses: list[Clause]
    answers: list[Told]

    def __bool__(self) -> bool:
        return bool(self.clauses or self.answers)


def advice(question: str, *, on: date) -> Advice:
    """Answer what the law in force on a day says to a question, and what was answered before. Empty: it is not known."""
    return Advice(_clauses(question, on), _told(question))


def versions() -> list[Standing]:
    """Answer all versions by title, of each text the newest first."""
    rows = LawVersion.objects.order_by("title", "part", "-since", "-adopted")
    return [
        Standing(version, following.since if following and _same(following, version) else None)
        for following, version in pairwise([None, *rows])
        if version is not None
    ]


def in_force(on: date) -> list[Standing]:
    """Answer of each text the version that holds on a day."""
    return [one for one in versions() if one.version.since <= on and (one.until is None or on < one.until)]


def _same(one: LawVersion, other: LawVersion) -> bool:
    return (one.title, one.part) == (other.title, other.part)


def standing(key: UUID) -> tuple[Standing, list[Standing]] | None:
    """Answer a version and the other versions of its text, newest first; None where there is none of this key."""
    every = versions()
    found = next((one for one in every if one.version.pk == key), None)
    if found is None:
        return None
    return found, [one for one in every if _same(one.version, found.version) and one is not found]


def _clauses(question: str, on: date) -> list[Clause]:
    known = sorted(Mark(*row) for row in LawVersion.objects.values_list("pk", "imported_at"))
    finder, articles_of = _laws(tuple(known))
    here = {key for one in in_force(on) for key in articles_of.get(one.version.pk, ())}
    hits = finder.asked(question, most=SHOWN, among=here)
    found = LawArticle.objects.select_related("version").in_bulk([hit.key for hit in hits])
    return [_cut(found[hit.key], hit.sentence) for hit in hits if hit.key in found]


def _cut(article: LawArticle, sentence: str) -> Clause:
    before, _sentence, after = article.body.partition(sentence)
    return Clause(article, before, sentence, after)


@lru_cache(maxsize=1)
def _laws(known: tuple[Mark, ...]) -> tuple[Finder, dict[UUID, list[int]]]:
    """Keep all articles in memory as the finder holds them, and which are whose; `known` tells when they changed."""
    passages: list[Passage] = []
    whose: dict[UUID, list[int]] = {}
    rows = LawArticle.objects.filter(version__in=[mark.version for mark in known]).order_by("pk")
    for pk, version, heading, body, title, part in rows.values_list(
        "pk", "version_id", "heading", "body", "version__title", "version__part"
    ):
        passages.append(Passage(pk, f"{title} {part} {heading}", body))
        whose.setdefault(version, []).append(pk)
    return Finder(passages, WORDS), whose


def _told(question: str) -> list[Told]:
    answers = tuple(
        answer for module in registry if module.answers is not None for answer in module.answers(COMPARED)
    )
    return [Told(answers[hit.key], hit.sentence) for hit in finder_of(answers).asked(question, most=SHOWN)]


@lru_cache(maxsize=1)
def finder_of(answers: tuple[Answered, ...]) -> Finder:
    return Finder((Passage(n, answer.title, answer.body) for n, answer in enumerate(answers)), WORDS)


def intake() -> str:
    """Answer the URL name of the page where a person is asked, '' where no module takes questions in."""
    return next((module.systems[INTAKE] for module in registry if INTAKE in module.systems), "")
