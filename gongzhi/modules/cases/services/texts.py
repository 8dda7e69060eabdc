"""Texts of a file of messages: to learn kinds from, to judge by, to group."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from gongzhi.lib.text.learning import Text

from .kinds import LEVELS
from .messages import FIELDS
from .reading import Unreadable, places, table

ELSEWHERE = "其他"  # the name of whatever has no name of its own: it says nothing about its kind


def rows_of(path: Path, *, needed: Sequence[str] = ("body",)) -> Iterator[Mapping[str, str]]:
    """Answer the lines of a file by field. Raises Unreadable where it cannot be read or a column is missing."""
    with table(path) as found:
        columns = places(found.header, FIELDS)
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
