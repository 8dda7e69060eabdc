"""How alike texts are: as vectors of their pairs of characters, in groups that grow, around a group as it speaks."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray

from .grams import pairs
from .places import MARK, apart, named

TITLE, BODY = 1.0, 0.7
COMMON, CROWDED = 0.1, 120  # pairs that stand in more of all texts, and in more texts, say nothing
FEWEST = 1000  # texts; of fewer, rarity is judged as of so many
DOUBT = 0.15  # a mean over one pair of texts must be so much above the floor; over n, by DOUBT / √n
HALVED = 365  # days apart that halve a likeness
FEW = 0.1  # of its members; a place that no more of them name is not the group's
NAMED = 0.15  # of its members' likeness: from a text that names its place;
UNNAMED = 0.8  # from one that names none
TOLD = 12  # pairs of a group by which texts are found that may join
Vector = dict[str, float]


def vectors_of(titles: Sequence[str], texts: Sequence[str], others: Sequence[str] = ()) -> list[Vector]:
    """Answer what stands in each text, weighed by rarity: title and text of length 1 each, then together."""
    counts = [(_said(title), _said(text)) for title, text in zip(titles, texts, strict=True)]
    held = Counter(pair for _title, text in counts for pair in text)
    held.update(pair for text in others for pair in _said(text))
    read = max(FEWEST, len(texts) + len(others))
    most = max(CROWDED, COMMON * read)
    rare = {pair: log((1 + read) / n) for pair, n in held.items() if n <= most}
    found = []
    for count in counts:
        whole: Vector = defaultdict(float)
        for part, share in zip(count, (TITLE, BODY), strict=True):
            for pair, value in _unit(
                {p: (1 + log(n)) * rare[p] for p, n in part.items() if p in rare}
            ).items():
                whole[pair] += share * value
        found.append(_unit(whole))
    return found


def _said(text: str) -> Counter[str]:
    return pairs(MARK.sub(" ", text))


def _unit(vector: Mapping[str, float]) -> Vector:
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {piece: value / length for piece, value in vector.items()}


@dataclass(frozen=True, slots=True)
class Setting:
    """When texts were told, in days, and of which county (`places.county`) they speak."""

    days: NDArray[np.float64]
    counties: Sequence[str]

    def of(self, texts: Sequence[int]) -> "Setting":
        return Setting(self.days[list(texts)], [self.counties[text] for text in texts])

    def share(self) -> NDArray[np.float64]:
        """Answer what remains of the likeness of each two: the less, the longer apart; nothing across counties."""
        near: NDArray[np.float64] = 0.5 ** (np.abs(self.days[:, None] - self.days[None, :]) / HALVED)
        for one in {*self.counties}:
            for other in {*self.counties}:
                if apart(one, other):
                    mine, theirs = ([c == which for c in self.counties] for which in (one, other))
                    near[np.ix_(mine, theirs)] = 0.0
        return near


def likeness(vectors: Sequence[Vector], setting: Setting, *, without: str) -> NDArray[np.float64]:
    """Answer how alike texts are in what they say besides the name of a place, in their setting."""
    inside = pairs(without)
    said = [_unit({p: v for p, v in vector.items() if not _of(p, without, inside)}) for vector in vectors]
    often = Counter(piece for vector in said for piece in vector)
    columns = {piece: n for n, piece in enumerate(p for p, n in often.items() if n > 1)}
    table = np.zeros((len(said), len(columns)))
    for row, vector in enumerate(said):
        for piece, value in vector.items():
            if piece in columns:
                table[row, columns[piece]] = value
    alike: NDArray[np.float64] = table @ table.T * setting.share()
    return alike


def _of(pair: str, name: str, inside: Mapping[str, int]) -> bool:
    """Does a pair belong to a name, or hang on its first or last character?"""
    return pair in inside or (bool(name) and (pair[0] == name[-1] or pair[1] == name[0]))


def grown(alike: NDArray[np.float64], floor: float) -> list[list[int]]:
    """Join the two groups most alike on average, again and again, while they are alike enough. Answers groups."""
    groups = [[n] for n in range(len(alike))]
    sums = alike.copy()  # of likeness between all members of two groups
    sizes = np.ones(len(alike))
    while True:
        many = np.outer(sizes, sizes)
        margin = sums / np.maximum(many, 1) - floor - DOUBT / np.sqrt(np.maximum(many, 1))
        np.fill_diagonal(margin, -1.0)
        margin[sizes == 0], margin[:, sizes == 0] = -1.0, -1.0
        one, other = np.unravel_index(int(np.argmax(margin)), margin.shape)
        if margin[one, other] <= 0:
            return [group for group in groups if len(group) > 1]
        groups[one] += groups[other]
        groups[other] = []
        sums[one] += sums[other]
        sums[:, one] += sums[:, other]
        sizes[one] += sizes[other]
        sizes[other] = 0


class Circle:
    """A group as it speaks: its place, and what its members say besides."""

    def __init__(self, vectors: Sequence[Vector], places: Sequence[set[str]]) -> None:
        often = Counter(name for these in places for name in these)
        self.names = [name for name, n in often.most_common() if n > max(1, FEW * len(vectors))]
        self._name = self.names[0] if self.names else ""
        self._place = pairs(self._name)
        self._members = len(vectors)
        self._sums: Vector = defaultdict(float)
        alone = 0.0
        for vector in vectors:
            for piece, value in vector.items():
                if not _of(piece, self._name, self._place):
                    self._sums[piece] += value
                    alone += value * value
        between = sum(value * value for value in self._sums.values()) - alone
        self._usual = between / (self._members * (self._members - 1))
        self.told = [*sorted(self._sums, key=lambda piece: -self._sums[piece])[:TOLD], *self._place]

    def takes(self, vector: Vector, title: str, text: str, places: set[str]) -> bool:
        """Does a text belong here: does it name the place and speak a little alike, or no place and much alike?"""
        alike = product(vector, self._sums) / self._members
        if self._name in places or (self._place and _holds(text, self._place)):
            return alike >= NAMED * self._usual
        elsewhere = any(not any(_akin(name, own) for own in self.names) for name in named(title))
        return not elsewhere and alike >= UNNAMED * self._usual


def _holds(text: str, name: Mapping[str, int]) -> bool:
    """Does a text hold half of a name's pairs or more? Names are written in many ways."""
    return 2 * sum(pair in text for pair in name) >= len(name)


def _akin(name: str, other: str) -> bool:
    return _holds(name, pairs(other)) or _holds(other, pairs(name))


def product(vector: Vector, sums: Vector) -> float:
    return sum(value * sums[piece] for piece, value in vector.items() if piece in sums)
