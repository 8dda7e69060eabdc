from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from gongzhi.kernel.deadlines.services import import_year
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.reporting import ReportingCommand


class Command(ReportingCommand):
    help = "Import the State Council's list of a year (CSV: date,works,name) in the place of what was there."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument(
            "--source", default="", help="title and number of the notice (default: the file's name)"
        )
        parser.add_argument("--published", type=date.fromisoformat, help="day of the notice, 2026-11-20")

    def handle(self, *args: Any, file: Path, year: int, as_json: bool, **options: Any) -> None:
        try:
            days = import_year(
                path=file,
                year=year,
                at=timezone.now(),
                actor=SYSTEM,
                source=options["source"],
                published_on=options["published"],
            )
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        facts = {"year": year, "days": days}
        self.report(facts, f"已导入 {year} 年放假安排，共 {days} 天。相关期限将重新计算。", as_json=as_json)
