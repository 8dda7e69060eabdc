"""The same matter told by many: texts that name the same place and speak of the same, whatever words they use.

Texts that name a place in common are compared with each other, and only those: with names that few texts bear this
stays nearly linear. How alike two texts are says little, for each has words of its own; how alike a text is to a
group *on average* says much. So groups grow together as long as their mean likeness stays above a floor that is
the lower, the more pairs the mean is taken of. Groups that different names of a place gave are put together where
they share members; a text that names no place, but speaks as a group does, joins it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log, log2, sqrt

import numpy as np
from numpy.typing import NDArray

from .grams import pairs, plain
from .places import Names, named, shown

READ = 500  # characters read of a text
TITLE, BODY = 1.0, 0.7
COMMON = 0.1  # pairs that stand in more of all texts say nothing
CROWD = 0.02  # a name in more of all texts names no one place; of few texts it may stand in the first number,
CROWDED, MOST = 120, 400  # of ever so many in no more than the second
FLOOR, DOUBT = 0.05, 0.15  # mean likeness that a group needs: FLOOR and DOUBT / √pairs
PHRASE, STRICTER = (
    4,
    3.0,
)  # characters of a title in common, where no place is; such a group needs more likeness
LOUD = 10  # supporters from which on a single text is a topic
SHARED = 0.5  # of its members, that a group has in common with a larger one of which it is part
HALVED = 365  # days apart that halve a likeness
KNOWN = 8  # members from which on a group is known well enough to let further texts join:
NAMED, UNNAMED = (
    0.2,
    0.8,
)  # of its members' likeness, from a text that names its place, and from one that names none
FEW = 0.1  # of its members; a place that no more of them name is not the group's
TOLD = 12  # pairs of a group by which texts are found that may join
CALM = 30  # days in which what is told counts fully
Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Report:
    """A text with its key; `who` told it, how many support it, in which county it lies, where that is known."""

    key: str
    title: str
    body: str
    at: datetime | None = None
    who: str = ""
    support: int = 0
    county: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """Texts on one matter. `weight`: people, and the logarithm of their further texts and supporters; less when
    that was over a long time."""

    title: str
    weight: float
    members: tuple[str, ...]
    place: str
    people: int
    support: int
    since: datetime | None
    until: datetime | None


def topics(reports: Sequence[Report], *, names: Names | None = None) -> list[Topic]:
    """Answer groups of two texts or more, weightiest first. `names`: places of a list, besides those texts show."""
    titles = [plain(r.title) for r in reports]
    texts = [plain(f"{r.title} {r.body}"[:READ]) for r in reports]
    places = _places(reports, texts, names)
    vectors = _vectors(titles, texts)
    days = _days(reports)
    groups = _adopted(_joined(_found(places, vectors, days)), vectors, places, titles, texts)
    phrases = _phrases(titles, {text for group in groups for text in group if len(group) > 1})
    groups += _joined(_found(phrases, vectors, days, floor=STRICTER * FLOOR))
    groups += [{n} for n in {*range(len(reports))}.difference(*groups) if reports[n].support >= LOUD]
    made = [_topic([*group], reports, vectors, places) for group in groups if _tells(group, reports)]
    return sorted(made, key=lambda topic: (-topic.weight, topic.members))


def _tells(group: set[int], reports: Sequence[Report]) -> bool:
    return len(group) > 1 or any(reports[text].support >= LOUD for text in group)


def _phrases(titles: Sequence[str], settled: set[int]) -> list[set[str]]:
    """Answer what titles of texts in no group have in common with others: stretches of four characters."""
    found = [
        {title[i : i + PHRASE] for i in range(len(title) - PHRASE + 1)} if text not in settled else set()
        for text, title in enumerate(titles)
    ]
    often = Counter(phrase for each in found for phrase in each)
    return [{phrase for phrase in each if 1 < often[phrase] <= CROWDED} for each in found]


def _places(reports: Sequence[Report], texts: Sequence[str], names: Names | None) -> list[set[str]]:
    most = min(MOST, max(CROWDED, int(CROWD * len(texts))))
    areas = [r.county for r in reports] if any(r.county for r in reports) else []
    lists = [shown(texts, areas, most=most), *([names] if names else [])]
    return [{found.name for known in lists for found in known.find(text)} for text in texts]


def _vectors(titles: Sequence[str], texts: Sequence[str]) -> list[Vector]:
    """Answer what stands in each text, weighed by rarity: title and text of length 1 each, then together."""
    counts = [(pairs(title), pairs(text)) for title, text in zip(titles, texts, strict=True)]
    held = Counter(pair for _title, text in counts for pair in text)
    most = max(CROWDED, COMMON * len(texts))
    rare = {pair: log((1 + len(texts)) / n) for pair, n in held.items() if 1 < n <= most}
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


def _unit(vector: Mapping[str, float]) -> Vector:
    length = sqrt(sum(value * value for value in vector.values())) or 1.0
    return {piece: value / length for piece, value in vector.items()}


def _days(reports: Sequence[Report]) -> NDArray[np.float64]:
    """Answer on which day each was told; where no time is known, on one day with the first."""
    first = min((r.at for r in reports if r.at), default=None)
    return np.array([(r.at - first).days if r.at and first else 0 for r in reports], np.float64)


def _found(
    places: Sequence[set[str]],
    vectors: Sequence[Vector],
    days: NDArray[np.float64],
    *,
    floor: float = FLOOR,
) -> list[list[int]]:
    """Answer groups among the texts that name one place, largest first."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for text, these in enumerate(places):
        for name in these:
            blocks[name].append(text)
    groups = [
        [block[i] for i in group]
        for name, block in blocks.items()
        if len(block) > 1
        for group in _grown(_likeness([vectors[i] for i in block], days[block], without=pairs(name)), floor)
    ]
    return sorted(groups, key=lambda group: (-len(group), group))


