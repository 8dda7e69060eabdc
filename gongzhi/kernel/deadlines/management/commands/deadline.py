from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser

from gongzhi.kernel.deadlines.selectors import calendar, explain, moment
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.lib.workdays import CHINA, Term, Unit, due


def _moment(text: str) -> datetime:
    """Answer a moment; one without a zone is China's time."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=CHINA)


class Command(ReportingCommand):
    help = "Compute a deadline: --from 2020-01-20T10:00 --working 5"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--from", type=_moment, required=True, dest="start", metavar="MOMENT")
        amount = parser.add_mutually_exclusive_group(required=True)
        for unit in Unit:
            amount.add_argument(f"--{unit}", type=int, metavar="N", dest=unit)
        parser.add_argument(
            "--pause",
            type=_moment,
            nargs=2,
            action="append",
            default=[],
            metavar="MOMENT",
            help="from, to; repeatable",
        )

    def handle(self, *args: Any, start: datetime, as_json: bool, **options: Any) -> None:
        unit = next(unit for unit in Unit if options[unit] is not None)
        try:
            term = Term(options[unit], unit)
            end = due(start, term, calendar(), [(paused, resumed) for paused, resumed in options["pause"]])
        except ValueError as error:
            raise CommandError(str(error)) from error
        sentence = explain(start, term, end)
        facts = {
            "due": end.at.isoformat(),
            "counted": [day.isoformat() for day in end.counted],
            "provisional": end.provisional,
            "rolled_from": end.rolled_from and end.rolled_from.isoformat(),
            "explanation": sentence,
        }
        self.report(facts, f"{moment(end.at)}：{sentence}", as_json=as_json)
