from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import issue_api_key
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.reporting import ReportingCommand


class Command(ReportingCommand):
    help = "Issue a key by which a machine acts as an account, with its mandates. The key is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("username")
        parser.add_argument("name", help="what the key is for")
        parser.add_argument("--until", type=date.fromisoformat, help="first day without it, e.g. 2027-01-01")

    def handle(self, *args: Any, username: str, name: str, as_json: bool, **given: Any) -> None:
        account = Account.objects.filter(username=username).first()
        if account is None:
            raise CommandError(f"没有账号 {username}，没有签发密钥。")
        now = timezone.now()
        since = timezone.localdate(now)
        key = issue_api_key(
            account=account, name=name, since=since, until=given["until"], at=now, actor=SYSTEM
        )
        self.report({"key": key}, f"密钥（只显示这一次）：{key}", as_json=as_json)
