"""The same matter told by many: texts that name the same place and speak of the same, whatever words they use.

Texts that name a place in common are compared with each other, and only those: with names that few texts bear this
stays nearly linear. How alike two texts are says little, for each has words of its own; how alike a text is to a
group *on average* says much. So groups grow together as long as their mean likeness stays above a floor that is
the lower, the more pairs the mean is taken of. Groups that different names of a place gave are put together where
they share members; a text that names no place, but speaks as a group does, joins it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log2

import numpy as np
from numpy.typing import NDArray

from .alike import CROWDED, Circle, Setting, Vector, grown, likeness, product, vectors_of
from .grams import plain
from .places import Names, county, shown

READ = 800  # characters read of a text
CROWD, MOST = 0.02, 400  # a name in more of all texts, or in more texts, names no one place
FLOOR = 0.035  # mean likeness that a group of one place needs;
PHRASE, STRICTER = 4, 3.0  # where no place is: so many characters of a title in common, so much more
LOUD = 10  # supporters from which on a single text is a topic
SHARED = 0.5  # of its members, that a group has in common with a larger one of which it is part
KNOWN = 8  # members from which on a group is known well enough to let further texts join
ROUNDS = 2  # in which they join; what has joined widens how the group speaks
CALM = 30  # days in which what is told counts fully


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


def topics(
    reports: Sequence[Report], *, names: Names | None = None, others: Iterable[str] = ()
) -> list[Topic]:
    """Answer groups of two texts or more, and single ones that many support, weightiest first.

    `names`: places of a list, besides those that texts show. `others`: further texts, which only say what is rare;
    needed where reports are few.
    """
    titles = [plain(r.title) for r in reports]
    texts = [plain(f"{r.title} {r.body}"[:READ]) for r in reports]
    places = _places(reports, texts, names)
    vectors = vectors_of(titles, texts, [plain(text[:READ]) for text in others])
    setting = Setting(_days(reports), [county(*both) for both in zip(titles, texts, strict=True)])
    groups = _adopted(_joined(_found(places, vectors, setting)), vectors, places, titles, texts)
    phrases = _phrases(titles, places, {text for group in groups for text in group if len(group) > 1})
    groups += _joined(_found(phrases, vectors, setting, floor=STRICTER * FLOOR))
    groups += [{n} for n in {*range(len(reports))}.difference(*groups) if reports[n].support >= LOUD]
    made = [_topic([*group], reports, vectors, places) for group in groups if _tells(group, reports)]
    return sorted(made, key=lambda topic: (-topic.weight, topic.members))


def _tells(group: set[int], reports: Sequence[Report]) -> bool:
    return len(group) > 1 or any(reports[text].support >= LOUD for text in group)


def _phrases(titles: Sequence[str], places: Sequence[set[str]], settled: set[int]) -> list[set[str]]:
    """Answer what titles of texts in no group have in common with others besides places: stretches of characters."""
    found: list[set[str]] = []
    for text, title in enumerate(titles):
        for name in places[text]:
            title = title.replace(name, " ")
        stretches = {title[i : i + PHRASE] for i in range(len(title) - PHRASE + 1)}
        found.append({s for s in stretches if " " not in s} if text not in settled else set())
    often = Counter(phrase for each in found for phrase in each)
    return [{phrase for phrase in each if 1 < often[phrase] <= CROWDED} for each in found]


def _places(reports: Sequence[Report], texts: Sequence[str], names: Names | None) -> list[set[str]]:
    most = min(MOST, max(CROWDED, int(CROWD * len(texts))))
    areas = [r.county for r in reports] if any(r.county for r in reports) else []
    lists = [shown(texts, areas, most=most), *([names] if names else [])]
    return [
        {meaning for known in lists for found in known.find(text) for meaning in found.meanings}
        for text in texts
    ]


def _days(reports: Sequence[Report]) -> NDArray[np.float64]:
    """Answer on which day each was told; where no time is known, on one day with the first."""
    first = min((r.at for r in reports if r.at), default=None)
    return np.array([(r.at - first).days if r.at and first else 0 for r in reports], np.float64)


def _found(
    places: Sequence[set[str]],
    vectors: Sequence[Vector],
    setting: Setting,
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
        for group in grown(likeness([vectors[i] for i in block], setting.of(block), without=name), floor)
    ]
    return sorted(groups, key=lambda group: (-len(group), group))


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
    wider = []
    for group in sorted(groups, key=lambda group: (-len(group), min(group))):
        own = group - settled
        if len(own) >= KNOWN:
            for _round in range(ROUNDS):
                circle = Circle([vectors[text] for text in own], [places[text] for text in own])
                maybe = {text for piece in circle.told for text in posted[piece]} - settled - own
                own |= {
                    text
                    for text in maybe
                    if circle.takes(vectors[text], titles[text], texts[text], places[text])
                }
        settled |= own
        wider.append(own)
    return wider


def _topic(
    group: Sequence[int], reports: Sequence[Report], vectors: Sequence[Vector], places: Sequence[set[str]]
) -> Topic:
    members = sorted(group, key=lambda text: (str(reports[text].at), reports[text].key))
    sums: Vector = defaultdict(float)
    for text in members:
        for piece, value in vectors[text].items():
            sums[piece] += value
    middle = max(members, key=lambda text: (product(vectors[text], sums), -text))
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
