import secrets
from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.services import grant_mandate, register_account
from gongzhi.kernel.people.vocabulary import OFFICERS, Role
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.kernel.territory.models import Area


class Command(ReportingCommand):
    help = "Give somebody an office in an area; opens their account when there is none, with a password shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("username")
        parser.add_argument("role", choices=sorted(role.value for role in OFFICERS))
        parser.add_argument("area", help="code of the area, e.g. 500103001003")
        parser.add_argument("--name", default="", help="needed for a new account")
        parser.add_argument(
            "--body", default="", help="only the tasks of this organisation, e.g. 500103:housing"
        )
        parser.add_argument("--until", type=date.fromisoformat, help="first day without it, e.g. 2027-01-01")

    def handle(self, *args: Any, as_json: bool, **given: Any) -> None:
        if not Area.objects.filter(pk=given["area"], until__isnull=True).exists():
            raise CommandError(f"没有代码为 {given['area']} 的现行区域，没有授权。可用 gongzhi areas 查看。")
        now = timezone.now()
        account, password = self._account(given["username"], given["name"])
        mandate = grant_mandate(
            account=account,
            role=Role(given["role"]),
            area=given["area"],
            body=given["body"],
            since=timezone.localdate(now),
            until=given["until"],
            at=now,
            actor=SYSTEM,
        )
        facts = {"account": str(account.pk), "mandate": mandate.pk, "password": password}
        shown = f"，初始密码 {password}（只显示这一次，请本人登录后更改）" if password else ""
        self.report(facts, f"已授权：{account.name} · {mandate}{shown}", as_json=as_json)

    def _account(self, username: str, name: str) -> tuple[Account, str]:
        if known := Account.objects.filter(username=username).first():
            return known, ""
        if not name:
            raise CommandError(f"没有账号 {username}。新开账号请用 --name 写明姓名。")
        password = secrets.token_urlsafe(9)
        account = register_account(
            username=username, name=name, password=password, at=timezone.now(), actor=SYSTEM
        )
        return account, password
