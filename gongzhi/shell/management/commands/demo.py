import io
import time
from argparse import ArgumentTypeError
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from gongzhi.kernel.bodies.demo import make_demo_village
from gongzhi.kernel.indicators.folding import fold
from gongzhi.kernel.matters.models import Message
from gongzhi.kernel.people.demo import DEMO_PASSWORD, demo_people, make_demo_people
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.declarations import SYSTEM
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.kernel.record.sequencing import found_log, sequence
from gongzhi.kernel.record.services import deliver
from gongzhi.kernel.registry.declaration import registry
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.services import make_grid
from gongzhi.shell.city import OtherPlan, begin, raise_city
from gongzhi.shell.management.commands.serve import address
from gongzhi.shell.progress import Bar
from gongzhi.shell.samples import write_samples

PLACES = {
    "city": "50",
    "county": "500103",
    "township": "500103001",
    "community": "500103001003",
    "village": "500112143210",
}
GRID = 15
SEED = 2020
BATCH = 1000
NEW = timedelta(days=2)
MARK = (
    "demo"  # a file of this name makes a home folder that of a demo, for every later command (config/cli.py)
)


class Command(ReportingCommand):
    help = "Show the platform with generated data: set up, make people and matters once, serve."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--scale",
            choices=("small", "letter", "city"),
            default="small",
            help="small: three districts, for the eye; letter: all registers that the letter counts, at full size;"
            " city: with residents and matters too (PostgreSQL only)",
        )
        parser.add_argument(
            "--share", type=_share, default=Fraction(1), help="e.g. 0.01: a city of a hundredth"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="the same seed makes the same city")
        parser.add_argument(
            "--until", type=datetime.fromisoformat, help="the day up to which matters are told"
        )
        parser.add_argument("--no-serve", action="store_true", help="only make the data")
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, as_json: bool, no_serve: bool, scale: str, **options: Any) -> None:
        begun = time.monotonic()
        if scale == "city" and connection.vendor != "postgresql":
            raise CommandError(
                "规模 city 只能放在 PostgreSQL 里：请设置 DATABASE_URL；SQLite 请用 --scale letter。"
            )
        call_command("setup", stdout=io.StringIO() if as_json else self.stdout)
        at = timezone.now()
        _mark()
        found_log(area=PLACES["county"])
        _make_people(at)
        if scale == "small":
            made, logged = _small(at)
        else:
            made, logged = self._large(at, scale, as_json=as_json, **options), 0
        facts: dict[str, Any] = {
            "scale": scale,
            "made": made,
            "logged": logged,
            "samples": write_samples(settings.GONGZHI_HOME / "samples", at=timezone.now()),
            "seconds": round(time.monotonic() - begun, 1),
            "address": address(options["host"], options["port"]),
            "password": DEMO_PASSWORD,
            "people": [{"username": p.username, "name": p.name, "does": str(p.does)} for p in demo_people()],
        }
        self.report(facts, _lines(facts), as_json=as_json)
        self.stdout.flush()
        if not no_serve:
            call_command("serve", host=options["host"], port=options["port"])

    def _large(
        self, at: datetime, scale: str, *, as_json: bool, share: Fraction, seed: int, until: Any, **_more: Any
    ) -> dict[str, int]:
        """Generate a large city, or the rest of it. Entries get their places in the log from the worker."""
        _deliver()
        moment = timezone.make_aware(until) if until and timezone.is_naive(until) else until or at
        try:
            plan = begin(scale=scale, share=share, seed=seed, until=moment.replace(microsecond=0))
        except OtherPlan as other:
            raise CommandError(
                f"这里已经按别的规模生成过演示数据（{other}），没有改动。请用同样的参数继续，或者另选一个空文件夹。"
            ) from None
        made = raise_city(plan, tell=Bar(self.stderr, quiet=as_json))
        _deliver()
        while fold(at=timezone.now()):  # what modules did by their ordinary services
            pass
        return made


def _share(text: str) -> Fraction:
    share = Fraction(text)
    if not 0 < share <= 1:
        raise ArgumentTypeError("a share lies above 0 and is at most 1")
    return share


def _small(at: datetime) -> tuple[dict[str, Any], int]:
    made = {m.slug: m.demonstrate(at) for m in registry if m.demonstrate}
    _deliver()
    logged = _log()
    old = Message.objects.filter(at__lt=at - NEW, read_at=None)
    old.update(read_at=at)  # months of them, by nobody read
    return made, logged


def _deliver() -> None:
    """Do what one module owes another."""
    while deliver(at=timezone.now()):
        pass


def _mark() -> None:
    """Make this home a demo's; one that people work with becomes none: its passwords would be known to all."""
    mark = settings.GONGZHI_HOME / MARK
    if not mark.exists() and Account.objects.exists():
        raise CommandError(
            "这里已经有正式账号，演示数据没有写入，原有数据没有改动。请另选一个空文件夹：GONGZHI_HOME=… gongzhi demo"
        )
    mark.write_text("generated data\n", encoding="ascii")


def _make_people(at: datetime) -> None:
    community = PLACES["community"]
    grid = areas(under=community, length=GRID).first() or make_grid(
        community=community, name="第一网格", at=at, actor=SYSTEM
    )
    make_demo_people(at=at, **PLACES, grid=grid.code)
    make_demo_village(at=at, area=PLACES["village"])


def _log() -> int:
    """Put everything into the logs at once, as the worker does bit by bit."""
    return sum(iter(lambda: sequence(at=timezone.now(), most=BATCH), 0))


def _lines(facts: dict[str, Any]) -> str:
    if facts["scale"] != "small":
        made = "、".join(f"{table} {rows:,}" for table, rows in sorted(facts["made"].items()))
    else:
        made = "、".join(f"{m.title} {facts['made'][m.slug]}" for m in registry if facts["made"].get(m.slug))
    return "\n".join(
        (
            "",
            f"演示已就绪，用时 {facts['seconds']} 秒。"
            + (f"新生成 {made} 条数据，全部是虚构的。" if made else "数据是以前生成的，全部是虚构的。"),
            f"网址：{facts['address']}",
            f"账号（密码都是 {facts['password']}，登录页上也可以一键进入）：",
            *(f"  {p['username']:<12} {p['name']}  {p['does']}" for p in facts["people"]),
            "",
        )
    )
