"""The shipped divisions: each code and name of the city with its validity, from eight yearly vintages.

Source and script: docs/data-sources.md, tools/build_divisions.py.
"""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
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
    above = set(ancestors(under))
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            if covers(under, row["code"]) or row["code"] in above:
                until = date.fromisoformat(row["until"]) if row["until"] else None
                yield Span(row["code"], row["name"], date.fromisoformat(row["since"]), until)
