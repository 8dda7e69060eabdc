"""Write the calendar that gongzhi ships: gongzhi/kernel/deadlines/data/{workdays,statutory}.csv.

Run it when a new year is shipped; `holidays` and `chinesecalendar` are needed only here:

    uv run --no-project --with holidays --with chinesecalendar python tools/build_calendar.py [--check FILE]

workdays.csv: the days that the State Council's notices name, of the years that years.csv lists with their
notice (chinesecalendar; each day of these years must agree with holidays, or nothing is written).
statutory.csv: the days off of 全国年节及纪念日放假办法 (as of 2024-11-10: 春节 4 days with New Year's Eve,
劳动节 2 days), without the days that only a notice can fix; their lunar dates are computed by holidays.
--check FILE compares workdays.csv with another list that has the columns date and is_workday or works.
"""

import argparse
import csv
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
from chinese_calendar import constants

DATA = Path(__file__).resolve().parents[1] / "gongzhi" / "kernel" / "deadlines" / "data"
LAST_STATUTORY_YEAR = 2035
NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节", "农历除夕": "春节"}
ONLY_A_NOTICE = ("补假", "调休", "延长")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", type=Path, help="compare with this list")
    check: Path | None = parser.parse_args().check
    with (DATA / "years.csv").open(encoding="utf-8", newline="") as file:
        years = [int(row["year"]) for row in csv.DictReader(file)]
    agree(years)
    listed = [
        (day, works, NAMES.get(english.chinese, english.chinese))
        for works, days in ((0, constants.holidays), (1, constants.workdays))
        for day, name in days.items()
        if day.year in years
        for english in [constants.Holiday(name)]
    ]
    write("workdays.csv", listed)
    write("statutory.csv", statutory(min(years)))
    if check:
        compare(check, {(day, works) for day, works, _ in listed})


def agree(years: Iterable[int]) -> None:
    """Stop unless both packages answer the same for each day of `years`."""
    china = holidays.country_holidays("CN", years=years)
    for year in years:
        for day in (date(year, 1, 1) + timedelta(n) for n in range(366)):
            if day.year == year and china.is_working_day(day) != chinese_calendar.is_workday(day):
                sys.exit(f"{day}: holidays and chinesecalendar disagree; read the notice")


def statutory(first: int) -> list[tuple[date, int, str]]:
    found = holidays.country_holidays("CN", years=range(first, LAST_STATUTORY_YEAR + 1), language="zh_CN")
    return [
        (day, 0, "、".join(NAMES.get(name, name) for name in names.split("; ")))
        for day, names in found.items()
        if not any(mark in names for mark in ONLY_A_NOTICE)
    ]


def write(name: str, days: Iterable[tuple[date, int, str]]) -> None:
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(("date", "works", "name"))
        out.writerows(sorted(days))
    print(f"{name} written")


def compare(path: Path, listed: set[tuple[date, int]]) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        other = {(date.fromisoformat(r["date"]), int(r.get("is_workday") or r["works"])) for r in rows}
    if differing := sorted(listed ^ other):
        sys.exit(f"{path} differs: {differing}")
    print(f"{path} agrees on all {len(other)} days")


if __name__ == "__main__":
    main()
