from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from gongzhi.kernel.record.ballot_verdicts import words
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.lib.belenios import verify
from gongzhi.lib.certificate import Finding, Report

ABOUT = {
    "name": "选举 election",
    "uuid": "编号 uuid",
    "fingerprint": "指纹 fingerprint",
    "group": "密码群 group",
    "stage": "阶段 stage",
    "voters": "名册 voters",
    "weight": "总权重 weight",
    "ballots": "选票 ballots",
    "counted": "有效 counted",
    "result": "结果 result",
}


class Command(ReportingCommand):
    help = "Verify the archive of an election (.bel) with no database and no network."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--workers", type=int, default=1, help="processes that check ballots")

    def handle(self, *args: Any, file: Path, workers: int, as_json: bool, **options: Any) -> None:
        try:
            report = verify(file.read_bytes(), workers)
        except OSError as error:
            raise CommandError(f"读不到文件 cannot read: {error}") from error
        self.report(_facts(report), "\n".join(_text(report, file)), as_json=as_json)
        if not report.ok:
            raise SystemExit(1)


def _facts(report: Report) -> dict[str, Any]:
    parts = {"findings": report.findings, "proved": report.proved, "unproved": report.unproved}
    said = {name: [_fact(each) for each in found] for name, found in parts.items()}
    return {"ok": report.ok, "about": dict(report.about), **said}


def _fact(finding: Finding) -> dict[str, Any]:
    chinese, english = words(finding)
    return {"code": finding.code, "values": dict(finding.values), "zh": chinese, "en": english}


def _text(report: Report, file: Path) -> Iterator[str]:
    verdict = "核验通过 HOLDS" if report.ok else "不予认可 REFUSED"
    yield f"{verdict}：{file.name}"
    yield from (f"  {ABOUT[name]}：{value}" for name, value in report.about.items())
    for title, found in (
        ("不予认可的理由 Why it is refused", report.findings),
        ("能够证明 What it proves", report.proved),
        ("不能证明 What it does not prove", report.unproved),
    ):
        if found:
            yield f"\n{title}"
        for number, each in enumerate(found, 1):
            chinese, english = words(each)
            yield f"  {number}. {chinese}\n     {english}"
