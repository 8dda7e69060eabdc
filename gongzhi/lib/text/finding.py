"""Which passage answers a question in plain words? By pairs of characters that are rare (BM25), or none at all.

A question says things as people do; `Words` names what a law calls them. A passage that holds too little of what the
question says is no answer: whoever asks is told that nothing was found.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from .grams import pairs, plain

SATURATION, LENGTH = 1.2, 0.6  # BM25: how soon repeating says nothing more, how much a long passage loses
NAMED = 0.8  # weight of a pair that stands in the name only, beside one in the passage
MEANT = 1.5  # weight of a word that a law names otherwise, beside what was said as the law says it
WHOLE = 1.5  # how much it counts that a passage holds all of a question, not one word of it often
ENOUGH = 0.48  # of what a question says, by rarity; with less it is not answered
UNHEARD = 6.0  # the most that a pair is worth of which nobody knows whether it is a word
LONGEST = 200  # characters read of a question
_ASKING = re.compile(
    r"请问|想问一?下?|问一下|我想知道|是不是|能不能|可不可以|要不要|有没有|会不会|该不该|用不用|怎么办|怎么样|怎么|怎样|如何|为什么|"
    r"多长时间|多少天|多少|多久|几天|几年|几个|什么时候|什么|哪些|哪里|哪个|谁|是否|可以|应该|应当|需要|必须|我们|我家|我的|你们|他们|"
    r"[吗呢吧啊呀么我你您他她的了着过就都也还又很]"
)
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
Words = Mapping[str, Sequence[str]]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that may answer: `key` names it, `name` is where it stands, `body` what it says."""

    key: int
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers, how well (to compare within one question), and the sentence that speaks most to it."""

    key: int
    score: float
    sentence: str


@dataclass(frozen=True, slots=True)
class _Unit:
    """One thing that a question says: `weight`, and the pairs of each way to say it."""

    weight: float
    ways: tuple[tuple[str, ...], ...]


class Finder:
    """Passages that can be asked; built once, asked often."""

    def __init__(self, passages: Iterable[Passage], words: Words | None = None) -> None:
        self._words = words or {}
        self._longest_first = sorted(self._words, key=len, reverse=True)
        self._passages = list(passages)
        held: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        lengths = np.ones(len(self._passages))
        for n, passage in enumerate(self._passages):
            body, name = pairs(plain(passage.body)), pairs(plain(passage.name))
            lengths[n] = sum(body.values())
            for pair in body.keys() | name.keys():
                where, often = held[pair]
                where.append(n)
                often.append(body[pair] + NAMED * bool(name[pair]))
        short = 1 - LENGTH + LENGTH * lengths / max(1.0, lengths.mean() if self._passages else 1.0)
        self._holding = {
            pair: (np.array(where, np.int32), _saturated(np.array(often), short[where]))
            for pair, (where, often) in held.items()
        }

    def rarity(self, pair: str) -> float:
        n = len(self._passages)
        held = len(self._holding[pair][0]) if pair in self._holding else 0
        return log(1 + (n - held + 0.5) / (held + 0.5))

    def asked(self, question: str, *, most: int = 3, among: Container[int] | None = None) -> list[Hit]:
        """Answer the passages that speak to a question, best first; none: it is not known. `among`: only these keys."""
        units = list(self._read(question))
        whole = sum(unit.weight for unit in units)
        if not whole or not self._passages:
            return []
        score, share = np.zeros(len(self._passages)), np.zeros(len(self._passages))
        for unit in units:
            often, held = self._spoken(unit)
            score += unit.weight * often
            share += unit.weight / whole * held
        score *= share**WHOLE
        score[share < ENOUGH] = 0.0
        order = (int(n) for n in np.argsort(-score, kind="stable") if score[n])
        found = [n for n in order if among is None or self._passages[n].key in among][:most]
        sought = {pair: self.rarity(pair) for unit in units for way in unit.ways for pair in way}
        return [
            Hit(self._passages[n].key, float(score[n]), _telling(self._passages[n].body, sought)) for n in found
        ]

    def _read(self, question: str) -> Iterator[_Unit]:
        """Answer what a question says: words that a law names otherwise, then each pair of the rest."""
        rest = question[:LONGEST]
        for word in self._longest_first:
            if word in rest:
                rest = rest.replace(word, " ")
                ways = tuple(tuple(pairs(plain(meaning))) for meaning in self._words[word])
                yield _Unit(MEANT * max(map(self._worth, ways), default=0.0), ways)
        for pair in pairs(plain(_ASKING.sub(" ", rest))):
            yield _Unit(min(UNHEARD, self.rarity(pair)), ((pair,),))

    def _worth(self, way: tuple[str, ...]) -> float:
        """A word is worth less than its pairs, which come together."""
        return sum(map(self.rarity, way)) / sqrt(len(way) or 1)

    def _spoken(self, unit: _Unit) -> tuple[Numbers, Numbers]:
        """Answer for each passage how often it says this, and how much of it: that of its best way to say it."""
        often, held = np.zeros(len(self._passages)), np.zeros(len(self._passages))
        for way in unit.ways:
            whole = sum(map(self.rarity, way))
            said, part = np.zeros(len(self._passages)), np.zeros(len(self._passages))
            for pair in way:
                if pair in self._holding:
                    where, saturated = self._holding[pair]
                    said[where] += saturated * self.rarity(pair) / whole
                    part[where] += self.rarity(pair) / whole
            often, held = np.maximum(often, said * part), np.maximum(held, part)
        return often, held


def _saturated(often: Numbers, short: Numbers) -> Numbers:
    return often * (SATURATION + 1) / (often + SATURATION * short)


def _telling(body: str, weights: Mapping[str, float]) -> str:
    """Answer the sentence that holds most of what is sought, as it stands in the body."""
    sentences = [match[0].strip() for match in _SENTENCE.finditer(body)]
    return max(sentences, key=lambda s: sum(weights.get(pair, 0.0) for pair in pairs(plain(s))), default="")
