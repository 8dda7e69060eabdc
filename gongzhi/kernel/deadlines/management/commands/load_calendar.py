from typing import Any

from django.utils import timezone

from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.record.reporting import ReportingCommand


class Command(ReportingCommand):
    help = "Load the lists of days off that come with the program; doing it again changes nothing."

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        years = load_calendar(at=timezone.now())
        named = (
            f"已载入放假安排：{'、'.join(map(str, years))} 年。" if years else "放假安排已是最新，没有改动。"
        )
        self.report({"loaded": years}, named, as_json=as_json)
