import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from gongzhi.shell.running import is_free, listens, supervise

THREADS = 4


class Command(BaseCommand):
    help = "Serve the site and do what is due, until Ctrl+C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--workers", type=int, help="server processes (default: by processors and database)"
        )

    def handle(self, *args: Any, host: str, port: int, workers: int | None, **options: Any) -> None:
        if not is_free(host, port):
            raise CommandError(
                f"{host}:{port} 已被别的程序占用，服务没有启动。请先停掉它，或用 --port 换一个端口。"
            )
        shown = f"http://{'localhost' if host in ('127.0.0.1', '0.0.0.0', '::') else host}:{port}/"  # noqa: S104
        supervise(
            {"网站": server(host, port, workers or _processes()), "后台": worker()},
            ready=lambda: listens(host, port),
            on_ready=lambda: self.stdout.write(f"服务已启动：{shown} （按 Ctrl+C 停止）"),
            on_death=lambda name, code: self.stderr.write(f"{name}进程意外退出（{code}），即将重新启动。"),
        )
        self.stdout.write("服务已停止。")


def server(host: str, port: int, workers: int) -> list[str]:
    module, _dot, attribute = settings.WSGI_APPLICATION.rpartition(".")
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": port,
        "--workers": workers,
        "--blocking-threads": THREADS,
        "--log-level": "warning",
        "--workers-kill-timeout": 10,
    }
    words = [str(word) for pair in options.items() for word in pair]
    return [
        sys.executable,
        "-m",
        "granian",
        *words,
        "--respawn-failed-workers",
        "--no-ws",
        f"{module}:{attribute}",
    ]


def worker() -> list[str]:
    return [sys.executable, "-m", "django", "worker"]


def _processes() -> int:
    """SQLite has one writer at a time: more than two processes only wait for each other."""
    return min(os.cpu_count() or 1, 2 if connection.vendor == "sqlite" else 8)
