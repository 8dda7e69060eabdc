from typing import Any

from gongzhi.kernel.record.holdings import tables
from gongzhi.kernel.record.reporting import ReportingCommand


class Command(ReportingCommand):
    help = "List which columns hold personal data: on what ground, for how long, how they are erased."

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        rows = [
            {
                "table": model._meta.db_table,
                "column": column,
                "ground": held.ground.value,
                "kept": held.kept.value,
                "erasure": held.erasure.value,
            }
            for model, held in tables()
            for column in held.columns
        ]
        lines = ["{table}.{column} | {ground} | kept {kept} | erased {erasure}".format(**row) for row in rows]
        self.report({"columns": rows}, "\n".join(lines), as_json=as_json)
