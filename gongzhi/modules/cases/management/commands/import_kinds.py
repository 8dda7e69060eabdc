from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localdate

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.modules.cases.services import load_kinds


class Command(ReportingCommand):
    help = (
        "Put a city's kinds of case in force (CSV or XLSX: three names a line, or codes with their duties)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--list", default="", help="name of the list of duties (default: the file's)")

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        try:
            loaded = load_kinds(path=file, version=options["list"], on=localdate())
        except ValueError as error:
            raise CommandError(str(error)) from error
        facts = asdict(loaded)
        sentence = "类别共 {kinds} 个：新增代码 {new} 个，改动 {changed} 个，停用 {retired} 个。权责清单：{version}。"
        self.report(facts, sentence.format(**facts), as_json=as_json)
