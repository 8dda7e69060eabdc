from pathlib import Path
from typing import Any

import ibis
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from gongzhi.kernel.indicators.analysis import figures
from gongzhi.kernel.indicators.declarations import INDICATORS
from gongzhi.kernel.indicators.exporting import export
from gongzhi.kernel.indicators.selectors import rounded
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.lib.periods import Period


class Command(ReportingCommand):
    help = "Count figures from Parquet files of facts, beside the database: on DuckDB, or on a Spark Connect cluster."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="where the facts are, as seen by all workers"
        )
        parser.add_argument(
            "--export", action="store_true", help="write them from the record first; DIR must be empty"
        )
        parser.add_argument(
            "--period", help="2019, 2019-Q3, 2019-08, 2019-08-31 or 2017/2019; today without it"
        )
        parser.add_argument(
            "--spark", metavar="URL", help="sc://host:port; DuckDB in this process without it"
        )

    def handle(
        self,
        *args: Any,
        as_json: bool,
        folder: Path,
        export: bool,
        period: str | None,
        spark: str | None,
        **options: Any,
    ) -> None:
        if export:
            self._export(folder)
        today = timezone.localdate()
        when = Period.parse(period) if period else Period.of(today, "d")
        backend = ibis.connect(f"{spark}" if spark else "duckdb://")
        facts = backend.read_parquet(str(folder.resolve()) if spark else f"{folder}/*.parquet")
        found = figures(backend, facts, sorted(INDICATORS), period=when, on=today)
        rows = [
            [key, area, None if number is None else f"{rounded(number, INDICATORS[key].digits):f}"]
            for (key, area), number in sorted(found.items())
        ]
        lines = (f"{key}\t{area}\t{'—' if number is None else number}" for key, area, number in rows)
        self.report({"period": when.text, "figures": rows}, "\n".join(lines), as_json=as_json)

    def _export(self, folder: Path) -> None:
        try:
            written = export(folder, at=timezone.now())
        except FileExistsError as error:
            raise CommandError(f"{folder} 不是空文件夹，没有写入任何内容。") from error
        self.stderr.write(f"已按记录导出 {written} 条事实到 {folder}。")
