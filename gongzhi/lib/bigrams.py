"""Chinese text as overlapping pairs of characters, so that a database finds any two neighbours without a lexicon.

Every character of a run starts one token: 物业费 → 物业 业费 费. The last stands alone, hence one character is
found by prefix. Letters and digits of other scripts stay whole words: 3号楼 → 3 号楼 楼. Tokens hold letters,
digits and marks only, never a space, a quote or another sign.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice

LONGEST_WORD = 64  # characters kept of a word; PostgreSQL refuses lexemes of 2 KB
LONGEST_QUERY = 100  # characters read of a query

_WIDE = 0x2E80  # where the scripts begin that put no space between words
_LATER = range(0x20000, 0x40000)  # ideographs that Unicode may assign after this Python was built
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))  # they choose a glyph, not another character


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens that follow each other; with `prefix` the last one is only the beginning of a token."""

    tokens: tuple[str, ...]
    prefix: bool = False


def normalise(text: str) -> str:
    """Answer `text` in one form and lower case, everything that is no letter, digit or mark as a space."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(map(_kept, folded))


def phrases(text: str) -> list[Phrase]:
    """Answer what to store: one phrase for each stretch of text without a break."""
    return [Phrase(tuple(_tokens(stretch))) for stretch in normalise(text).split()]


def sought(query: str) -> list[Phrase]:
    """Answer what to look for: all of these phrases. Empty: the query names nothing that could be found."""
    return [_sought(stretch) for stretch in normalise(query[:LONGEST_QUERY]).split()]


def _sought(stretch: str) -> Phrase:
    tokens = tuple(_tokens(stretch))
    if not _is_wide(stretch[-1]):
        return Phrase(tokens)
    if len(stretch) > 1 and _is_wide(stretch[-2]):
        return Phrase(tokens[:-1])  # the pair before it holds the last character
    return Phrase(tokens, prefix=True)


def _tokens(stretch: str) -> Iterator[str]:
    for wide, run in groupby(stretch, _is_wide):
        if wide:
            characters = "".join(run)
            yield from (characters[i : i + 2] for i in range(len(characters)))
        else:
            yield "".join(islice(run, LONGEST_WORD))


def _is_wide(character: str) -> bool:
    return ord(character) >= _WIDE


def _kept(character: str) -> str:
    """Answer the character, '' where it is invisible, a space where it ends a word."""
    code, category = ord(character), unicodedata.category(character)
    if category == "Cf" or any(code in selectors for selectors in _SELECTORS):
        return ""
    if category[0] in "LNM" or category == "Co" or (category == "Cn" and code in _LATER):
        return character
    return " "
