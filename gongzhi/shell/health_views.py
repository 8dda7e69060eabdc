"""What machines of the operator ask: does it live, may it be asked, how does it do."""

import hmac
import shutil
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongzhi.kernel.people.audience import audience
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.shell.metrics import exposition

FORMAT = "text/plain; version=0.0.4; charset=utf-8"
ROOM = 256 * 1024 * 1024  # bytes that must be free for what people hand in
NEAR = ("127.0.0.1", "::1", "")


@audience(Audience.MACHINE)
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """200: the process answers. Asks nothing of the database; when this fails, start the process again."""
    return JsonResponse({"live": True})


@audience(Audience.MACHINE)
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and there is room for files, else 503: send nobody here for now."""
    found = {"database": "ok", "room": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        found["database"] = "unreachable"
    if shutil.disk_usage(settings.GONGZHI_HOME).free < ROOM:
        found["room"] = "short"
    fine = set(found.values()) == {"ok"}
    return JsonResponse(found, status=HTTPStatus.OK if fine else HTTPStatus.SERVICE_UNAVAILABLE)


@audience(Audience.MACHINE)
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus' text format: for whoever knows GONGZHI_METRICS_KEY; without one, for this machine only."""
    if not _may_read(request):
        raise PermissionDenied
    return HttpResponse(exposition(timezone.now()), content_type=FORMAT)


def _may_read(request: HttpRequest) -> bool:
    if key := settings.METRICS_KEY:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), key.encode())
    passed_on = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not passed_on and request.META.get("REMOTE_ADDR", "") in NEAR
