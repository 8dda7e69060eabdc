"""Texts as characters and pairs of them, weighed by how rare they are; no lexicon, no splitting into words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log, sqrt

from gongzhi.lib.bigrams import normalise

LONGEST = 4_000  # characters read of a text
TITLE = 0.8  # the weight of a title beside its text
Parts = tuple[Mapping[str, float], Mapping[str, float]]


def plain(text: str) -> str:
    """Answer a text in lower case and one width, one space for whatever is no letter or digit."""
    return " ".join(normalise(text[:LONGEST]).split())


def counted(title: str, body: str) -> Parts:
    """Answer what stands in a title (often counts little more than once), and in title and text together."""
    return (
        {"t" + piece: 1 + log(n) for piece, n in _pieces(plain(title)).items()},
        {"b" + piece: float(n) for piece, n in _pieces(plain(f"{title} {body}")).items()},
    )


def rarity(texts: Iterable[Parts]) -> dict[str, float]:
    """Answer what each piece that stands in two texts or more weighs, the commonest piece first.

    The weight is 1 and the logarithm of how many texts there are for one that has the piece.
    """
    held: Counter[str] = Counter()
    read = 0
    for parts in texts:
        read += 1
        for part in parts:
            held.update(part.keys())
    common = sorted((piece for piece, n in held.items() if n > 1), key=lambda piece: (-held[piece], piece))
    return {piece: log((1 + read) / (1 + held[piece])) + 1 for piece in common}


def weighed(parts: Parts, rare: Mapping[str, float]) -> dict[str, float]:
    """Answer the weights of a text's known pieces: title and text each of length 1, then the title times `TITLE`."""
    found: dict[str, float] = {}
    for part, share in zip(parts, (TITLE, 1.0), strict=True):
        values = {piece: n * weight for piece, n in part.items() if (weight := rare.get(piece))}
        length = sqrt(sum(value * value for value in values.values()))
        found |= {piece: share * value / length for piece, value in values.items()}
    return found


def pairs(text: str) -> Counter[str]:
    """Answer how often each pair of neighbours stands in a plain text."""
    return Counter(pair for i in range(len(text) - 1) if " " not in (pair := text[i : i + 2]))


def _pieces(text: str) -> Counter[str]:
    found = pairs(text)
    found.update(text.replace(" ", ""))
    return found
