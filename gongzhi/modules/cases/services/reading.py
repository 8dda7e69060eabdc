"""Read a table that somebody hands over: CSV or XLSX, told by its content, one line at a time."""

import codecs
import csv
import re
import unicodedata
import zlib
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE
MOST_UNPACKED = 600 * MEGABYTE  # an XLSX is a packed archive; a small one may unfold without end
SNIFFED = 64 * 1024
MOST_CONTROLS = 0.01  # of the bytes sniffed; ordinary text has hardly any
CERTAIN = 8  # so many characters of several bytes, read as UTF-8 without fault, are no accident
CONTROLS = bytes({*range(32)} - {*b"\t\n\r\f\v\x1b"})
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
XLSX, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BROKEN_BOOK = (BadZipFile, ParseError, KeyError, IndexError, ValueError, OSError, EOFError, zlib.error)

Cell = str | datetime


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line below the header. `fault`: why its cells are not to be trusted, or ''."""

    number: int
    cells: list[Cell]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    header: list[str]
    lines: Iterator[Line]


@contextmanager
def table(path: Path) -> Iterator[Table]:
    """Open a table; blank lines are left out. Raises Unreadable, also while lines are taken from a broken XLSX."""
    read = _xlsx if _sniffed(path) else _csv
    with closing(read(path)) as lines:
        first = next(_filled(lines), None)
        if first is None or first.fault:
            reason = first.fault if first else _("文件里没有内容")
            raise Unreadable(
                _("“{name}”读不出表头：{why}。没有导入任何内容。").format(name=path.name, why=reason)
            )
        header = [str(cell).strip() for cell in first.cells]
        yield Table(header, (_fitted(line, header) for line in _filled(lines)))


def places(header: Sequence[str], words: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Answer where each field stands whose name or one of whose words is a heading; of two equal ones the first."""
    known = {plain(name): place for place, name in reversed([*enumerate(header)])}
    found = {
        field: next((known[w] for w in map(plain, (field, *more)) if w in known), None)
        for field, more in words.items()
    }
    return {field: place for field, place in found.items() if place is not None}


def plain(name: str) -> str:
    """Answer a heading without what differs between exports: case, width, spaces, hyphens."""
    return re.sub(r"[\s_\-]", "", unicodedata.normalize("NFKC", name)).casefold()


def _filled(lines: Iterable[Line]) -> Iterator[Line]:
    return (line for line in lines if line.fault or any(line.cells))


def _fitted(line: Line, header: list[str]) -> Line:
    """Give a line as many cells as the header has; one with more was not separated as it was meant."""
    if line.fault:
        return line
    spare = line.cells[len(header) :]
    if any(spare):
        why = _("有{cells}格，表头只有{columns}列").format(cells=len(line.cells), columns=len(header))
        return Line(line.number, line.cells, why)
    cells = [*line.cells[: len(header)], *[""] * (len(header) - len(line.cells))]
    if any(isinstance(cell, str) and UNSTORABLE.search(cell) for cell in cells):
        return Line(line.number, cells, _("有损坏的、不能保存的字符"))
    return Line(line.number, cells)


def _sniffed(path: Path) -> bool:
    """Answer whether the content is an XLSX's; else it is text. Raises Unreadable for anything else."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(SNIFFED)
    except OSError as error:
        raise Unreadable(_("打不开“{name}”：{why}。").format(name=path.name, why=error.strerror)) from error
    if reason := _unfit(head, size):
        message = _("“{name}”{why}。没有导入任何内容。").format(name=path.name, why=reason)
        raise Unreadable(message)
    return head.startswith(XLSX)


def _unfit(head: bytes, size: int) -> str:
    if not head:
        return _("是空文件")
    if head.startswith(OLE):
        return _("是旧版 Excel（.xls）或加了密码的文件。请在 Excel 里打开，另存为不加密码的 XLSX，再导入")
    if head.startswith(XLSX):
        return _too_large(size)
    controls = len(head) - len(head.translate(None, CONTROLS))
    if 0 in head or controls > len(head) * MOST_CONTROLS:
        return _("不是表格，是二进制文件。请导出为“CSV UTF-8”或 XLSX，再导入")
    return _too_large(size)


def _too_large(size: int) -> str:
    if size <= MOST_BYTES:
        return ""
    return _("有 {size} MB，超过 {most} MB。请分成几个文件，再导入").format(
        size=size // MEGABYTE, most=MOST_BYTES // MEGABYTE
    )


def _csv(path: Path) -> Generator[Line, None, None]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        rows = csv.reader(file, delimiter=_delimiter(file), strict=True)
        while True:
            number = rows.line_num + 1
            try:
                cells = next(rows, None)
            except csv.Error:
                why = _("引号没有成对，或者一格过长（到第{last}行为止）").format(last=rows.line_num)
                yield Line(number, [], why)
                continue
            if cells is None:
                return
            yield Line(number, [*cells])


def _delimiter(file: IO[str]) -> str:
    head = file.readline(SNIFFED)
    file.seek(0)
    return max(",\t;", key=head.count)


def _encoding(path: Path) -> str:
    """Answer utf-8-sig or gb18030, by the whole file. UTF-8 with a damaged place stays UTF-8, not mojibake."""
    understood, whole = _decoded(path, "utf-8")
    if whole or understood >= CERTAIN:
        return "utf-8-sig"
    if _decoded(path, "gb18030")[1]:
        return "gb18030"
    raise Unreadable(
        _("“{name}”的文字编码看不出来。请另存为“CSV UTF-8”或 XLSX，再导入。没有导入任何内容。").format(
            name=path.name
        )
    )


def _decoded(path: Path, encoding: str) -> tuple[int, bool]:
    """Answer how many characters beyond ASCII were read before the first fault, and whether there was none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    understood = 0
    with path.open("rb") as file:
        while chunk := file.read(MEGABYTE):
            try:
                text = decoder.decode(chunk)
            except UnicodeDecodeError as error:
                good = bytes(error.object[: error.start]).decode(encoding, "ignore")
                return understood + sum(not c.isascii() for c in good), False
            understood += 0 if text.isascii() else sum(not c.isascii() for c in text)
    return understood, not decoder.getstate()[0]


def _xlsx(path: Path) -> Generator[Line, None, None]:
    """Answer the rows of the first sheet. A formula counts as the value that was stored with it."""
    number = 0
    try:
        with path.open("rb") as file, ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise Unreadable(_("“{name}”解压后过大，没有导入任何内容。").format(name=path.name))
        with path.open("rb") as file, closing(load_workbook(file, read_only=True, data_only=True)) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for row in sheet.iter_rows(values_only=True):
                number += 1
                yield Line(number, [_cell(value) for value in row])
    except BROKEN_BOOK as error:
        if isinstance(error, Unreadable):
            raise
        why = _("“{name}”不是完好的 XLSX 表格，读到第{line}行为止。请在 Excel 里另存为 XLSX，再导入。")
        raise Unreadable(why.format(name=path.name, line=number)) from error


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def defused(value: object) -> str:
    """Answer a cell that a spreadsheet shows and never calculates."""
    text = str(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text
