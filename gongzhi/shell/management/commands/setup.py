import time
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import found_offices
from gongzhi.kernel.deadlines.models import CalendarYear
from gongzhi.kernel.deadlines.services import load_calendar
from gongzhi.kernel.record.reporting import ReportingCommand
from gongzhi.kernel.record.sequencing import found_log
from gongzhi.kernel.registry.declaration import registry
from gongzhi.kernel.territory.services import load_areas


class Command(ReportingCommand):
    help = "Prepare an installation: tables, static files, areas, calendar, offices, modules. Safe to repeat."

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        begun, at = time.monotonic(), timezone.now()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        facts: dict[str, Any] = {
            "static": _collect(),
            "log": found_log(area=settings.CITY_CODE).origin,
            "areas": load_areas(at=at),
            "calendar": load_calendar(at=at),
            "years": CalendarYear.objects.count(),
            "offices": found_offices(at=timezone.localdate(at)),
            "organisations": Organisation.objects.count(),
            "modules": {m.slug: m.prepare(at) if m.prepare else None for m in registry},
        }
        facts["seconds"] = round(time.monotonic() - begun, 1)
        self.report(facts, _lines(facts), as_json=as_json)


def _collect() -> bool:
    """Collect the static files where they were built; a source tree without them serves its API all the same."""
    built = Path(apps.get_app_config("shell").path, "static", "built", "app.css").exists()
    if built:
        call_command("collectstatic", interactive=False, verbosity=0)
    return built


def _lines(facts: dict[str, Any]) -> str:
    new = f"本次新增或更新 {len(facts['calendar'])} 年" if facts["calendar"] else "没有改动"
    static = "静态文件：已收集" if facts["static"] else "静态文件：尚未构建，已跳过（先运行 make build）"
    return "\n".join(
        (
            "数据库：已是最新结构",
            static,
            f"存证日志：{facts['log']}",
            f"行政区划：{facts['areas']} 个（含已撤销的）",
            f"工作日历：{facts['years']} 年，{new}",
            f"机构：共 {facts['organisations']} 个，本次新设 {facts['offices']} 个",
            f"业务模块：{len(facts['modules'])} 个（{'、'.join(facts['modules'])}）已就绪",
            f"准备完毕，用时 {facts['seconds']} 秒。",
        )
    )
