"""A bound on what a server process takes on: some requests in work, some waiting, and the next is refused at once.

Without it everybody waits ever longer, until all give up and the work was done for nobody.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from threading import BoundedSemaphore
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gongzhi.kernel.exchange.problems import problem
from gongzhi.shell.metrics import METRICS

AT_WORK = 4  # requests of a process that are worked on; more only take turns at one interpreter
WAITING = 28  # requests of a process that wait for that: about a second of work
SPARE = 8  # threads that are left to refuse and to answer machines of the operator
THREADS = AT_WORK + WAITING + SPARE
PATIENCE = 10.0  # seconds after which one that waits is refused too
RETRY = 3  # seconds after which to come again
ALWAYS = ("/health", "/metrics")
MACHINES = ("/api/", "/open311/")
STATUS = 503

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class Shedding:
    """A WSGI application around another one; what it refuses gets 503 with Retry-After, and was not begun."""

    def __init__(
        self,
        application: Application,
        *,
        at_work: int = AT_WORK,
        waiting: int = WAITING,
        patience: float = PATIENCE,
    ) -> None:
        self.application, self.patience = application, patience
        self.room, self.work = BoundedSemaphore(at_work + waiting), BoundedSemaphore(at_work)

    def __call__(self, environ: Environ, start: Any) -> Iterable[bytes]:
        if environ.get("PATH_INFO", "").startswith(ALWAYS):
            return self._worked(environ, start)
        if not self.room.acquire(blocking=False):
            return refused(environ, start)
        try:
            if not self.work.acquire(timeout=self.patience):
                return refused(environ, start)
            try:
                return self._worked(environ, start)
            finally:
                self.work.release()
        finally:
            self.room.release()

    def _worked(self, environ: Environ, start: Any) -> Iterable[bytes]:
        """Answer in one piece where there is one: then the connection to the database is given back here and now."""
        answer = self.application(environ, start)
        if getattr(answer, "streaming", True):
            return answer
        try:
            return [b"".join(answer)]
        finally:
            answer.close()  # type: ignore[attr-defined]  # a response of Django


def refused(environ: Environ, start: Any) -> list[bytes]:
    """Say so in the language of whoever asked, without asking the database."""
    METRICS.count(STATUS, 0.0)
    request = WSGIRequest({**environ, "wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"})
    with translation.override(translation.get_language_from_request(request)):
        answer = _page(request)
    answer["Retry-After"] = str(RETRY)
    answer["Cache-Control"] = "no-store"
    answer["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Length"] = str(len(answer.content))
    start(f"{STATUS} {answer.reason_phrase}", list(answer.items()))
    return [answer.content]


def _page(request: WSGIRequest) -> HttpResponse:
    if request.path.startswith(MACHINES):
        return problem(
            STATUS, _("现在的请求太多，这一次没有受理，什么都没有改变。请按 Retry-After 的秒数再发。")
        )
    return HttpResponse(render_to_string("shell/busy.html", {"seconds": RETRY}), status=STATUS)
