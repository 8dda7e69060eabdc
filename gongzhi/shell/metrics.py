"""Counters of all server processes together, and what the database says of the work: Prometheus' text format 0.0.4.

Each process counts into a small file of its own that it holds in memory; whoever asks gets the sum of all files.
"""

import mmap
import os
import struct
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db.models import Min

from gongzhi.kernel.exchange.models import Subscription
from gongzhi.kernel.matters.models import Clock, Matter, Message
from gongzhi.kernel.record.models import Delivery, Entry, Leaf

BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
CLASSES = 5
MICROS = 1_000_000
PLACES = CLASSES + len(BOUNDS) + 2  # by class of status; by duration, the last one above all bounds; the sum
SHAPE = struct.Struct(f"<{PLACES}Q")


class Metrics:
    """The counters of this process; opened when first counted, and again after a fork or in another home."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: tuple[Path, mmap.mmap] | None = None

    def count(self, status: int, seconds: float) -> None:
        bucket = next((n for n, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))
        with self._lock:
            held = self._mine()
            for place, more in (
                (min(max(status // 100, 1), CLASSES) - 1, 1),
                (CLASSES + bucket, 1),
                (PLACES - 1, round(seconds * MICROS)),
            ):
                (before,) = struct.unpack_from("<Q", held, place * 8)
                struct.pack_into("<Q", held, place * 8, before + more)

    def _mine(self) -> mmap.mmap:
        path = folder() / str(os.getpid())
        if self._held is None or self._held[0] != path:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a+b") as file:
                file.truncate(SHAPE.size)
                self._held = path, mmap.mmap(file.fileno(), SHAPE.size)
        return self._held[1]


METRICS = Metrics()


def folder() -> Path:
    return Path(settings.GONGZHI_HOME) / "run" / "counters"


def summed() -> list[int]:
    """Answer the counters of all processes, those that ended included."""
    whole = [0] * PLACES
    for path in folder().glob("[0-9]*"):
        content = path.read_bytes()
        if len(content) == SHAPE.size:
            whole = [a + b for a, b in zip(whole, SHAPE.unpack(content), strict=True)]
    return whole


def exposition(at: datetime) -> str:
    """Answer all metrics at a moment."""
    return "\n".join([*_requests(summed()), *_work(at), ""])


def _requests(counted: list[int]) -> Iterator[str]:
    yield "# TYPE gongzhi_requests_total counter"
    for n in range(CLASSES):
        yield f'gongzhi_requests_total{{status="{n + 1}xx"}} {counted[n]}'
    yield "# TYPE gongzhi_request_seconds histogram"
    so_far = 0
    for bound, n in zip((*BOUNDS, "+Inf"), counted[CLASSES:-1], strict=True):
        so_far += n
        yield f'gongzhi_request_seconds_bucket{{le="{bound}"}} {so_far}'
    yield f"gongzhi_request_seconds_sum {counted[-1] / MICROS}"
    yield f"gongzhi_request_seconds_count {so_far}"


def _work(at: datetime) -> Iterator[str]:
    owed = Delivery.objects.filter(done_at__isnull=True, next_at__lte=at)
    oldest = owed.aggregate(oldest=Min("next_at"))["oldest"]
    gauges = {
        "matters_open": Matter.objects.filter(closed_at__isnull=True).count(),
        "matters_overdue": Matter.objects.filter(closed_at__isnull=True, overdue=True).count(),
        "clocks_due": Clock.objects.filter(state=Clock.State.RUNNING, next_at__lte=at).count(),
        "reactions_owed": owed.count(),
        "reactions_oldest_seconds": (at - oldest).total_seconds() if oldest else 0,
        "messages_to_send": Message.objects.filter(send_at__lte=at).count(),
        "log_waiting": Leaf.objects.filter(index__isnull=True).count(),
        "webhooks_failing": Subscription.objects.filter(failures__gt=0).count(),
        "record_last_id": Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0,
    }
    for name, value in gauges.items():
        yield f"# TYPE gongzhi_{name} gauge"
        yield f"gongzhi_{name} {value}"
