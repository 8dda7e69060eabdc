from dataclasses import asdict
from typing import Any

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.kernel.record.selectors import verify


class Command(ReportingCommand):
    help = "Walk all chains of the record and name the first broken link."

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        entries, streams, broken = verify()
        facts = {"entries": entries, "streams": streams, "broken": asdict(broken) if broken else None}
        if broken:
            self.report(
                facts,
                f"断链：第 {broken.entry} 条（{broken.stream} #{broken.seq}）：{broken.why}",
                as_json=as_json,
            )
            raise SystemExit(1)
        self.report(facts, f"记录完整：{streams} 条链，{entries} 条记录，全部核对一致。", as_json=as_json)
