"""The HTTP API: one document, each module's router under its name, and what holds for every operation of them."""

import time
from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from . import events, tokens
from .limits import allowance
from .problems import MEDIA, SCHEMA, problem, tell_problems

Answer = Callable[..., HttpResponse]
SENDERS_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "maxLength": 80},
    "description": "The sender's own key of this call: sent twice, it is done once.",
}


class MachineAPI(NinjaAPI):
    """An API whose document says what each operation has in common."""

    def get_openapi_schema(self, **more: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**more)
        schema["components"].setdefault("schemas", {})["Problem"] = SCHEMA
        told = {
            "description": "RFC 9457",
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for operations in schema["paths"].values():
            for method, operation in operations.items():
                operation["responses"].setdefault("default", told)
                if method == "post" and operation.get("security"):
                    operation["parameters"] = [*operation.get("parameters", []), SENDERS_KEY]
        return schema


def machine_api(routers: Iterable[tuple[str, Router]]) -> NinjaAPI:
    """Answer the API with the modules' routers; a refused act is 409 with its reason."""
    api = MachineAPI(title="gongzhi 共治", version="1", urls_namespace="api", docs_url=None)
    api.add_decorator(_courteous, mode="view")
    api.add_router("/oauth/", tokens.router)
    api.add_router("", events.router)
    for slug, router in routers:
        api.add_router(f"/{slug}/", router)
    tell_problems(api)
    return api


def _courteous(run: Answer) -> Answer:
    """Count calls, and spare whoever has the newest answer already its body (ETag, If-None-Match)."""

    @wraps(run)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        left = allowance(request, now=time.time())
        if left.spent:
            said = _("调用太频繁，请在{n}秒后再试。").format(n=left.wait)
            return left.tell(problem(429, said))
        found = run(request, **named)
        if request.method == "GET" and found.status_code == 200:
            etag = f'"{sha256(found.content).hexdigest()[:32]}"'
            found["ETag"] = etag
            found = get_conditional_response(request, etag=etag, response=found) or found
        return left.tell(found)

    return answer
