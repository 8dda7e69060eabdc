"""OAuth2 client credentials (RFC 6749, 4.4): a key is changed for a token of a few minutes, narrowed to a mandate.

The token is signed, not stored. It stands for its key: when that ends, or a mandate does, so does what it may.
"""

from datetime import date

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from ninja import Form, Router, Schema

from gongzhi.kernel.people.actor import ANONYMOUS, Actor
from gongzhi.kernel.people.selectors import actor_of_key, actor_of_key_hash, key_hash

LASTS = 600  # seconds
SALT = "gongzhi.exchange.token"
router = Router(tags=["oauth"])


class Token(Schema):
    """`scope`: the mandates that the token carries, as role:area, separated by spaces."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


class Wrong(Schema):
    error: str


@router.post("/token", response={200: Token, 400: Wrong, 401: Wrong})
def token(
    request: HttpRequest, grant_type: Form[str], client_secret: Form[str], scope: Form[str] = ""
) -> HttpResponse:
    """Change a key for a token. `client_secret` is the key; `client_id` is not needed. `scope` empty: all mandates."""
    actor = actor_of_key(client_secret, timezone.localdate())
    wanted = set(scope.split())
    if grant_type != "client_credentials":
        return _wrong(400, "unsupported_grant_type")
    if not actor.known:
        return _wrong(401, "invalid_client")
    if not wanted <= _scopes(actor):
        return _wrong(400, "invalid_scope")
    granted = sorted(wanted or _scopes(actor))
    signed = signing.dumps({"key": key_hash(client_secret), "scope": granted}, salt=SALT)
    said = {"access_token": signed, "token_type": "Bearer", "expires_in": LASTS, "scope": " ".join(granted)}
    return JsonResponse(said, headers={"Cache-Control": "no-store"})


def _wrong(status: int, error: str) -> HttpResponse:
    return JsonResponse({"error": error}, status=status, headers={"Cache-Control": "no-store"})


def _scopes(actor: Actor) -> set[str]:
    return {f"{grant.role}:{grant.area}" for grant in actor.grants}


def actor_of_token(raw: str, on: date) -> tuple[Actor, str]:
    """Answer as whom the holder of a token acts, and the hash of its key: the mandates of its scope that hold still."""
    try:
        said = signing.loads(raw, salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return ANONYMOUS, ""
    actor = actor_of_key_hash(said["key"], on)
    kept = tuple(g for g in actor.grants if f"{g.role}:{g.area}" in said["scope"])
    return Actor(account=actor.account, name=actor.name, grants=kept), said["key"]
