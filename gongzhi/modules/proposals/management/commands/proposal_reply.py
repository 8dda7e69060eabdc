from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.modules.proposals import selectors, services
from gongzhi.modules.proposals.models import Proposal
from gongzhi.modules.proposals.procedures.figures import faults


class Command(ReportingCommand):
    help = "Write the reply to a proposal as DOCX and PDF, with the figures of today."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("number", help="as its session gave it, e.g. 0629")
        parser.add_argument("--session", default="", help="where several sessions gave the same number")
        parser.add_argument(
            "--signed", action="store_true", help="as it was signed, with the figures of then"
        )
        parser.add_argument(
            "--out", type=Path, default=Path(), help="folder to write into; this one by default"
        )

    def handle(self, *args: Any, as_json: bool, **given: Any) -> None:
        proposal = self._proposal(given["number"], given["session"])
        now = timezone.now()
        if given["signed"]:
            signed = proposal.replies.order_by("round").last()
            if signed is None:
                raise CommandError(f"{proposal.number}号还没有签发的答复，没有写出文件。")
            letter, at = services.signed_letter(signed), signed.read_at
        else:
            if wrong := faults(proposal.draft):
                raise CommandError("草稿里的引用有误，没有写出文件：" + " ".join(wrong))
            letter, at = services.todays_letter(proposal, at=now), now
        given["out"].mkdir(parents=True, exist_ok=True)
        paths = []
        for ending, content in services.papers(letter, at=at).items():
            path = given["out"] / f"{proposal.number}.{ending}"
            path.write_bytes(content)
            paths.append(str(path))
        figures = len(letter.annex.rows) if letter.annex else 0
        self.report({"files": paths, "figures": figures}, "\n".join(paths), as_json=as_json)

    def _proposal(self, number: str, session: str) -> Proposal:
        found = [p for p in selectors.numbered(number) if session in p.session]
        if not found:
            raise CommandError(f"没有编号为{number}的提案，没有写出文件。")
        if len(found) > 1:
            names = "、".join(p.session for p in found)
            raise CommandError(f"有{len(found)}件{number}号提案，请用 --session 指明：{names}")
        if not found[0].draft:
            raise CommandError(f"{found[0].number}号提案还没有起草答复，没有写出文件。")
        return found[0]
