from typing import Any

from gongzhi.kernel.record.declarations import REACTIONS
from gongzhi.kernel.record.models import Delivery
from gongzhi.kernel.record.reporting import ReportingCommand


class Command(ReportingCommand):
    help = "Print the whole table of reactions: which record entry sets off what; and what is still owed."

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        table = {kind: sorted(names) for kind, names in sorted(REACTIONS.items())}
        owed = Delivery.objects.filter(done_at__isnull=True).count()
        lines = [f"{kind} → {name}" for kind, names in table.items() for name in names]
        self.report({"reactions": table, "owed": owed}, "\n".join([*lines, f"待办：{owed}"]), as_json=as_json)
