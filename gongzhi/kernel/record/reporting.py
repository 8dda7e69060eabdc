"""The shape of a command that reports: a human line, or one JSON object with --json."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class ReportingCommand(BaseCommand):
    """`handle` of a subclass answers through `report`; every such command takes --json."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="one JSON object, for machines"
        )

    def report(self, facts: dict[str, Any], sentence: str, *, as_json: bool) -> None:
        self.stdout.write(json.dumps(facts, ensure_ascii=False) if as_json else sentence)
