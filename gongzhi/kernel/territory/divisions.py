"""The shipped divisions: each code and name of the city with its validity, from eight yearly vintages.

Source and script: docs/data-sources.md, tools/build_divisions.py.
"""

import csv
import gzip
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import islice, takewhile
from operator import attrgetter
from pathlib import Path

from gongzhi.lib.codes import ancestors, covers

FILE = Path(__file__).parent / "data" / "divisions.csv.gz"


@dataclass(frozen=True, slots=True)
class Span:
    """A name that a code had in [since, until); until None: the last vintage still has it."""

    code: str
    name: str
    since: date
    until: date | None


def read(under: str = "") -> Iterator[Span]:
    """Answer the spans at and below `under`, and those of the areas above it, by code and since."""
    for above in reversed(ancestors(under)):
        yield from _from(above, above.__eq__)
    yield from _from(under, partial(covers, under))


def _from(code: str, goes_on: Callable[[str], bool]) -> Iterator[Span]:
    first = bisect_left(_shipped(), code, key=attrgetter("code"))
    return takewhile(lambda span: goes_on(span.code), islice(_shipped(), first, None))


@cache
def _shipped() -> list[Span]:
    """Answer all of the file, by code and since."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as text:
        return [
            Span(
                code=row["code"],
                name=row["name"],
                since=date.fromisoformat(row["since"]),
                until=date.fromisoformat(row["until"]) if row["until"] else None,
            )
            for row in csv.DictReader(text)
        ]
