from argparse import ArgumentTypeError
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import localtime, now

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.selectors import get_area
from gongzhi.modules.cases.services import Outcome, Unreadable, import_messages

EVERY = 200


class Command(ReportingCommand):
    help = "Make cases of messages in a CSV or XLSX, with their times and answers; a second time makes none."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--area", default="", metavar="CODE", help="where no line says it (default: the city)"
        )
        parser.add_argument(
            "--source", default="", metavar="NAME", help="where it comes from (default: its headings)"
        )
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            type=_pair,
            metavar="FIELD=HEADING",
            help="which column is what, e.g. body=内容; with nothing behind the = it is left out; repeatable",
        )
        parser.add_argument(
            "--refused",
            type=Path,
            metavar="FILE",
            help="where to write what was refused (default: in the home folder)",
        )

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        at = now()
        try:
            done = import_messages(
                path=file,
                area_code=_area(options["area"] or settings.CITY_CODE),
                at=at,
                refused=options["refused"] or _refused(file, at),
                source=options["source"],
                columns=dict(options["map"]),
                progress=self._progress,
            )
        except Unreadable as error:
            raise CommandError(str(error)) from error
        facts: dict[str, Any] = {
            "read": done.read,
            "made": done.made,
            "skipped": done.skipped,
            "refused": done.refused,
        }
        if self.stderr.isatty():
            self.stderr.write("")
        sentence = "读到 {read} 条：新建 {made} 条，已有 {skipped} 条，未导入 {refused} 条。".format(**facts)
        if done.refused_file:
            facts["refused_file"] = str(done.refused_file)
            sentence += f"未导入的行和原因在：{done.refused_file}"
        self.report(facts, sentence, as_json=as_json)

    def _progress(self, done: Outcome) -> None:
        if done.read % EVERY == 0:
            shown = (
                f"已读 {done.read} 条：新建 {done.made} 条，已有 {done.skipped} 条，未导入 {done.refused} 条"
            )
            start, ending = ("\r", "") if self.stderr.isatty() else ("", "\n")
            self.stderr.write(f"{start}{shown}", self.style.NOTICE, ending=ending)


def _pair(text: str) -> tuple[str, str]:
    field, equals, heading = text.partition("=")
    if not equals:
        raise ArgumentTypeError(f"“{text}”应写成“项目=列名”，例如 body=内容")
    return field.strip(), heading.strip()


def _area(code: str) -> str:
    try:
        return get_area(code).code
    except Area.DoesNotExist:
        raise CommandError(f"没有区划代码“{code}”。没有导入任何内容。") from None


def _refused(file: Path, at: datetime) -> Path:
    folder: Path = settings.GONGZHI_HOME / "imports"
    return folder / f"{file.stem}-{localtime(at):%Y%m%d-%H%M%S}.csv"