def _likeness(
    vectors: Sequence[Vector], days: NDArray[np.float64], *, without: Iterable[str]
) -> NDArray[np.float64]:
    """Answer how alike texts are in what they say besides the name of the place, and in time."""
    left_out = {*without}
    said = [_unit({p: v for p, v in vector.items() if p not in left_out}) for vector in vectors]
    often = Counter(piece for vector in said for piece in vector)
    columns = {piece: n for n, piece in enumerate(p for p, n in often.items() if n > 1)}
    table = np.zeros((len(said), len(columns)))
    for row, vector in enumerate(said):
        for piece, value in vector.items():
            if piece in columns:
                table[row, columns[piece]] = value
    alike: NDArray[np.float64] = table @ table.T * 0.5 ** (np.abs(days[:, None] - days[None, :]) / HALVED)
    return alike


def _grown(alike: NDArray[np.float64], floor: float) -> list[list[int]]:
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


def _joined(found: Sequence[list[int]]) -> list[set[int]]:
    """Put groups together that are for the most part the same; a text stays in the largest group that has it."""
    groups: list[set[int]] = []
    home: dict[int, int] = {}
    for group in found:
        shared = Counter(home[text] for text in group if text in home)
        free = {text for text in group if text not in home}
        if shared and (most := shared.most_common(1)[0])[1] >= SHARED * len(group):
            place = most[0]
        elif len(free) > 1:
            place = len(groups)
            groups.append(set())
        else:
            continue
        groups[place] |= free
        home |= dict.fromkeys(free, place)
    return groups


def _adopted(
    groups: Sequence[set[int]],
    vectors: Sequence[Vector],
    places: Sequence[set[str]],
    titles: Sequence[str],
    texts: Sequence[str],
) -> list[set[int]]:
    """Let texts join the largest group that speaks of the same, if they name its place or, much alike, no other."""
    posted: dict[str, list[int]] = defaultdict(list)
    for text, vector in enumerate(vectors):
        for piece in vector:
            posted[piece].append(text)
    settled: set[int] = set()
    grown = []
    for group in sorted(groups, key=lambda group: (-len(group), min(group))):
        own = group - settled
        if len(own) >= KNOWN:
            circle = _Circle([vectors[text] for text in own], [places[text] for text in own])
            maybe = {text for piece in circle.told for text in posted[piece]} - settled - own
            own |= {text for text in maybe if circle.takes(vectors[text], titles[text], texts[text])}
        settled |= own
        grown.append(own)
    return grown


class _Circle:
    """A group as it speaks: its place, and what its members say besides."""

    def __init__(self, vectors: Sequence[Vector], places: Sequence[set[str]]) -> None:
        often = Counter(name for these in places for name in these)
        self.names = [name for name, n in often.most_common() if n > max(1, FEW * len(vectors))]
        self._place = pairs(self.names[0]) if self.names else Counter[str]()
        self._members = len(vectors)
        self._sums: Vector = defaultdict(float)
        alone = 0.0
        for vector in vectors:
            for piece, value in vector.items():
                if piece not in self._place:
                    self._sums[piece] += value
                    alone += value * value
        between = sum(value * value for value in self._sums.values()) - alone
        self._usual = between / (self._members * (self._members - 1))
        self.told = sorted(self._sums, key=lambda piece: -self._sums[piece])[:TOLD]

    def takes(self, vector: Vector, title: str, text: str) -> bool:
        alike = _product(vector, self._sums) / self._members
        if self._place and _holds(text, self._place):
            return alike >= NAMED * self._usual
        elsewhere = any(not any(_holds(name, pairs(own)) for own in self.names) for name in named(title))
        return not elsewhere and alike >= UNNAMED * self._usual


def _holds(text: str, name: Mapping[str, int]) -> bool:
    """Does a text hold half of a name's pairs or more? Names are written in many ways."""
    return 2 * sum(pair in text for pair in name) >= len(name)


def _product(vector: Vector, sums: Vector) -> float:
    return sum(value * sums[piece] for piece, value in vector.items() if piece in sums)


def _topic(
    group: Sequence[int], reports: Sequence[Report], vectors: Sequence[Vector], places: Sequence[set[str]]
) -> Topic:
    members = sorted(group, key=lambda text: (str(reports[text].at), reports[text].key))
    sums: Vector = defaultdict(float)
    for text in members:
        for piece, value in vectors[text].items():
            sums[piece] += value
    middle = max(members, key=lambda text: (_product(vectors[text], sums), -text))
    moments = sorted(at for text in members if (at := reports[text].at))
    people = len({reports[text].who or reports[text].key for text in members})
    support = sum(reports[text].support for text in members)
    held = Counter(name for text in members for name in places[text])
    place = min(held, key=lambda name: (-held[name], -len(name), name), default="")
    days = (moments[-1] - moments[0]).days if moments else 0
    voices = people + log2(1 + len(members) - people + max(0, support))
    return Topic(
        title=reports[middle].title or reports[middle].body[:40],
        weight=round(voices * (1 + CALM / max(CALM, days)) / 2, 2),
        members=tuple(reports[text].key for text in members),
        place=place,
        people=people,
        support=support,
        since=moments[0] if moments else None,
        until=moments[-1] if moments else None,
    )
