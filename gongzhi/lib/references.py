"""Live references in a text: `{{ mediation.committees | period=2019 | area=500112 | in=万 }}`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches

KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure by its key. `period`, `area` as written, '' where the reader of the text decides; `scale`: 万 or 亿."""

    key: str
    period: str = ""
    area: str = ""
    scale: str = ""
    source: str = ""


class NotAReferenceError(ValueError):
    """Braces that name no figure; `source` is what stands there."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source


def parts(text: str) -> list[str | Reference]:
    """Cut a text into words and references, in order. Raises NotAReferenceError."""
    found: list[str | Reference] = []
    end = 0
    for match in PLACE.finditer(text):
        found += [_words(text[end : match.start()]), _reference(match)]
        end = match.end()
    found.append(_words(text[end:]))
    return [part for part in found if part]


def references(text: str) -> list[Reference]:
    return [part for part in parts(text) if isinstance(part, Reference)]


def _words(text: str) -> str:
    for braces in ("{{", "}}"):
        if (place := text.find(braces)) >= 0:
            raise NotAReferenceError(text[max(0, place - 5) : place + 15])
    return text


def _reference(match: re.Match[str]) -> Reference:
    key, *options = (piece.strip() for piece in match[1].split("|"))
    given = {}
    for option in options:
        name, equals, value = (piece.strip() for piece in option.partition("="))
        if not equals or not value or name in given or name not in ("period", "area", "in"):
            raise NotAReferenceError(match[0])
        given[name] = value
    scale = given.get("in", "")
    if not KEY.fullmatch(key) or scale not in ("", *SCALES) or not given.get("area", "0").isdecimal():
        raise NotAReferenceError(match[0])
    return Reference(key, given.get("period", ""), given.get("area", ""), scale, match[0])


def alike(key: str, known: Iterable[str]) -> list[str]:
    """Answer the known keys that somebody may have meant: nearly the same, or of the same family."""
    known = sorted(known)
    near = get_close_matches(key, known, n=MOST_ALIKE, cutoff=0.6)
    family = [k for k in known if k.partition(".")[0] == key.partition(".")[0]]
    return list(dict.fromkeys([*near, *family]))[:MOST_ALIKE]


def scaled(number: Decimal, scale: str) -> str:
    """Answer a number in 万 or 亿, with at most two digits behind the point: 5790000 is 579万; a small one as it is."""
    if abs(number) < SCALES[scale] / 100:
        return f"{number:f}"
    value = (number / SCALES[scale]).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    return f"{value:f}{scale}"
