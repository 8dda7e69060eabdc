import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.services import succeed


class Command(BaseCommand):
    help = "Say what became of areas that were merged or parted: a CSV file with the columns old, new, on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    @transaction.atomic
    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        heirs: dict[tuple[str, str], list[str]] = defaultdict(list)
        with file.open(encoding="utf-8-sig", newline="") as text:
            for row in csv.DictReader(text):
                heirs[row["old"], row["on"]].append(row["new"])
        for (old, on), new in heirs.items():
            try:
                succeed(old=old, new=new, on=date.fromisoformat(on), at=timezone.now(), actor=SYSTEM)
            except (ValidationError, Area.DoesNotExist, ValueError) as error:
                why = error.messages[0] if isinstance(error, ValidationError) else error
                raise CommandError(f"{old}：{why}。没有导入任何内容。") from error
        self.stdout.write(f"已导入 {len(heirs)} 个区划的沿革。")
