"""Which passage answers a question in plain words? By pairs of characters that are rare (BM25), or none at all.

A question says things as people do; `Words` names what a law calls them. A passage that holds too little of what the
question says is no answer: whoever asks is told that nothing was found.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from .grams import pairs, plain

SATURATION, LENGTH = 1.2, 0.8  # BM25: how soon repeating says nothing more, how much a long passage loses
NAMED = 0.8  # weight of a pair that stands in the name only, beside one in the passage
MEANT = 2.0  # weight of a word that a law names otherwise, beside a pair that was said as the law says it
WHOLE = 2.5  # how much it counts that a passage holds all of a question, not one word of it often
ALONE = 0.3  # of a character that a passage holds in other company
MEANT_WHOLE = 1.4  # what such a word is of a question, beside its characters
RAREST = 7.0  # a piece is worth no more, heard or unheard
FEWEST = 1_000  # passages that rarity is judged by at least: of three texts none tells what is rare
ENOUGH = 0.5  # of what a question says, by rarity; with less it is not answered
LONGEST = 200  # characters read of a question
_ASKING = re.compile(
    r"请问|想问一?下?|问一下|我想知道|是不是|能不能|可不可以|要不要|有没有|会不会|该不该|用不用|怎么办|怎么样|怎么|怎样|如何|为什么|"
    r"多长时间|多少天|多少|多久|几天|几年|几个|几次|什么时候|什么|哪些|哪里|哪个|哪一|谁|是否|可以|应该|应当|需要|必须|"
    r"我们|我家|我的|你们|他们|别人|自己|一定|随便|还是|以后|之后|别的|合法|违法|能否|才能|"
    r"[吗呢吧啊呀么我你您他她的了着过就都也还又很给把让才再跟]"
)
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
Words = Mapping[str, Sequence[str]]
Numbers = NDArray[np.float64]
Places = NDArray[np.int32]
_NOWHERE: tuple[Places, Numbers] = (np.zeros(0, np.int32), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Passage:
    """Something that may answer: `key` names it, `name` is where it stands, `body` what it says."""

    key: int
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers, and the sentence of it that speaks most to the question."""

    key: int
    sentence: str


class Finder:
    """Passages that can be asked; built once, asked often."""

    def __init__(self, passages: Iterable[Passage], words: Words | None = None) -> None:
        self._passages = list(passages)
        meant = {word: [[*pairs(plain(way))] for way in ways] for word, ways in (words or {}).items()}
        self._words = dict(sorted(meant.items(), key=lambda item: -len(item[0])))
        self._holding: dict[str, tuple[array[int], array[float]]] = defaultdict(_empty)
        lengths = np.ones(len(self._passages))
        for n, passage in enumerate(self._passages):
            body, name = _pieces(passage.body), _pieces(passage.name)
            lengths[n] += len(passage.body)
            for piece in body.keys() | name.keys():
                where, often = self._holding[piece]
                where.append(n)
                often.append(body[piece] + NAMED * bool(name[piece]))
        self._short = 1 - LENGTH + LENGTH * lengths / (lengths.mean() if self._passages else 1.0)

    def asked(self, question: str, *, most: int = 3, among: Container[int] | None = None) -> list[Hit]:
        """Answer the passages that speak to a question, best first; none: it is not known. `among`: only these keys."""
        rest, words = self._cut(question)
        score, share, sought = self._literally(rest)
        whole = sum(self._rarity(sign) for sign in rest if sign != " ")
        for word in words:
            often, held, worth = self._meant(self._words[word])
            score += MEANT * worth * often
            share += MEANT_WHOLE * worth * held
            whole += MEANT_WHOLE * worth
            sought |= {piece for way in self._words[word] for piece in way}
        if not whole:
            return []
        share /= whole
        score *= share**WHOLE
        score[share < ENOUGH] = 0.0
        order = (int(n) for n in np.argsort(-score, kind="stable") if score[n])
        found = [self._passages[n] for n in order if among is None or self._passages[n].key in among][:most]
        weights = {piece: self._rarity(piece) for piece in sought}
        return [Hit(one.key, _telling(one.body, weights)) for one in found]

    def _cut(self, question: str) -> tuple[str, list[str]]:
        """Answer a question without what only asks, and the words of it that a law names otherwise."""
        rest, words = question[:LONGEST], []
        for word in self._words:
            if word in rest:
                rest = rest.replace(word, " ")
                words.append(word)
        return plain(_ASKING.sub(" ", rest)), words

    def _literally(self, rest: str) -> tuple[Numbers, Numbers, set[str]]:
        """Answer how well each passage says what was said, by pairs, and how much of it it holds, by characters."""
        score, share = self._nothing(), self._nothing()
        said = set(pairs(rest))
        for pair in said:
            where, often = self._held(pair)
            score[where] += self._rarity(pair) * often
        for at, sign in enumerate(rest):
            if sign != " ":
                covered = self._nothing()
                covered[self._held(sign)[0]] = ALONE
                for pair in (rest[max(0, at - 1) : at + 1], rest[at : at + 2]):
                    if pair in said:
                        covered[self._held(pair)[0]] = 1.0
                share += self._rarity(sign) * covered
        return score, share, said

    def _meant(self, ways: Sequence[Sequence[str]]) -> tuple[Numbers, Numbers, float]:
        """Answer for each passage how often it says one of these ways, how much of it, and what the word is worth.

        It is worth less than the pairs of its rarest way, which come together.
        """
        often, held, worth = self._nothing(), self._nothing(), 0.0
        for way in ways:
            whole = sum(map(self._rarity, way))
            said, part = self._nothing(), self._nothing()
            for pair in way:
                where, saturated = self._held(pair)
                said[where] += saturated * self._rarity(pair) / whole
                part[where] += self._rarity(pair) / whole
            often, held = np.maximum(often, said * part), np.maximum(held, part)
            worth = max(worth, whole / sqrt(len(way) or 1))
        return often, held, worth

    def _rarity(self, piece: str) -> float:
        n, held = (
            max(FEWEST, len(self._passages)),
            len(self._holding[piece][0]) if piece in self._holding else 0,
        )
        return min(RAREST, log(1 + (n - held + 0.5) / (held + 0.5)))

    def _held(self, piece: str) -> tuple[Places, Numbers]:
        """Answer the passages that hold a piece, and how often each does, so that repeating says less and less."""
        if piece not in self._holding:
            return _NOWHERE
        where, often = (np.frombuffer(found, found.typecode) for found in self._holding[piece])
        return where, often * (SATURATION + 1) / (often + SATURATION * self._short[where])

    def _nothing(self) -> Numbers:
        return np.zeros(len(self._passages))


def _pieces(text: str) -> Counter[str]:
    flat = plain(text)
    found = pairs(flat)
    found.update(flat.replace(" ", ""))
    return found


def _empty() -> "tuple[array[int], array[float]]":
    return array("i"), array("d")


def _telling(body: str, weights: Mapping[str, float]) -> str:
    """Answer the sentence that holds most of what is sought, as it stands in the body."""
    sentences = [match[0].strip() for match in _SENTENCE.finditer(body)]
    return max(sentences, key=lambda s: sum(weights.get(pair, 0.0) for pair in pairs(plain(s))), default="")
