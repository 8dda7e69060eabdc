"""Lists of days as CSV files (date,works,name), and the ones that are shipped."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

DATA = Path(__file__).parent / "data"
NAME_LENGTH = 40
COLUMNS = ["date", "works", "name"]


@dataclass(frozen=True, slots=True)
class Listed:
    date: date
    works: bool
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice that published a year."""

    year: int
    published_on: date
    source: str


def shipped() -> dict[Notice, list[Listed]]:
    """Answer the lists of the years that come with the program (built by tools/build_calendar.py)."""
    with (DATA / "years.csv").open(encoding="utf-8", newline="") as file:
        notices = [
            Notice(int(row["year"]), date.fromisoformat(row["published_on"]), row["source"])
            for row in csv.DictReader(file)
        ]
    days = read(DATA / "workdays.csv")
    return {notice: [day for day in days if day.date.year == notice.year] for notice in notices}


def statutory() -> list[Listed]:
    """Answer the days off of 全国年节及纪念日放假办法 (2024-11-10), for years without a published list."""
    return read(DATA / "statutory.csv")


def read(path: Path, year: int | None = None) -> list[Listed]:
    """Answer the days of a list. Raises ValueError, with the line, for a row that cannot be right."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(_("文件不是 UTF-8 编码，没有导入。请另存为“CSV UTF-8”后重试。")) from error
    rows = csv.reader(text.splitlines())
    if next(rows, None) != COLUMNS:
        raise ValueError(_("第 1 行应为 {columns}，没有导入。").format(columns=",".join(COLUMNS)))
    found: dict[date, Listed] = {}
    for row in rows:
        try:
            day = _day(row, year)
            if day.date in found:
                raise ValueError(_("{day} 已在前面出现").format(day=day.date))
        except ValueError as error:
            message = _("第 {line} 行有误：{why}。没有导入。").format(line=rows.line_num, why=error)
            raise ValueError(message) from error
        found[day.date] = day
    if not found:
        raise ValueError(_("文件里没有任何日期，没有导入。"))
    return list(found.values())


def _day(row: list[str], year: int | None) -> Listed:
    if len(row) != len(COLUMNS):
        raise ValueError(_("应有 {count} 列").format(count=len(COLUMNS)))
    written, works, name = (cell.strip() for cell in row)
    try:
        day = date.fromisoformat(written)
    except ValueError as error:
        raise ValueError(_("“{text}”不是日期，应写作 2027-01-31").format(text=written)) from error
    if year and day.year != year:
        raise ValueError(_("{day} 不在 {year} 年").format(day=day, year=year))
    if works not in ("0", "1"):
        raise ValueError(_("works 应为 0（放假）或 1（上班），而不是“{text}”").format(text=works))
    if not 0 < len(name) <= NAME_LENGTH:
        raise ValueError(_("节日名称应为 1 至 {most} 个字").format(most=NAME_LENGTH))
    return Listed(day, works == "1", name)
