import logging
import time
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from gongzhi.kernel.exchange.webhooks import push
from gongzhi.kernel.indicators.folding import fold
from gongzhi.kernel.matters.services import send, spread, tick
from gongzhi.kernel.publications.services import arise
from gongzhi.kernel.record.sequencing import sequence
from gongzhi.kernel.record.services import deliver
from gongzhi.kernel.registry.declaration import Job, registry
from gongzhi.shell.running import stop_signals

log = logging.getLogger(__name__)
BATCH = 50  # a request to stop is heard between two batches
PAUSE = 1.0  # seconds, when nothing is left to do
JOBS = (tick, deliver, spread, send, arise, sequence, fold, push)


class Command(BaseCommand):
    help = "Do what is due: terms, reactions, messages, the log. Any number of workers may run."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is left to do")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        jobs: list[Job] = [*JOBS, *(job for module in registry for job in module.jobs)]
        if once:
            while sum(job(at=timezone.now(), most=BATCH) for job in jobs):
                pass
            return
        cleared: date | None = None
        with stop_signals() as stop:
            while not stop:
                if sum(_safely(job) for job in jobs):
                    continue
                if cleared != (today := timezone.localdate()):
                    cleared = today
                    _safely(_clear_sessions)
                time.sleep(PAUSE)


def _safely(job: Any) -> int:
    """Do a batch; what goes wrong is written down and tried again later: the worker never ends by an error."""
    try:
        return int(job(at=timezone.now(), most=BATCH))
    except Exception:
        log.exception("%s failed and will be tried again", job.__name__)
        close_old_connections()
        return 0


def _clear_sessions(**_when: object) -> int:
    call_command("clearsessions")
    return 0
