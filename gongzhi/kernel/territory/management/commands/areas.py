from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localdate

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.kernel.territory.selectors import counts


class Command(ReportingCommand):
    help = "Count the counties, townships and communities that there were on a day."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--on", default="", help="a day as YYYY-MM-DD (default: today)")

    def handle(self, *args: Any, on: str, as_json: bool, **options: Any) -> None:
        day = _day(on) if on else localdate()
        facts = counts(day)
        if not any(facts.values()):
            raise CommandError("还没有行政区划数据。请先运行：gongzhi load_areas")
        sentence = "{day}：{counties} 个区县，{townships} 个乡镇街道，{communities} 个村（社区）。"
        self.report(facts, sentence.format(day=day, **facts), as_json=as_json)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(
            f"没有“{text}”这一天。请按“年-月-日”填写一个存在的日期，例如 2020-06-30。"
        ) from None
