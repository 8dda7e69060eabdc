"""A copy of what is held about somebody, and the end of an account."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.people.models import Account, ApiKey
from gongzhi.kernel.people.selectors import identity_of, in_force, mandates_of, phone_of, resident_of
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare, official
from gongzhi.kernel.record.holdings import of_account, tables
from gongzhi.kernel.record.models import PersonalField
from gongzhi.kernel.record.privacy import Erasure
from gongzhi.kernel.record.services import erase, write

CLOSED = declare(RecordType("people.account_closed", gettext_lazy("注销账号")))


class StillInOffice(ValueError):
    """Whoever holds a mandate cannot close the account that it is held by."""


def copy_of(account: Account) -> dict[str, Any]:
    """Answer what is held about an account, its own numbers in full (个人信息保护法 2021, article 45)."""
    resident = resident_of(account)
    numbers = {"phone": phone_of(account), "identity": identity_of(resident) if resident else ""}
    return {"numbers": numbers, "tables": of_account(account.pk)}


@transaction.atomic
def close_account(*, account: Account, at: datetime) -> None:
    """Close an account for good: what was given for it is erased, acts remain without the name (article 47).

    What must be kept with a matter, a roll or a vote is kept until its term is over. Raises StillInOffice.
    """
    held = Account.objects.select_for_update().get(pk=account.pk)
    today = timezone.localdate(at)
    if mandates_of(held, today).exclude(role=Role.RESIDENT).exists():
        raise StillInOffice(_("您还有工作授权，账号不能注销。请先请授权单位收回授权。"))
    by = ActorSnapshot(account=str(held.pk), role=Role.RESIDENT, office=official(Role.RESIDENT.label))
    names = PersonalField.objects.filter(entry__stream=held.pk).values_list("name", flat=True)
    erase(stream=held.pk, names=frozenset(names), actor=by, at=at)
    for model, kept in tables():
        if kept.erasure is Erasure.CLOSING and kept.owner and model is not Account:
            model._default_manager.filter(**{kept.owner: held.pk}).delete()
    ApiKey.objects.filter(in_force(today), account=held).update(until=today)
    held.authenticator_set.all().delete()  # type: ignore[attr-defined]
    held.username, held.name, held.is_active = (
        f"closed-{held.pk}",
        official(gettext_lazy("已注销用户")),
        False,
    )
    held.phone_sealed, held.phone_index, held.phone_verified = None, "", False
    held.set_unusable_password()
    held.save()
    write(CLOSED, stream=held.pk, area="", actor=by, at=at, payload={})
