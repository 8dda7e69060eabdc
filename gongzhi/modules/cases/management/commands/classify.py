from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import CommandError, CommandParser

from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.lib.text.learning import learned, macro, measured
from gongzhi.modules.cases.services import Unreadable, texts

ANSWERED, KINDS = "replied.csv", "taxonomy.csv"
DIGITS = 4


class Command(ReportingCommand):
    help = "Learn kinds from the messages of one file and say how well those of another are told."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--train", type=Path, required=True, metavar="FILE", help="messages with their kind"
        )
        parser.add_argument("--test", type=Path, required=True, metavar="FILE", help="messages to judge by")
        parser.add_argument(
            "--answered",
            type=Path,
            metavar="FILE",
            help=f"messages without a kind (default: {ANSWERED} beside)",
        )
        parser.add_argument(
            "--kinds",
            type=Path,
            metavar="FILE",
            help=f"names of kinds, three levels (default: {KINDS} beside)",
        )

    def handle(self, *args: Any, train: Path, test: Path, as_json: bool, **options: Any) -> None:
        others = options["answered"] or _beside(train, ANSWERED)
        kinds = options["kinds"] or _beside(train, KINDS)
        try:
            known, judged = texts.labelled(train), texts.labelled(test)
            model = learned(
                known,
                others=texts.unlabelled(others) if others else (),
                names=texts.names(kinds) if kinds else {},
            )
        except (Unreadable, ValueError) as error:
            raise CommandError(str(error)) from error
        started = perf_counter()
        found = measured(model, judged)
        each = (perf_counter() - started) * 1000 / len(judged)
        facts: dict[str, Any] = {
            "macro_f1": round(macro(found), DIGITS),
            "accuracy": round(sum(q.recall * q.texts for q in found.values()) / len(judged), DIGITS),
            "per_kind": {
                kind: {
                    "f1": round(q.f1, DIGITS),
                    "precision": round(q.precision, DIGITS),
                    "recall": round(q.recall, DIGITS),
                    "messages": q.texts,
                }
                for kind, q in found.items()
            },
            "ms_per_message": round(each, 3),
            "trained_on": len(known),
            "tested_on": len(judged),
            "answered": others.name if others else "",
            "kinds": kinds.name if kinds else "",
        }
        sentence = "{tested_on} 条消息，宏平均 F1 {macro_f1}，每条 {ms_per_message} 毫秒。".format(**facts)
        self.report(facts, sentence, as_json=as_json)


def _beside(train: Path, name: str) -> Path | None:
    path = train.with_name(name)
    return path if path.is_file() else None
