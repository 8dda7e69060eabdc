"""Events and webhooks over the API."""

from typing import Annotated
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field

from gongzhi.kernel.record.declarations import TYPES

from .keys import Bearer, actor_of_request, key_of_request
from .models import Subscription
from .webhooks import entries_for, event, subscribe

MOST = 100
Cursor = Annotated[int, Field(ge=0, le=2**62)]
router = Router(auth=Bearer(), tags=["events"])


class Event(Schema):
    type: str
    timestamp: str
    data: dict[str, object]


class Events(Schema):
    """`after`: the cursor of the next page; the same as before where nothing is new."""

    rows: list[Event]
    after: int


class SubscriptionIn(Schema):
    """`kinds`: keys of the record, such as cases.answered; none: all."""

    url: str = Field(max_length=300, pattern=r"^https?://[!-~]+$")
    kinds: list[str] = Field(default_factory=list, max_length=100)


class SubscriptionOut(Schema):
    """`secret` is answered once, with the subscription. `active` false: given up after failures."""

    id: int
    url: str
    kinds: list[str]
    after: int
    active: bool
    failures: int
    error: str
    secret: str = ""


@router.get("/events/", response=Events)
def events(request: HttpRequest, after: Cursor = 0, kind: str = "") -> Events:
    """Answer what was recorded within the key's areas, oldest first, 100 a page."""
    actor = actor_of_request(request)
    kinds = [kind] if kind else []
    found = entries_for(actor, kinds=kinds, areas=actor.scopes, after=after, most=MOST, at=timezone.now())
    return Events(rows=[Event(**event(e)) for e in found], after=found[-1].pk if found else after)


@router.post("/webhooks/", response={201: SubscriptionOut})
def add(request: HttpRequest, given: SubscriptionIn) -> Status[SubscriptionOut]:
    """Subscribe from now on. 422: no such kind, or no such address."""
    try:
        host = urlsplit(given.url).hostname
        urlsplit(given.url).port  # noqa: B018 -- raises for what is no number
    except ValueError:
        host = None
    if not host or not set(given.kinds) <= set(TYPES):
        raise HttpError(422, _("地址不完整，或者没有这种记录。"))
    made, secret = subscribe(
        key=key_of_request(request), actor=actor_of_request(request), url=given.url, kinds=given.kinds,
        at=timezone.now(),
    )  # fmt: skip
    return Status(201, _out(made, secret))


@router.get("/webhooks/", response=list[SubscriptionOut])
def mine(request: HttpRequest) -> list[SubscriptionOut]:
    return [_out(one) for one in Subscription.objects.filter(key=key_of_request(request)).order_by("pk")]


@router.delete("/webhooks/{pk}", response={204: None})
def end(request: HttpRequest, pk: int) -> Status[None]:
    _one(request, pk).delete()
    return Status(204, None)


@router.post("/webhooks/{pk}/resume", response=SubscriptionOut)
def resume(request: HttpRequest, pk: int, after: Cursor | None = None) -> SubscriptionOut:
    """Take one up again that was given up; with `after`, from that cursor on: what came since is sent once more."""
    one = _one(request, pk)
    one.failures, one.error, one.next_at = 0, "", timezone.now()
    one.after = one.after if after is None else after
    one.save(update_fields=["failures", "error", "next_at", "after"])
    return _out(one)


def _one(request: HttpRequest, pk: int) -> Subscription:
    mine = Subscription.objects.filter(key=key_of_request(request))
    found = mine.filter(pk=pk).first() if 0 < pk < 2**62 else None
    if found is None:
        raise HttpError(404, _("没有找到。"))
    return found


def _out(one: Subscription, secret: str = "") -> SubscriptionOut:
    return SubscriptionOut(
        id=one.pk,
        url=one.url,
        kinds=one.kinds,
        after=one.after,
        active=one.next_at is not None,
        failures=one.failures,
        error=one.error,
        secret=secret,
    )
