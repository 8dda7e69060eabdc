"""What is seen of a request from outside: its id, its time, how it ended; and what a browser may do with the answer."""

import logging
import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from json import dumps
from traceback import extract_tb
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from gongzhi.shell.metrics import METRICS

Answer = Callable[[HttpRequest], HttpResponse]
ACCESS = logging.getLogger("gongzhi.access")
REQUEST: ContextVar[str] = ContextVar("request", default="")
GIVEN = re.compile(r"[\w-]{8,64}")
# Script comes from our files only; charts and maps set styles of elements, and nothing else may.
PAGE = (
    "default-src 'self'; script-src 'self'; style-src-elem 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:{tiles}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# What somebody handed in is of nobody's origin: it runs nothing, loads nothing, and reads nothing of this site.
FILE = "default-src 'none'; sandbox; frame-ancestors 'none'"


class ObserveMiddleware:
    """Gives each request an id (a proxy's of ours is kept), counts it, writes one line about it, and sets its policy."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.page = PAGE.format(tiles=_origin(settings.TILE_URL))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "") if settings.ALLAUTH_TRUSTED_PROXY_COUNT else ""
        token = REQUEST.set(given if GIVEN.fullmatch(given) else uuid4().hex)
        begun = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - begun
            METRICS.count(response.status_code, seconds)
            if ACCESS.isEnabledFor(logging.INFO):
                ACCESS.info("request", extra={"facts": facts(request, response, seconds)})
            response["X-Request-ID"] = REQUEST.get()
            self._confine(response)
            return response
        finally:
            REQUEST.reset(token)

    def _confine(self, response: HttpResponse) -> None:
        kind = response.get("Content-Type", "")
        page = kind.startswith(("text/html", "application/pdf"))  # a browser's reader of PDF is no sandbox's
        response.setdefault("Content-Security-Policy", self.page if page else FILE)
        response.setdefault("X-Content-Type-Options", "nosniff")


def _origin(address: str) -> str:
    """Answer the origin of the tile server, with a blank before it; {s} stands for any of its names."""
    parts = urlsplit(address)
    host = re.sub(r"\{\w+\}", "*", parts.netloc)
    return f" {parts.scheme}://{host}" if parts.netloc else ""


def facts(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, str | int | float]:
    """Answer what is written of a request: the pattern of its address, never what stood in it, and nobody's name."""
    route = request.resolver_match.route if request.resolver_match else ""
    return {
        "method": request.method or "",
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }


class JsonLines(logging.Formatter):
    """One JSON object a line. Of an exception its kind and where it came from, not its words: they may hold values;
    of Django's own lines the pattern, without the address that stood in it.
    """

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": str(record.msg) if record.name.startswith("django.") else record.getMessage(),
            "request": REQUEST.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            said["exception"] = record.exc_info[0].__name__
            said["frames"] = [f"{f.filename}:{f.lineno} {f.name}" for f in extract_tb(record.exc_info[2])]
        return dumps({name: value for name, value in said.items() if value != ""}, ensure_ascii=False)
