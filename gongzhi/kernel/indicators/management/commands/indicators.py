from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from gongzhi.kernel.indicators.checking import differences, rebuild
from gongzhi.kernel.indicators.declarations import INDICATORS
from gongzhi.kernel.indicators.selectors import values
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.lib.periods import Period

SHOWN = 20  # differences that are named one by one


class Command(ReportingCommand):
    help = "Figures of an area and period. --check counts everything again from the record; --rebuild lets that stand."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--area", default="50", help="area code; the city without it")
        parser.add_argument(
            "--period", help="2019, 2019-Q3, 2019-08, 2019-08-31 or 2017/2019; today without it"
        )
        parser.add_argument("--check", action="store_true", help="compare all totals with the record")
        parser.add_argument("--rebuild", action="store_true", help="make all totals anew from the record")

    def handle(
        self,
        *args: Any,
        as_json: bool,
        area: str,
        period: str | None,
        check: bool,
        rebuild: bool,
        **options: Any,
    ) -> None:
        if rebuild:
            self._rebuild()
        if check:
            self._check(as_json=as_json)
        if not (check or rebuild):
            self._figures(area, period, as_json=as_json)

    def _rebuild(self) -> None:
        rebuild(at=timezone.now())
        self.stderr.write("已按记录重新计算全部合计。")

    def _check(self, *, as_json: bool) -> None:
        found = list(differences(at=timezone.now()))
        facts = {"differences": [[*map(str, d.key), d.total, d.record] for d in found]}
        if not found:
            return self.report(facts, "全部合计与记录一致。", as_json=as_json)
        lines = [f"{' '.join(map(str, d.key))}：合计 {d.total}，按记录应为 {d.record}" for d in found[:SHOWN]]
        self.report(facts, "\n".join((f"有 {len(found)} 项合计与记录不一致：", *lines)), as_json=as_json)
        raise SystemExit(1)

    def _figures(self, area: str, period: str | None, *, as_json: bool) -> None:
        today = timezone.localdate()
        when = Period.parse(period) if period else Period.of(today, "d")
        found = values(sorted(INDICATORS), period=when, on=today, area=area)
        facts = {key: v.shown for key, v in found.items()}
        lines = [f"{v.indicator.title}（{key}）：{v.shown}{v.unit}" for key, v in found.items()]
        self.report({"area": area, "period": when.text, "values": facts}, "\n".join(lines), as_json=as_json)
