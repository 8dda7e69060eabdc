import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from gongzhi.shell.running import answers, is_free, supervise
from gongzhi.shell.shedding import THREADS

LINES = 16_384  # open connections a process; granian's 1024 could be held by anybody who says nothing


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
        supervise(
            {"网站": server(host, port, workers or _processes()), "后台": worker()},
            ready=lambda: answers(host, port),
            on_ready=lambda: self._tell(f"服务已启动：{address(host, port)} （按 Ctrl+C 停止）"),
            on_death=lambda name, code: self._tell(f"{name}进程意外退出（{code}），即将重新启动。"),
        )
        self._tell("服务已停止。")

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def address(host: str, port: int) -> str:
    """Answer what to type into a browser on this machine; passkeys work at localhost only."""
    everywhere = ("127.0.0.1", "0.0.0.0", "::")  # noqa: S104 -- compared, not bound
    return f"http://{'localhost' if host in everywhere else host}:{port}/"


def server(host: str, port: int, workers: int) -> list[str]:
    module, _dot, attribute = settings.WSGI_APPLICATION.rpartition(".")
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": port,
        "--workers": workers,
        "--blocking-threads": THREADS,
        "--backpressure": LINES,
        "--log-level": "warning",
        "--workers-kill-timeout": 5,
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
