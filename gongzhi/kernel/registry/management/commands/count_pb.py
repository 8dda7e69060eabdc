from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.lib.canonical import Json
from gongzhi.lib.participatory import COUNTED, RULES, NotCounted, Outcome, Poll, choose, read

WHY = {
    "sections": "不是 .pb 文件：缺少 META、PROJECTS、VOTES 三个部分中的一个，或者其中没有内容",
    "vote_type": f"不认识的投票方式“{{}}”。本命令计算 {'、'.join(COUNTED)}",
    "rule": f"不认识的选定规则“{{}}”。本命令计算 {'、'.join(RULES)}",
    "threshold": "规则是 greedy-threshold，但 META 中没有 min_project_score_threshold",
    "number": "读不出数字：{}",
    "project_id": "项目没有编号，或者编号重复：“{}”",
    "points": "投票方式是 cumulative，但选票上没有分数（points）",
}
ODD = {
    "unknown_project": "选票上有 {} 处不在名单里的项目，没有计入",
    "points_differ": "有 {} 张选票的项目与分数个数不一样，只计对得上的部分",
    "repeated_project": "同一张选票上有 {} 处重复的项目，只计一次",
    "other_ballots": "选票张数与 META 中写的不一样，以选票为准",
    "other_totals": "有 {} 个项目的得票与文件写的不一样，以选票为准",
}
VERDICT = {True: "与公布的结果一致", False: "与公布的结果不一致", None: "文件没有公布结果"}


class Command(ReportingCommand):
    help = "Count the ballots of a public participatory-budget election (.pb file of Pabulib)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, as_json: bool, **options: Any) -> None:
        try:
            poll = read(file.read_bytes())
            outcome = choose(poll)
        except OSError as error:
            raise CommandError(f"读不到文件：{error}") from error
        except NotCounted as error:
            raise CommandError(f"不能计算 {file.name}：{WHY[error.code].format(error.value)}。") from error
        self.report(_facts(poll, outcome), _text(file, poll, outcome), as_json=as_json)


def _amount(value: Decimal) -> Json:
    """A whole number as such, else its digits: never a float."""
    return int(value) if value == value.to_integral_value() else str(value.normalize())


def _facts(poll: Poll, outcome: Outcome) -> dict[str, Json]:
    return {
        "winners": list(outcome.winners),
        "rule": poll.rule,
        "vote_type": poll.vote_type,
        "budget": _amount(poll.budget),
        "spent": _amount(outcome.spent),
        "points": {name: _amount(points) for name, points in poll.points.items()},
        "ballots": poll.ballots,
        "official": None if outcome.official is None else list(outcome.official),
        "agrees": outcome.agrees,
        "by_lot": outcome.by_lot,
        "oddities": dict(poll.oddities),
    }


def _text(file: Path, poll: Poll, outcome: Outcome) -> str:
    lines = [
        f"{file.name}：{poll.ballots} 张选票，{len(poll.projects)} 个项目，规则 {poll.rule}",
        f"资金 {_amount(poll.budget)}，选定 {len(outcome.winners)} 个项目，共 {_amount(outcome.spent)}：",
        *(
            f"  {place}. {name}（得票 {_amount(poll.points[name])}，费用 {_amount(poll.projects[name].cost)}）"
            for place, name in enumerate(outcome.winners, 1)
        ),
        f"{VERDICT[outcome.agrees]}。" + ("差别只在得票相同的项目谁先谁后。" if outcome.by_lot else ""),
        *(f"注意：{ODD[code].format(amount)}。" for code, amount in poll.oddities.items()),
    ]
    return "\n".join(lines)
