"""A bearer key or token stands for an account with mandates; what a machine may do is what they allow."""

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import ApiKey
from gongzhi.kernel.people.selectors import actor_of_key, key_hash

from .tokens import actor_of_token


class Bearer(HttpBearer):
    """`Authorization: Bearer KEY`, or a token made from one. What does not hold today is answered with 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        today = timezone.localdate()
        if ":" in token:
            actor, digest = actor_of_token(token, today)
        else:
            actor, digest = actor_of_key(token, today), key_hash(token)
        request.key_hash = digest  # type: ignore[attr-defined]
        return actor if actor.known else None


def actor_of_request(request: HttpRequest) -> Actor:
    return cast(Actor, request.auth)  # type: ignore[attr-defined]


def key_of_request(request: HttpRequest) -> ApiKey:
    """Answer the key itself; of a token, the one that it was made from."""
    return ApiKey.objects.get(hash=request.key_hash)  # type: ignore[attr-defined]


def senders_key(request: HttpRequest) -> str:
    """Answer the sender's own key of a call (Idempotency-Key), or ''. Who writes keeps it with what is written."""
    return request.headers.get("Idempotency-Key", "")[:80]
