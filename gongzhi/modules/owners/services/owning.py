"""Who owns what: entries corrected with a reason, disputed and answered; a flat sold; accounts linked by phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people import personal
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.people.selectors import account_of_phone
from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.identity import phone_number
from gongzhi.lib.workdays import due
from gongzhi.modules.owners.models import Assembly, Dispute, Holding, Owner, Unit
from gongzhi.modules.owners.procedures.judging import square_metres
from gongzhi.modules.owners.procedures.laws import DISPUTE_TERM
from gongzhi.modules.owners.vocabulary import ANSWERED, ANSWERS, CORRECTED, DISPUTED, SOLD

from .standing import account_of, as_keeper, as_owner, hold, note
from .succeeding import revoice, succeed

UPHELD, REJECTED = gettext_lazy("成立"), gettext_lazy("不成立")
PHONE = "owners_owner.phone_sealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An owner as they are given in; the first of several casts their vote."""

    name: str
    phone: str = ""
    share: str = ""


def owner_of(assembly: Assembly, name: str, phone: str) -> Owner:
    """Answer the estate's owner of that name and phone, made when new. Raises ValueError for a wrong phone."""
    number = phone_number(phone) if phone else ""
    owner, _new = Owner.objects.get_or_create(
        estate=assembly.estate,
        name=name,
        phone_index=personal.index(number, PHONE),
        defaults={"phone_sealed": personal.seal(number, PHONE), "account": account_of_phone(number)},
    )
    return owner


def phone_of(owner: Owner) -> str:
    return personal.opened(owner.phone_sealed, PHONE)


@transaction.atomic
def link(*, account: Account) -> int:
    """Give an account the entries that were left with the phone it proved to hold. Answers how many are new."""
    if not account.phone_verified:
        return 0
    number = personal.opened(account.phone_sealed, personal.ACCOUNT_PHONE)
    found = Owner.objects.filter(account=None, phone_index=personal.index(number, PHONE), phone_index__gt="")
    return found.update(account=account)


def link_verified(*, entry: Entry, at: datetime) -> None:
    """Whoever proves a phone gets the entries that were left with it."""
    link(account=Account.objects.get(pk=entry.stream))


def held_unit(pk: int) -> tuple[Assembly, Unit]:
    """Hold a unit's estate. Raises Refused for none."""
    unit = Unit.objects.select_related("dwelling__building", "estate").filter(pk=pk).first()
    if unit is None:
        raise Refused(_("名册上没有这套房屋。"))
    return hold(unit.estate_id), unit


@transaction.atomic
def correct(
    *, unit: int, area: int | None = None, kind: str = "", unsold: bool | None = None, reason: str, actor: Actor,
    at: datetime,
) -> Unit:  # fmt: skip
    """Correct what a unit is; `area` in 0.01 m². What stood there before stays in the record. Raises Refused."""
    assembly, held = held_unit(unit)
    by = as_keeper(actor, assembly, at)
    if not reason.strip():
        raise Refused(_("请写明更正的理由和依据。"))
    changed = []
    if area and area != held.dwelling.floor_area:
        changed.append(
            _("面积{old}㎡改为{new}㎡").format(
                old=square_metres(held.dwelling.floor_area), new=square_metres(area)
            )
        )
        held.dwelling.floor_area = area
        held.dwelling.save(update_fields=["floor_area"])
    if kind and kind != held.kind:
        changed.append(_("类型"))
        held.kind = kind
    if unsold is not None and unsold != held.unsold:
        changed.append(_("是否未售"))
        held.unsold = unsold
    if not changed:
        raise Refused(_("没有改动。"))
    held.save(update_fields=["kind", "unsold"])
    note(CORRECTED, assembly, by, at=at, room=str(held), what="、".join(changed), reason=reason)
    return held


@transaction.atomic
def name_voice(*, unit: int, owner: UUID, actor: Actor, at: datetime) -> None:
    """Let another of the joint owners cast their vote, also in one that runs, unless it was cast.

    They have one vote for all that they own together: the voice is one for all of it. Raises Refused for whoever is
    none of them.
    """
    assembly, held = held_unit(unit)
    by = as_keeper(actor, assembly, at)
    now = held.holdings.filter(until__isnull=True)
    if not now.filter(owner=owner).exists():
        raise Refused(_("只能由现在的共有人之一行使表决权。"))
    owners = set(now.values_list("owner", flat=True))
    for one in owned_together(held, owners):
        held_now = one.holdings.filter(until__isnull=True)
        held_now.filter(votes=True).update(votes=False)
        held_now.filter(owner=owner).update(votes=True)
    note(ANSWERS, assembly, by, at=at, room=str(held))
    revoice(unit=held, by=by, at=at)


