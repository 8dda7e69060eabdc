from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.kernel.record.verdicts import words
from gongzhi.kernel.record.verifying import examine
from gongzhi.lib.certificate import Finding, Report

ABOUT = {
    "number": "编号 number",
    "title": "事项 matter",
    "area": "区域 area",
    "procedure": "程序 procedure",
    "acts": "记录 acts",
    "log": "日志 log",
}


class Command(ReportingCommand):
    help = "Verify a certificate of procedure (JSON or PDF) with no database and no network."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key",
            action="append",
            default=[],
            help="key of the log or of a witness that you have from elsewhere: the text, or a file (key.pub)",
        )
        parser.add_argument("--attachments", type=Path, metavar="DIR", help="folder of the attachments")

    def handle(
        self, *args: Any, file: Path, key: list[str], attachments: Path | None, as_json: bool, **options: Any
    ) -> None:
        try:
            vkeys = [line for each in key for line in _lines(each)]
            report = examine(file.read_bytes(), vkeys=vkeys, files=_hashes(attachments))
        except OSError as error:
            raise CommandError(f"读不到文件 cannot read: {error}") from error
        self.report(_facts(report), "\n".join(_text(report, file)), as_json=as_json)
        if not report.ok:
            raise SystemExit(1)


def _lines(key: str) -> list[str]:
    text = Path(key).read_text("utf-8") if "+" not in key or Path(key).is_file() else key
    return [line.strip() for line in text.splitlines() if line.strip()]


def _hashes(folder: Path | None) -> frozenset[str] | None:
    if folder is None:
        return None
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                found.add(file_digest(file, "sha256").hexdigest())
    return frozenset(found)


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
    yield from (f"  {ABOUT[name]}：{value}" for name, value in report.about.items() if value != "")
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
