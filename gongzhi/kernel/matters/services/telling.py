"""Tell many: noted with the act, done by the worker in batches, so that no request waits for fifteen thousand rows."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.matters.models import Telling
from gongzhi.kernel.matters.services.messages import LONGEST, tell_accounts
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.codes import after

DIGEST_HOUR = 18  # what is good to know reaches the phone once a day, when people are home
BATCH = 500


def tell_many(
    *,
    entry: Entry,
    about: str,
    text: str,
    to: Telling.To,
    area_code: str,
    body: Organisation | None = None,
    at: datetime,
    daily: bool = True,
) -> None:
    """Note that many are to be told. `daily`: on the phone with whatever else there is that day, else at once."""
    Telling.objects.create(
        entry_id=entry.pk,
        about=about,
        text=text[:LONGEST],
        to=to,
        area_code=area_code,
        body=body,
        at=at,
        send_at=next_digest(at) if daily else at,
    )


def next_digest(at: datetime) -> datetime:
    day = timezone.localtime(at).replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return day if day > at else day + timedelta(days=1)


def spread(*, at: datetime, most: int = 50) -> int:
    """Tell the next batch of those who are still to be told of at most `most` things; answers of how many.

    Killed in between, a batch is told anew: who was told before is told once.
    """
    waiting = Telling.objects.filter(at__lte=at).order_by("pk").values_list("pk", flat=True)
    return sum(_spread_one(pk) for pk in list(waiting[:most]))


@transaction.atomic
def _spread_one(pk: int) -> int:
    telling = Telling.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if telling is None:  # another worker has it
        return 0
    batch = list(_rest(telling).values_list("pk", flat=True)[:BATCH])
    tell_accounts(
        batch,
        entry_id=telling.entry_id,
        about=telling.about,
        text=telling.text,
        at=telling.at,
        send_at=telling.send_at,
    )
    if len(batch) < BATCH:
        telling.delete()
    else:
        telling.after = batch[-1]
        telling.save(update_fields=["after"])
    return 1


def _rest(telling: Telling) -> QuerySet[Account]:
    found = _those(telling).filter(is_active=True)
    return (found.filter(pk__gt=telling.after) if telling.after else found).order_by("pk")


def _those(telling: Telling) -> QuerySet[Account]:
    """Answer whom it is for; who moved in or began to follow since is not among the followers."""
    here = {"area_code__gte": telling.area_code, "area_code__lt": after(telling.area_code)}
    living = {f"resident__{column}": code for column, code in here.items()}
    if telling.to == Telling.To.RESIDENTS:
        return Account.objects.filter(**living)
    if telling.to == Telling.To.MEMBERS:
        seats = Seat.objects.filter(
            in_force(timezone.localdate(telling.at)), post__organisation=telling.body, account__isnull=False
        )
        return Account.objects.filter(pk__in=seats.values("account"))
    followers = Account.objects.filter(
        following__area_code=telling.area_code, following__since__lte=telling.at
    )
    return followers.filter(**living) if telling.to == Telling.To.NEIGHBOURS else followers