def owned_together(unit: Unit, owners: set[UUID]) -> list[Unit]:
    """Answer the units that exactly these own together today."""
    found = Unit.objects.filter(estate=unit.estate_id, holdings__owner__in=owners).distinct()
    now = Prefetch("holdings", Holding.objects.filter(until__isnull=True), to_attr="now")
    return [u for u in found.prefetch_related(now) if {h.owner_id for h in u.now} == owners]


@transaction.atomic
def sell(
    *, unit: int, buyers: Sequence[Person], since: date, reason: str = "", actor: Actor, at: datetime
) -> Unit:
    """Enter that a unit has other owners from `since` on. A vote already cast stands; else the buyers vote.

    Raises Refused for a day before the present owners', for one to come, and without a buyer.
    """
    assembly, held = held_unit(unit)
    by = as_keeper(actor, assembly, at)
    now = list(held.holdings.filter(until__isnull=True).select_related("owner"))
    if not buyers:
        raise Refused(_("请写明新业主。"))
    if since > timezone.localdate(at) or any(since < h.since for h in now):
        raise Refused(_("转让日期应在现业主取得之后，并且不晚于今天。"))
    for holding in now:
        holding.until = since
        holding.save(update_fields=["until"])
    _settle(assembly, held, buyers, since)
    entry = note(SOLD, assembly, by, at=at, room=str(held), since=since.isoformat(), reason=reason)
    succeed(unit=held, entry=entry, by=by, at=at)
    return held


def _settle(assembly: Assembly, unit: Unit, buyers: Sequence[Person], since: date) -> None:
    for place, person in enumerate(buyers):
        try:
            owner = owner_of(assembly, person.name, person.phone)
        except ValueError as wrong:
            raise Refused(str(wrong)) from wrong
        if unit.holdings.filter(owner=owner, until__isnull=True).exists():
            raise Refused(_("同一名业主写了两次。"))
        Holding.objects.create(unit=unit, owner=owner, share=person.share[:12], votes=not place, since=since)
    if unit.unsold:
        unit.unsold = False
        unit.save(update_fields=["unsold"])


def owns(actor: Actor, unit: Unit) -> bool:
    now = unit.holdings.filter(until__isnull=True)
    return actor.uuid is not None and now.filter(owner__account=actor.uuid).exists()


@transaction.atomic
def dispute(*, unit: int, text: str, actor: Actor, at: datetime) -> Dispute:
    """Say that the entry of one's own unit is wrong. Raises Refused for others, and while one is open."""
    assembly, held = held_unit(unit)
    if not owns(actor, held):
        raise Refused(_("只能对自己房屋的登记提出异议。"))
    if not text.strip():
        raise Refused(_("请写明哪里不对。"))
    if held.disputes.filter(answered_at__isnull=True).exists():
        raise Refused(_("这套房屋已有一件异议在处理。"))
    until = due(at, DISPUTE_TERM, calendar()).at
    made = Dispute.objects.create(unit=held, account_id=account_of(actor), text=text, at=at, due_at=until)
    day = timezone.localtime(until).date().isoformat()
    note(DISPUTED, assembly, as_owner(actor), at=at, room=str(held), due=day, text=text)
    return made


@transaction.atomic
def answer(*, dispute: Dispute, upheld: bool, text: str, actor: Actor, at: datetime) -> Dispute:
    """Answer a dispute with reasons, once. What is upheld is then corrected or entered as a sale."""
    held = Dispute.objects.select_for_update(of=("self",)).select_related("unit").get(pk=dispute.pk)
    assembly, unit = held_unit(held.unit_id)
    by = as_keeper(actor, assembly, at)
    if held.answered_at is not None or not text.strip():
        raise Refused(_("请写明理由；已经答复的不再改动。"))
    if str(held.account_id) == actor.account:
        raise Refused(_("自己提出的异议，不能由自己答复。"))
    held.upheld, held.answer, held.answered_at, held.office = upheld, text, at, by.office
    held.save()
    outcome = official(UPHELD if upheld else REJECTED)
    note(ANSWERED, assembly, by, at=at, room=str(unit), outcome=outcome, answer=text)
    return held
