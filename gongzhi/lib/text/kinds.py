"""Which kind of matter is a text about, and which words of it say so?"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .grams import counted, plain, weighed

WORDS, LONGEST_WORD = 4, 8
TELLING = 0.25  # of the strongest word's part; what speaks more weakly is not shown
_EMPTY = re.compile(r"[\d的了又在是有就也都很被把和与及这那我您们 ]")  # in what tells a reader nothing
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind, how clearly the text speaks for it (above 0: rather this kind than all others), and by which words."""

    kind: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """One weight for each piece of text and each kind; `rare`: what each piece weighs in a text."""

    kinds: tuple[str, ...]
    rare: Mapping[str, float]
    weights: Floats  # pieces × kinds
    bias: Floats  # of each kind

    @cached_property
    def places(self) -> dict[str, int]:
        return {piece: place for place, piece in enumerate(self.rare)}

    def guesses(self, title: str, body: str, *, most: int = 3) -> list[Guess]:
        """Answer the likeliest kinds, likeliest first; none for a text of which no piece is known."""
        found = weighed(counted(title, body), self.rare)
        if not found:
            return []
        shares = self._shares(found)
        scores = shares.sum(axis=0) + self.bias
        text = plain(f"{title} {body}")
        return [
            Guess(
                self.kinds[k],
                float(scores[k]),
                _words(text, dict(zip(found, shares[:, k].tolist(), strict=True))),
            )
            for k in np.argsort(-scores, kind="stable")[:most].tolist()
        ]

    def kind(self, title: str, body: str) -> str:
        """Answer the likeliest kind."""
        found = weighed(counted(title, body), self.rare)
        return self.kinds[int(np.argmax(self._shares(found).sum(axis=0) + self.bias))]

    def _shares(self, found: Mapping[str, float]) -> Floats:
        rows = np.fromiter((self.places[piece] for piece in found), np.int64, len(found))
        return self.weights[rows] * np.fromiter(found.values(), np.float32, len(found))[:, None]

    def packed(self) -> bytes:
        """Answer the model as bytes, with weights of half the width."""
        file = io.BytesIO()
        np.savez_compressed(
            file,
            kinds=np.array(self.kinds),
            pieces=np.array([*self.rare]),
            rare=np.fromiter(self.rare.values(), np.float32, len(self.rare)),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
        )
        return file.getvalue()


def unpacked(data: bytes) -> Model:
    """Answer the model that `packed` made these bytes of."""
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        return Model(
            kinds=tuple(held["kinds"].tolist()),
            rare=dict(zip(held["pieces"].tolist(), held["rare"].tolist(), strict=True)),
            weights=held["weights"].astype(np.float32),
            bias=held["bias"],
        )


def _words(text: str, speaking: Mapping[str, float]) -> tuple[str, ...]:
    """Answer the stretches of a text that speak most for a kind: neighbouring pairs that do, joined."""
    strength = [
        0.0
        if _EMPTY.search(pair)
        else max(0.0, speaking.get("b" + pair, 0.0) + speaking.get("t" + pair, 0.0))
        for pair in (text[i : i + 2] for i in range(len(text) - 1))
    ]
    floor = TELLING * max(strength, default=0.0)
    best: dict[str, float] = {}
    start = 0
    for end in range(len(strength) + 1):
        if end < len(strength) and strength[end] > floor:
            continue
        if start < end and (word := text[start : end + 1][:LONGEST_WORD].strip()):
            best[word] = max(best.get(word, 0.0), sum(strength[start:end]))
        start = end + 1
    return tuple(sorted(best, key=lambda word: (-best[word], word))[:WORDS])
