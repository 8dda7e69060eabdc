"""Register people, give and end mandates, issue keys; each leaves an entry in the stream of the person."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.people import personal
from gongzhi.kernel.people.models import Account, ApiKey, Following, Mandate, Resident
from gongzhi.kernel.people.selectors import key_hash
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, declare
from gongzhi.kernel.record.services import write
from gongzhi.lib.codes import is_area_code
from gongzhi.lib.identity import identity_number, mask_phone, phone_number

ACCOUNT_REGISTERED = declare(
    RecordType("people.account_registered", gettext_lazy("登记账号：{name}"), frozenset({"name"}))
)
PHONE_VERIFIED = declare(
    RecordType("people.phone_verified", gettext_lazy("验证手机号：{phone}"), frozenset({"phone"}))
)
RESIDENT_REGISTERED = declare(
    RecordType("people.resident_registered", gettext_lazy("登记居民：{name}"), frozenset({"name"}))
)
MANDATE_GRANTED = declare(
    RecordType("people.mandate_granted", gettext_lazy("授权为{title}，范围{area}，自{since}起"))
)
MANDATE_ENDED = declare(
    RecordType("people.mandate_ended", gettext_lazy("自{until}起不再是{title}（范围{area}）：{reason}"))
)
KEY_ISSUED = declare(RecordType("people.key_issued", gettext_lazy("签发接口密钥：{name}（尾号{last_four}）")))


@transaction.atomic
def register_account(
    *,
    username: str,
    name: str,
    password: str | None = None,
    phone: str = "",
    phone_verified: bool = False,
    at: datetime,
    actor: ActorSnapshot,
) -> Account:
    """Open an account; without a password it signs in by phone and code. Raises ValueError for a wrong phone."""
    account = Account(username=username, name=name, phone_verified=phone_verified, registered_at=at)
    account.set_password(password)
    _put_phone(account, phone)
    account.save(force_insert=True)
    write(ACCOUNT_REGISTERED, stream=account.pk, area="", actor=actor, at=at, payload={"name": name})
    return account


@transaction.atomic
def put_phone(*, account: Account, phone: str, verified: bool, at: datetime, actor: ActorSnapshot) -> None:
    """Give an account its phone. Raises ValueError for a wrong number, IntegrityError for one verified elsewhere."""
    _put_phone(account, phone)
    account.phone_verified = verified
    account.save(update_fields=["phone_sealed", "phone_index", "phone_verified"])
    if verified:
        payload = {"phone": mask_phone(phone)}
        write(PHONE_VERIFIED, stream=account.pk, area="", actor=actor, at=at, payload={**payload})


def _put_phone(account: Account, phone: str) -> None:
    number = phone_number(phone) if phone else ""
    account.phone_sealed = personal.seal(number, personal.ACCOUNT_PHONE)
    account.phone_index = personal.index(number, personal.ACCOUNT_PHONE)


@transaction.atomic
def register_resident(
    *,
    name: str,
    identity: str = "",
    phone: str = "",
    area: str = "",
    account: Account | None = None,
    at: datetime,
    actor: ActorSnapshot,
) -> Resident:
    """Register a resident of the community `area`.

    Raises ValueError with a reason in Chinese for a wrong number, IntegrityError for an identity already known.
    """
    number = identity_number(identity) if identity else ""
    mobile = phone_number(phone) if phone else ""
    resident = Resident.objects.create(
        account=account,
        name=name,
        identity_sealed=personal.seal(number, personal.RESIDENT_IDENTITY),
        identity_index=personal.index(number, personal.RESIDENT_IDENTITY),
        phone_sealed=personal.seal(mobile, personal.RESIDENT_PHONE),
        phone_index=personal.index(mobile, personal.RESIDENT_PHONE),
        area_code=area,
        registered_at=at,
    )
    write(RESIDENT_REGISTERED, stream=resident.pk, area=area, actor=actor, at=at, payload={"name": name})
    return resident


@transaction.atomic
def grant_mandate(
    *,
    account: Account,
    role: Role,
    area: str,
    body: str = "",
    since: date,
    until: date | None = None,
    at: datetime,
    actor: ActorSnapshot,
) -> Mandate:
    """Let `account` act as `role` in `area` in [since, until). Raises ValueError for what is no area or period."""
    if not is_area_code(area):
        raise ValueError(_("“{area}”不是行政区划代码。").format(area=area))
    if until is not None and until <= since:
        raise ValueError(_("授权的截止日期应晚于起始日期。"))
    mandate = Mandate.objects.create(
        account=account, role=role, area_code=area, body_code=body, since=since, until=until
    )
    _write_mandate(MANDATE_GRANTED, mandate, at=at, actor=actor)
    return mandate


@transaction.atomic
def end_mandate(*, mandate: Mandate, on: date, reason: str, at: datetime, actor: ActorSnapshot) -> Mandate:
    """End a mandate: from `on` it no longer holds; on its first day or before, it never held.

    Raises ValueError when it has ended by then.
    """
    held = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if held.until is not None and held.until <= on:
        raise ValueError(_("这项授权已于{until}结束。").format(until=held.until.isoformat()))
    held.until = max(on, held.since)
    held.save(update_fields=["until"])
    _write_mandate(MANDATE_ENDED, held, at=at, actor=actor, reason=reason)
    return held


def _write_mandate(
    kind: RecordType, mandate: Mandate, *, at: datetime, actor: ActorSnapshot, reason: str = ""
) -> None:
    payload = {
        "mandate": str(mandate.pk),
        "role": mandate.role,
        "title": str(Role(mandate.role).label),
        "area": mandate.area_code,
        "body": mandate.body_code,
        "since": mandate.since.isoformat(),
        "until": mandate.until.isoformat() if mandate.until else "",
        "reason": reason,
    }
    write(kind, stream=mandate.account_id, area=mandate.area_code, actor=actor, at=at, payload={**payload})


@transaction.atomic
def issue_api_key(
    *,
    account: Account,
    name: str,
    since: date,
    until: date | None = None,
    at: datetime,
    actor: ActorSnapshot,
) -> str:
    """Answer a new key by which a machine acts as `account`. It is shown now and never again."""
    raw = f"gz_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        account=account, name=name, hash=key_hash(raw), last_four=raw[-4:], since=since, until=until
    )
    payload = {"name": name, "last_four": key.last_four}
    write(KEY_ISSUED, stream=account.pk, area="", actor=actor, at=at, payload={**payload})
    return raw


def follow_area(*, account: UUID, area: str, at: datetime) -> bool:
    """Have an account be told what an area makes public; answers whether that is new."""
    _held, new = Following.objects.get_or_create(account_id=account, area_code=area, defaults={"since": at})
    return new


def unfollow_area(*, account: UUID, area: str) -> bool:
    """Answer whether it was followed."""
    gone, _each = Following.objects.filter(account=account, area_code=area).delete()
    return bool(gone)
