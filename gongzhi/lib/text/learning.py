"""Learn kinds from texts whose kind somebody confirmed, and measure how well it was learned.

One kind against all others, all kinds in one sweep, by dual coordinate descent for the squared hinge loss (the
method of Hsieh and others, ICML 2008). A rare kind's texts weigh more, so that it is not forgotten. Texts without
a kind tell which pieces are rare; the names of a kind count as texts of it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .grams import Parts, counted, rarity, weighed
from .kinds import Model

MOST_PIECES = 100_000
MOST_WEIGHTS = 6_000_000  # pieces times kinds
SWEEPS, ENOUGH = 60, 0.02  # at most so many; fewer once no margin is further from its bound than this
SEED = 20_260_101
FOLDS = 5  # one in so many texts is held back to measure
Row = tuple[NDArray[np.int64], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Text:
    """A text; its kind where that is known, else ''."""

    title: str
    body: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """How often a kind was told (recall), how often telling it was right (precision), of how many texts."""

    precision: float
    recall: float
    texts: int

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def learned(
    texts: Sequence[Text], *, others: Iterable[Text] = (), names: Mapping[str, Sequence[str]] | None = None
) -> Model:
    """Answer a model of the kinds of `texts`; `names`: further words for a kind. Raises ValueError below two kinds."""
    kinds = tuple(sorted({text.kind for text in texts}))
    if len(kinds) < 2:
        raise ValueError("texts of at least two kinds are needed")
    read = [counted(text.title, text.body) for text in texts]
    called = [(counted(name, name), kind) for kind in kinds for name in (names or {}).get(kind, ())]
    rare = rarity([*read, *(counted(text.title, text.body) for text in others)])
    most = min(MOST_PIECES, MOST_WEIGHTS // len(kinds))
    rare = dict(list(rare.items())[:most])
    told = [*((parts, text.kind) for parts, text in zip(read, texts, strict=True)), *called]
    places = {piece: place for place, piece in enumerate(rare)}
    rows = [_row(parts, rare, places) for parts, _kind in told]
    wanted = np.array([kinds.index(kind) for _parts, kind in told])
    weights = _fitted(rows, wanted, len(kinds), len(rare))
    return Model(kinds, rare, weights[:-1].astype(np.float32), weights[-1].astype(np.float32))


def measured(model: Model, texts: Iterable[Text]) -> dict[str, Quality]:
    """Answer by kind how well a model tells the kinds of texts that it did not learn from."""
    told, meant, right = Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        guess = model.kind(text.title, text.body)
        told[guess] += 1
        meant[text.kind] += 1
        right[guess] += guess == text.kind
    return {
        kind: Quality(right[kind] / (told[kind] or 1), right[kind] / (meant[kind] or 1), meant[kind])
        for kind in sorted({*told, *meant})
    }


def macro(found: Mapping[str, Quality]) -> float:
    """Answer the mean F1 of the kinds: a small kind counts as much as a large one."""
    return sum(quality.f1 for quality in found.values()) / len(found) if found else 0.0


def split(texts: Sequence[Text]) -> tuple[list[Text], list[Text]]:
    """Answer texts to learn from and those held back, one in five of each kind; the same text is never in both.

    Which ones depends on the texts alone, not on their order: the same texts are measured by the same part of them.
    """
    by_kind: dict[str, dict[tuple[str, str], list[Text]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        by_kind[text.kind][text.title, text.body].append(text)
    learn: list[Text] = []
    held: list[Text] = []
    for same in by_kind.values():
        for place, said in enumerate(sorted(same)):
            (held if place % FOLDS == FOLDS - 1 else learn).extend(same[said])
    return learn, held


def _row(parts: Parts, rare: Mapping[str, float], places: Mapping[str, int]) -> Row:
    """Answer the places and weights of a text's pieces, and a last one that is always 1, for the bias."""
    found = weighed(parts, rare)
    where = np.fromiter((*(places[piece] for piece in found), len(rare)), np.int64, len(found) + 1)
    return where, np.fromiter((*found.values(), 1.0), np.float64, len(found) + 1)


def _fitted(rows: Sequence[Row], wanted: NDArray[np.int64], kinds: int, pieces: int) -> NDArray[np.float64]:
    signs = np.where(wanted[:, None] == np.arange(kinds), 1.0, -1.0)
    often = np.bincount(wanted, minlength=kinds)
    slack = np.where(signs > 0, often * kinds / len(rows) / 2, 0.5)  # 1 / (2 C) of each text and kind
    weights = np.zeros((pieces + 1, kinds))
    duals = np.zeros_like(signs)
    lengths = [float(values @ values) for _where, values in rows]
    order = np.random.default_rng(SEED)
    for _sweep in range(SWEEPS):
        furthest = 0.0
        for i in order.permutation(len(rows)).tolist():
            where, values = rows[i]
            slope = signs[i] * (values @ weights[where]) - 1 + duals[i] * slack[i]
            after = np.maximum(duals[i] - slope / (lengths[i] + slack[i]), 0.0)
            step = after - duals[i]
            if (moved := float(np.abs(step).max())) > 0:
                weights[where] += np.outer(values, step * signs[i])
                duals[i] = after
                furthest = max(furthest, moved)
        if furthest < ENOUGH:
            break
    return weights
