import json
from typing import Any

from django.utils import timezone

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.shell.letter_figures import Finding, findings


class Command(ReportingCommand):
    help = "The 78 figures of the letter: from records, in the letter, the difference; of rules and targets the verdict."

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        found = findings(on=timezone.localdate())
        if as_json:
            self.stdout.write(json.dumps([finding.facts() for finding in found], ensure_ascii=False))
            return
        self.stdout.write("\n".join(map(_line, found)))
        differing = [f for f in found if f.difference]
        self.stdout.write(
            f"共 {len(found)} 项；与信不同 {len(differing)} 项；缺记录或指标 {sum(bool(f.missing) for f in found)} 项。"
        )


def _line(found: Finding) -> str:
    value = found.value.shown if found.value else "—"
    words = [f"{found.claim.id:<36} {value:>14}  信 {found.claim.value:>12f}  {found.claim.period.text}"]
    if found.difference is not None:
        words.append(f"差 {found.difference:f}")
    if found.verdict:
        words.append(found.verdict.words)
    return "  ".join([*words, found.missing])
