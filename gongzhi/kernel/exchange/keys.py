"""A bearer key stands for an account with mandates; what a machine may do is what they allow."""

from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import actor_of_key


class Bearer(HttpBearer):
    """`Authorization: Bearer KEY`. A key that does not hold today is answered with 401."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_of_key(token, timezone.localdate())
        return actor if actor.known else None


def actor_of_request(request: HttpRequest) -> Actor:
    return cast(Actor, request.auth)  # type: ignore[attr-defined]
