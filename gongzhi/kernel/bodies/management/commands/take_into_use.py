from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gongzhi.kernel.bodies.services import take_into_use
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.territory.models import Area


class Command(BaseCommand):
    help = (
        "Have an area with all below it use the platform: every community owes its disclosures from then on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("area", help="code of a township, county or the city")
        parser.add_argument("--since", type=date.fromisoformat, help="today without it")

    def handle(self, *args: Any, area: str, since: date | None, **options: Any) -> None:
        now = timezone.now()
        try:
            made = take_into_use(area=area, since=since or timezone.localdate(now), at=now, actor=SYSTEM)
        except Area.DoesNotExist as error:
            raise CommandError(f"没有区划 {area}。") from error
        self.stdout.write(f"{area} 自 {made.since} 起全部启用。")
