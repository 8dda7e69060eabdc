"""Tables as files: CSV and XLSX that a spreadsheet opens as they are meant."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cells = Sequence[str | int | float]


def harmless(cell: str | int | float) -> str | int | float:
    """Answer a cell that no spreadsheet takes for a formula, without the signs that its format cannot hold."""
    if not isinstance(cell, str):
        return cell
    text = ILLEGAL_CHARACTERS_RE.sub("", cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def csv_lines(headings: Sequence[str], rows: Iterable[Cells]) -> Iterator[str]:
    """Yield CSV with a byte-order mark, without which Excel reads Chinese wrongly."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(headings)
    yield "\ufeff" + buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow([harmless(cell) for cell in row])
        yield buffer.getvalue()


def workbook(
    title: str,
    headings: Sequence[str],
    rows: Iterable[Cells],
    *,
    more: Mapping[str, tuple[Sequence[str], Iterable[Cells]]] | None = None,
) -> bytes:
    """Answer an XLSX of one sheet; `more`: further sheets behind it, by title."""
    book = Workbook(write_only=True)
    for name, (head, cells) in {title: (headings, rows), **(more or {})}.items():
        sheet = book.create_sheet(name)
        sheet.append(list(head))
        for row in cells:
            sheet.append([harmless(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
