"""Tables that people hand in as a file: their cells, and what is wrong in which line."""

import csv
import io
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from gongzhi.kernel.matters.errors import Refused

MOST_LINES = 20_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a line, counted as a spreadsheet does; 0: in the file."""

    line: int
    why: str


def read_table(content: bytes, name: str) -> list[list[str]]:
    """Answer the cells of a CSV or XLSX. Raises Refused for what is neither."""
    if name.lower().endswith(".xlsx"):
        return _xlsx(content)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [[c.strip() for c in row] for row in csv.reader(io.StringIO(content.decode(encoding)))]
        except (UnicodeDecodeError, csv.Error):
            continue
    raise Refused(_("“{name}”不是 CSV 或 XLSX 表格，没有读入。").format(name=name))


def _xlsx(content: bytes) -> list[list[str]]:
    try:
        with closing(load_workbook(io.BytesIO(content), read_only=True, data_only=True)) as book:
            rows = book.worksheets[0].iter_rows(max_row=MOST_LINES + 2, values_only=True)
            return [[_cell(value) for value in row] for row in rows]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Refused(_("这不是完好的 XLSX 表格，没有读入。请在 Excel 里另存后再试。")) from error


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def too_long(table: Sequence[Sequence[str]], most: int) -> Fault | None:
    """Answer what is wrong with a table of more lines than are taken at once; the first names the columns."""
    return Fault(0, _("超过{n}行，请分几次导入。").format(n=most)) if len(table) > most + 1 else None
