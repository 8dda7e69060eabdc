"""A page on which something secret is typed: its browser runs, loads and sends nothing but of and to this site."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# WebAssembly encrypts ballots, in a worker. In Chromium a worker is ruled by the policy of its own file alone, and
# needs no leave; where it inherits the page's, the page must give it. Text is never run as script.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "connect-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def confined(view: View) -> View:
    """Mark a view whose pages a browser confines to this site and keeps in no cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = POLICY
        response["Cache-Control"] = "no-store"
        return response

    return guarded  # type: ignore[return-value]
