"""The HTTP API: one document, each module's router under its name."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Router

from gongzhi.kernel.matters.errors import Refused


def machine_api(routers: Iterable[tuple[str, Router]]) -> NinjaAPI:
    """Answer the API with the modules' routers; a refused act is 409 with its reason."""
    api = NinjaAPI(title="gongzhi 共治", version="1", urls_namespace="api", docs_url=None)
    for slug, router in routers:
        api.add_router(f"/{slug}/", router)

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, why: Refused) -> HttpResponse:
        return api.create_response(request, {"detail": str(why)}, status=409)

    return api
