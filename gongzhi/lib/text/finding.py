"""Which passage answers a question in plain words? By pairs of characters that are rare (BM25), or none at all.

A question says things as people do; `Words` names what a law calls them. A passage that holds too little of what the
question says is no answer: whoever asks is told that nothing was found.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from .grams import pairs, plain

SATURATION, LENGTH = 1.2, 0.6  # BM25: how soon repeating says nothing more, how much a long passage loses
NAMED = 0.5  # weight of a pair that stands in the name only, beside one in the passage
MEANT = 0.8  # weight of what a word means beside what was said
ENOUGH = 0.36  # of what a question says, by rarity; with less it is not answered
UNHEARD = 5.0  # the most that a pair is worth of which nobody knows whether it is a word
LONGEST = 200  # characters read of a question
_ASKING = re.compile(
    r"请问|想问一?下?|问一下|我想知道|是不是|能不能|可不可以|要不要|有没有|会不会|该不该|用不用|怎么办|怎么样|怎么|怎样|如何|为什么|"
    r"多长时间|多少天|多少|多久|几天|几年|几个|什么时候|什么|哪些|哪里|哪个|谁|是否|可以|应该|应当|需要|必须|我们|我家|我的|你们|他们|"
    r"[吗呢吧啊呀么我你您他她的了着过就都也还又很]"
)
_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
Words = Mapping[str, Sequence[str]]


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


class Finder:
    """Passages that can be asked; built once, asked often."""

    def __init__(self, passages: Iterable[Passage], words: Words | None = None) -> None:
        self.words = words or {}
        self._passages = list(passages)
        self._holding: dict[str, dict[int, float]] = defaultdict(dict)
        lengths = []
        for n, passage in enumerate(self._passages):
            body, name = pairs(plain(passage.body)), pairs(plain(passage.name))
            lengths.append(sum(body.values()))
            for pair in body.keys() | name.keys():
                self._holding[pair][n] = body[pair] + NAMED * bool(name[pair])
        self._mean = max(1.0, sum(lengths) / max(1, len(lengths)))
        self._short = [1 - LENGTH + LENGTH * length / self._mean for length in lengths]

    def rarity(self, pair: str) -> float:
        n, held = len(self._passages), len(self._holding.get(pair, ()))
        return log(1 + (n - held + 0.5) / (held + 0.5))

    def asked(
        self, question: str, *, most: int = 3, among: Callable[[int], bool] = lambda key: True
    ) -> list[Hit]:
        """Answer the passages that speak to a question, best first; none: it is not known. `among` narrows by key."""
        said, meant = self._read(question)
        weights = {pair: self.rarity(pair) for pair in said}
        for word in meant:
            weights |= {pair: MEANT * self.rarity(pair) for pair in word if pair not in weights}
        scores: dict[int, float] = defaultdict(float)
        for pair, weight in weights.items():
            for n, often in self._holding.get(pair, {}).items():
                scores[n] += weight * often * (SATURATION + 1) / (often + SATURATION * self._short[n])
        order = sorted(scores, key=lambda n: (-scores[n], n))
        found = [n for n in order if among(self._passages[n].key)][: most * 3]
        known = [n for n in found if self._share(n, said, meant) >= ENOUGH][:most]
        return [
            Hit(self._passages[n].key, scores[n], _telling(self._passages[n].body, weights)) for n in known
        ]

    def _read(self, question: str) -> tuple[set[str], list[dict[str, float]]]:
        """Answer the pairs of a question as they stand, and for each word that a law names otherwise what it means.

        Of what is meant, each pair tells how much of the word it holds.
        """
        rest, meant = question[:LONGEST], []
        for word in sorted(self.words, key=len, reverse=True):
            if word in rest:
                rest = rest.replace(word, " ")
                meant.append(
                    {
                        pair: 1 / len(said)
                        for meaning in self.words[word]
                        if (said := pairs(meaning))
                        for pair in said
                    }
                )
        return {*pairs(plain(_ASKING.sub(" ", rest)))}, meant

    def _share(self, n: int, said: set[str], meant: Sequence[Mapping[str, float]]) -> float:
        """Answer how much of a question a passage holds, by rarity: a word is worth its rarest pair."""
        whole = held = 0.0
        for pair in said:
            whole += (rare := min(UNHEARD, self.rarity(pair)))
            held += rare * (n in self._holding.get(pair, ()))
        for word in meant:
            whole += (rare := max(map(self.rarity, word), default=0.0))
            held += rare * min(1.0, sum(part for pair, part in word.items() if n in self._holding.get(pair, ())))
        return held / whole if whole else 0.0

def _telling(body: str, weights: Mapping[str, float]) -> str:
    """Answer the sentence that holds most of what is sought, as it stands in the body."""
    sentences = [match[0].strip() for match in _SENTENCE.finditer(body)]
    return max(sentences, key=lambda s: sum(weights.get(pair, 0.0) for pair in pairs(plain(s))), default="")
