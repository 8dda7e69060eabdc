from argparse import ArgumentTypeError
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.modules.advice.services import import_laws


class Command(ReportingCommand):
    help = (
        "Bring in texts of laws and local rules that advice is given from: a folder of NAME(YYYY-MM-DD).txt."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--since",
            action="append",
            default=[],
            type=_pair,
            metavar="FILE=DATE",
            help="the first day of a version whose text does not say it; FILE without .txt; repeatable",
        )

    def handle(
        self, *args: Any, folder: Path, since: list[tuple[str, date]], as_json: bool, **options: Any
    ) -> None:
        if not folder.is_dir():
            raise CommandError(f"没有这个文件夹：{folder}")
        try:
            brought = import_laws(folder=folder, since=dict(since), actor=SYSTEM, at=now())
        except ValueError as error:
            raise CommandError(str(error)) from error
        facts = asdict(brought)
        lines = ["新增 {new} 部，更新 {changed} 部，没有变化 {same} 部；条文 {articles} 条。".format(**facts)]
        lines += [f"施行日期不在文本里，请核对（--since）：{name}" for name in brought.assumed]
        lines += [f"没有导入：{name}（{why}）" for name, why in brought.refused]
        self.report(facts, "\n".join(lines), as_json=as_json)


def _pair(text: str) -> tuple[str, date]:
    name, _equals, day = text.rpartition("=")
    try:
        return name, date.fromisoformat(day)
    except ValueError as error:
        raise ArgumentTypeError("FILE=YYYY-MM-DD") from error
