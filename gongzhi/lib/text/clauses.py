"""The full text of a law as articles: title, dates, headings, numbers. Reads plain text as law databases give it.

Lines that begin with # are a source's remark (before the first blank line), a title or a heading (marked by depth).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_ARTICLE = re.compile(r"^(第[一二三四五六七八九十百千零]+条(?:之[一二三四五六七八九十]+)?)[ 　]+(.*)$")
_NAME = re.compile(r"[(（](\d{4})-(\d{2})-(\d{2})[)）]$")
_SAID = re.compile(r"(?:自|于)? *(\d{4})年 *(\d{1,2})月 *(\d{1,2}) *日 *(?:起)? *施行")
_FULL_NAME = "中华人民共和国"


@dataclass(frozen=True, slots=True)
class Article:
    """`number`: 第二百七十八条; `heading`: the last heading above it, '' without one."""

    number: str
    heading: str
    body: str


@dataclass(frozen=True, slots=True)
class LawText:
    """One version of a law. `since`: from when it holds; `assumed`: the text does not say so itself.

    An amended text repeats the first day of the first version: it then holds from the day it was amended, which the
    amending decision may have put later.
    """

    title: str
    part: str
    adopted: date
    since: date
    assumed: bool
    articles: tuple[Article, ...]


def parsed(text: str, name: str) -> LawText:
    """Read a text whose file is called 题名(2025-10-28). Raises ValueError without articles or without a date."""
    dated = _NAME.search(name)
    if dated is None:
        raise ValueError("the name holds no date in brackets")
    adopted = date(*map(int, dated.groups()))
    lines = [line.strip(" 　\t\r") for line in text.replace("\ufeff", "").split("\n")]
    titles = [line[2:].strip() for line in _head(lines) if line.startswith("# ")]
    articles = tuple(_articles(lines))
    if not articles:
        raise ValueError("no article begins with 第…条")
    title = (titles[0] if titles else name[: dated.start()]).removeprefix(_FULL_NAME)
    said = _said(lines)
    since = max(said, adopted) if said else adopted
    return LawText(title, titles[1] if len(titles) > 1 else "", adopted, since, since != said, articles)


def _head(lines: list[str]) -> list[str]:
    """Answer what stands above the first article, without the source's remarks."""
    first = next((n for n, line in enumerate(lines) if not line), 0)
    last = next((n for n, line in enumerate(lines) if _ARTICLE.match(line)), len(lines))
    return lines[first:last]


def _said(lines: list[str]) -> date | None:
    """Answer the last day that the text names as its first: in its last lines, else in its head."""
    found = [_SAID.search(line) for line in [*_head(lines), *lines[-12:]]]
    days = [date(*map(int, match.groups())) for match in found if match]
    return max(days, default=None)


def _articles(lines: list[str]) -> Iterator[Article]:
    number = heading = below = ""
    body: list[str] = []
    for line in [*lines, "## "]:
        start, above = _ARTICLE.match(line), line.startswith("##")
        if (start or above) and number:
            yield Article(number, below, "\n".join(body))
            number = ""
        if above:
            heading = re.sub(r"[ 　]+", " ", line.lstrip("# "))
        elif start:
            number, below, body = start[1], heading, [start[2]]
        elif line and number and not line.startswith("<!--"):
            body.append(line)
