"""What an official letter says, part by part, in the order of GB/T 9704-2012, section 7."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongzhi.lib.canonical import Json

FIRST = re.compile(r"[一二三四五六七八九十]+、")
SECOND = re.compile(r"（[一二三四五六七八九十]+）")
LONGEST = 30  # characters of a heading that a paragraph begins with


class Level(StrEnum):
    """How a paragraph is set: the first two levels of headings in a face of their own (7.3.3)."""

    FIRST = "first"
    SECOND = "second"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. `heading` is set in the face of its level, what follows in that of the text."""

    level: Level
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Annex:
    """A table at the end: its title, a sentence, the names of its columns with their shares of the width, its rows."""

    title: str
    note: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """`mark`: the class at the upper right; `day`: of signing, None while nobody has signed; `warning`: above each page."""

    issuer: str
    document: str
    mark: str
    title: str
    addressee: str
    text: str
    day: date | None
    contact: str
    phone: str
    copies: str
    annex: Annex | None = None
    warning: str = ""

    @property
    def dated(self) -> str:
        """The date in Arabic numerals, months and days without a leading zero (7.3.5.4)."""
        return f"{self.day.year}年{self.day.month}月{self.day.day}日" if self.day else "　　年　月　日"

    @property
    def printed(self) -> str:
        return f"{self.dated}印发" if self.day else "（待签发）"

    @property
    def contact_line(self) -> str:
        return f"（联系人：{self.contact}；联系电话：{self.phone}）"


def blocks(text: str) -> list[Block]:
    """Cut a text into paragraphs, a line each; a heading is told by its number."""
    return [_block(line.strip()) for line in text.splitlines() if line.strip()]


def _block(line: str) -> Block:
    level = Level.FIRST if FIRST.match(line) else Level.SECOND if SECOND.match(line) else Level.TEXT
    if level is Level.TEXT:
        return Block(level, "", line)
    end = line.find("。") + 1
    if 0 < end <= LONGEST and end < len(line):  # a heading that runs into its paragraph
        return Block(level, line[:end], line[end:])
    return Block(level, "", line) if end else Block(level, line, "")


def data(letter: Letter) -> dict[str, Json]:
    """Answer what a template that sets the letter needs."""
    return {
        "issuer": letter.issuer,
        "document": letter.document,
        "mark": letter.mark,
        "title": letter.title,
        "addressee": letter.addressee,
        "blocks": [
            {"level": b.level.value, "heading": b.heading, "text": b.text} for b in blocks(letter.text)
        ],
        "annex": _plain(letter.annex) if letter.annex else None,
        "dated": letter.dated,
        "contact_line": letter.contact_line,
        "copies": letter.copies,
        "printed": letter.printed,
        "warning": letter.warning,
    }


def _plain(annex: Annex) -> Json:
    columns: list[Json] = [[name, share] for name, share in annex.columns]
    rows: list[Json] = [list(row) for row in annex.rows]
    return {"title": annex.title, "note": annex.note, "columns": columns, "rows": rows}
