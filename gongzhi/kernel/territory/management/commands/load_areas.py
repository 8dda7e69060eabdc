from typing import Any

from django.core.management.base import CommandParser
from django.utils.timezone import now

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.kernel.territory.services import load_areas


class Command(ReportingCommand):
    help = "Load the shipped divisions with their history; a second time changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--under", default="", help="only the areas at and below this code, e.g. 500103")

    def handle(self, *args: Any, under: str, as_json: bool, **options: Any) -> None:
        loaded = load_areas(at=now(), under=under)
        self.report({"areas": loaded}, f"行政区划已载入：{loaded} 个（含已撤销的）。", as_json=as_json)
