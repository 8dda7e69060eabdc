"""Texts of a file of messages: to learn kinds from, to judge by, to group."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from gongzhi.lib.text.learning import Text
from gongzhi.lib.text.topics import Report
from gongzhi.lib.workdays import CHINA

from .kinds import LEVELS
from .messages import FIELDS, written
from .reading import Unreadable, places, table

SUPPORT = {
    "likes": ("点赞数", "点赞", "支持数", "赞同数", "supporters", "upvotes"),
    "dislikes": ("反对数", "反对", "不赞同数", "downvotes"),
}
ELSEWHERE = "其他"  # the name of whatever has no name of its own: it says nothing about its kind


def rows_of(path: Path, *, needed: Sequence[str] = ("body",)) -> Iterator[Mapping[str, str]]:
    """Answer the lines of a file by field. Raises Unreadable where it cannot be read or a column is missing."""
    with table(path) as found:
        columns = places(found.header, {**FIELDS, **SUPPORT})
        if missing := [field for field in needed if field not in columns]:
            raise Unreadable(
                _("“{name}”没有这些列：{missing}。文件里的列：{found}。").format(
                    name=path.name, missing="、".join(missing), found="、".join(found.header)[:200]
                )
            )
        for line in found.lines:
            if not line.fault:
                cells = [str(cell).replace("_x000D_", " ").strip() for cell in line.cells]
                yield {field: cells[place] for field, place in columns.items()}


def labelled(path: Path) -> list[Text]:
    """Answer the texts of a file that say their kind. Raises Unreadable."""
    rows = [(row, row.get("kind") or row.get("level1", "")) for row in rows_of(path)]
    found = [Text(row.get("title", ""), row["body"], kind) for row, kind in rows if kind]
    if not found:
        raise Unreadable(_("“{name}”里没有写明类别的消息。").format(name=path.name))
    return found


def unlabelled(path: Path) -> list[Text]:
    """Answer the texts of a file, whatever their kind. Raises Unreadable."""
    return [Text(row.get("title", ""), row["body"]) for row in rows_of(path)]


def names(path: Path) -> dict[str, list[str]]:
    """Answer by kind of the first level what stands below it in a file of kinds. Raises Unreadable."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(path, needed=tuple(LEVELS)):
        below = [row[level].replace(ELSEWHERE, "") for level in LEVELS]
        found[below[0]].append(" ".join(below[1:]).strip())
    return found


def reports(path: Path) -> list[Report]:
    """Answer the messages of a file with who told them, when, and how many support them. Raises Unreadable."""
    return [
        Report(
            key=row.get("id") or str(number),
            title=row.get("title", ""),
            body=row["body"],
            at=_moment(row.get("sent_at", "")),
            who=row.get("reporter", ""),
            support=_whole(row.get("likes", "")) - _whole(row.get("dislikes", "")),
        )
        for number, row in enumerate(rows_of(path), 1)
    ]


def _moment(text: str) -> datetime | None:
    found = written(text)
    return found if found is None or found.tzinfo else found.replace(tzinfo=CHINA)


def _whole(text: str) -> int:
    number = text.split(".")[0]
    return int(number) if number.isdecimal() else 0
