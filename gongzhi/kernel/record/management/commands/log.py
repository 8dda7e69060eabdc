from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from gongzhi.kernel.record import operators
from gongzhi.kernel.record.checking import Found, Report, check
from gongzhi.kernel.record.models import Entry, Log
from gongzhi.kernel.record.proving import paths, proof_of, published, served
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.lib.merkle import tile_path
from gongzhi.lib.workdays import CHINA


class Command(ReportingCommand):
    help = "The transparency log: export it, check it from the ground, print the proof of an entry."

    def add_arguments(self, parser: CommandParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True)
        export = tasks.add_parser("export", help="write a log as files, as C2SP tlog-tiles has them")
        export.add_argument("folder", type=Path)
        export.add_argument("--origin", default="", help="of several logs this one")
        proof = tasks.add_parser("proof", help="print the proof of an entry")
        proof.add_argument("hash", help="the entry's hash, 64 hex digits")
        for task in (export, tasks.add_parser("check", help="walk all logs and name what is wrong"), proof):
            super().add_arguments(task)

    def handle(self, *args: Any, task: str, **options: Any) -> None:
        work: dict[str, Callable[..., None]]
        work = {"export": self._export, "check": self._check, "proof": self._prove}
        work[task](**options)

    def _export(self, *, folder: Path, origin: str, as_json: bool, **_options: Any) -> None:
        log = Log.objects.filter(**({"origin": origin} if origin else {})).order_by("pk").first()
        newest = published(log) if log else None
        if log is None or newest is None:
            raise CommandError("没有这个日志，或者它还没有公布过检查点；什么也没有写。")
        count = 0
        for level, number, width in paths(newest.size):
            path = folder / "tile" / level / tile_path(number, width)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(served(log, newest.size, level, number, width) or b"")
            count += 1
        (folder / "key.pub").write_text(operators.vkey_of(log) + "\n", "utf-8")
        (folder / "checkpoint").write_text(newest.note, "utf-8")
        facts = {"origin": log.origin, "size": newest.size, "tiles": count}
        self.report(
            facts, f"已导出 {log.origin}：{newest.size} 条，{count} 个数据块，在 {folder}", as_json=as_json
        )

    def _check(self, *, as_json: bool, **_options: Any) -> None:
        found = check()
        self.report({**asdict(found), "well": found.well}, _lines(found), as_json=as_json)
        if not found.well:
            raise SystemExit(1)

    def _prove(self, *, hash: str, as_json: bool, **_options: Any) -> None:
        entry = Entry.objects.filter(hash=hash.lower()).first()
        if entry is None:
            raise CommandError(f"没有指纹为 {hash} 的记录。")
        proof = proof_of(entry)
        if proof is None:
            raise CommandError("这条记录还没有排入已公布的日志，请稍后再试。")
        self.report({"index": proof.index, "proof": proof.text}, proof.text.rstrip("\n"), as_json=as_json)


def _lines(report: Report) -> str:
    lines = [line for found in report.logs for line in _log_lines(found)]
    lines += [f"等候排入日志的记录：{report.waiting} 条", *(f"有问题：{fault}" for fault in report.faults)]
    return "\n".join([*lines, "全部核对一致。" if report.well else "核对不一致，见上。"])


def _log_lines(found: Found) -> list[str]:
    lines = [f"{found.origin}：{found.size} 条，已公布到第 {found.published} 条"]
    if found.at:
        lines.append(f"  签于 {_clock(found.at)}")
    lines += [f"  {_clock(at)} 由 {name} 见证" for name, at in found.witnesses.items()]
    return lines + [f"  有问题：{fault}" for fault in found.faults]


def _clock(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, CHINA):%Y-%m-%d %H:%M:%S} UTC+8"
