"""Secret addresses at which programs read somebody's calendar: made, found, ended."""

import secrets
from datetime import date, datetime
from uuid import UUID

from gongzhi.kernel.people.actor import ANONYMOUS, Actor
from gongzhi.kernel.people.selectors import actor_of, key_hash

from .models import CalendarAddress


def new_address(*, account: UUID, at: datetime) -> str:
    """Answer a new secret for the account's calendar. It is shown now and never again; one before it ends."""
    raw = secrets.token_urlsafe(32)
    given = {"hash": key_hash(raw), "since": at}
    CalendarAddress.objects.update_or_create(account_id=account, defaults=given)
    return raw


def end_address(*, account: UUID) -> bool:
    """Answer whether there was one to end."""
    return CalendarAddress.objects.filter(account_id=account).delete()[0] > 0


def address_of(account: UUID | None) -> CalendarAddress | None:
    return CalendarAddress.objects.filter(account_id=account).first() if account else None


def holder_of(raw: str, *, on: date) -> Actor:
    """Answer whose calendar a secret opens, with the mandates of that day; ANONYMOUS where it opens none."""
    found = CalendarAddress.objects.filter(hash=key_hash(raw)).select_related("account").first()
    return actor_of(found.account, on) if found else ANONYMOUS
