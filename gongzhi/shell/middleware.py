"""Every request knows who asks; every view says whom it serves; reading changes nothing."""

import logging
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DataError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import bad_request

from gongzhi.kernel.people.audience import ActorRequest
from gongzhi.kernel.people.selectors import actor_of
from gongzhi.kernel.people.vocabulary import Audience, Role
from gongzhi.kernel.record.services import ClockError

Answer = Callable[[HttpRequest], HttpResponse]
LOG = logging.getLogger(__name__)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Views of others that look after themselves. Any other view without an audience is refused.
SIGN_IN = ("allauth.",)
UNMARKED = (*SIGN_IN, "ninja.", "django.views.i18n", "django.contrib.staticfiles.views")
WRITE = re.compile(
    r'\s*(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)', re.I
)
HOUSEKEEPING = re.compile(r"django_session|account_\w+|mfa_\w+")
SIGNED_IN = "people_account"  # holds when somebody last signed in
READS_ONLY = gettext_lazy("审计账号可以查看一切，但不能改动。什么都没有被改变。")


def _from(view: Callable[..., Any], modules: tuple[str, ...]) -> bool:
    return getattr(view, "func", view).__module__.startswith(modules)


class ActorMiddleware:
    """Sets `request.actor` (asked for only when needed) and refuses views that state no audience."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: ActorRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request.user, timezone.localdate()))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: ActorRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> None:
        if _from(view, UNMARKED):
            return
        audience = getattr(view, "audience", None)
        if audience is None:
            raise PermissionDenied(_("这一页没有说明对谁开放，因此不能打开。请告诉管理员。"))
        changes = request.method not in SAFE and audience is not Audience.PUBLIC
        if changes and request.actor.has(Role.AUDITOR):
            raise PermissionDenied(READS_ONLY)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A zero byte, which PostgreSQL does not take into a text, is no fault of ours, wherever it was sent.

        A clock that was put back stops every act; whoever wanted to act is told so.
        """
        if isinstance(exception, DataError) and "NUL" in str(exception):
            return bad_request(request, exception)
        if isinstance(exception, ClockError):
            LOG.error("%s", exception)
            return render(request, "shell/clock.html", status=503)
        return None


class WroteOnGet(RuntimeError):
    """A view changed the database while it was only asked to show something."""


class ReadOnlyGetMiddleware:
    """While a GET or HEAD is answered, the database refuses to be written; sessions, cache and sign-in may.

    The same holds for whatever an auditor sends, to pages for everybody too.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.caches = {
            str(c["LOCATION"])
            for c in settings.CACHES.values()
            if str(c["BACKEND"]).endswith("DatabaseCache")
        }

    def __call__(self, request: ActorRequest) -> HttpResponse:
        def guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            written = WRITE.match(sql)
            if written and not self._may_write(request, written[1]):
                self._refuse(request, written[1])
            return execute(sql, params, many, context)

        with connection.execute_wrapper(guard):
            return self.get_response(request)

    def _refuse(self, request: ActorRequest, table: str) -> None:
        if request.method in ("GET", "HEAD"):
            raise WroteOnGet(f"{request.method} {request.path} wrote to {table}")
        if table != SIGNED_IN and request.actor.has(Role.AUDITOR):
            raise PermissionDenied(READS_ONLY)

    def _may_write(self, request: HttpRequest, table: str) -> bool:
        match = request.resolver_match
        signing_in = match is not None and _from(match.func, SIGN_IN)
        return signing_in or table in self.caches or bool(HOUSEKEEPING.fullmatch(table))
