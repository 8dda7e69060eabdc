"""Who somebody is today, and residents by what only their papers say."""

from datetime import date
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from gongzhi.kernel.people import personal
from gongzhi.kernel.people.actor import ANONYMOUS, Actor, Grant
from gongzhi.kernel.people.models import Account, ApiKey, Following, Mandate, Resident
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.codes import after
from gongzhi.lib.identity import identity_number, phone_number


def in_force(on: date) -> Q:
    """Answer the condition that a mandate or key holds on `on`."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def mandates_of(account: Account, on: date) -> QuerySet[Mandate]:
    return Mandate.objects.filter(in_force(on), account=account).order_by("area_code", "role")


def mandates_in(under: str, *, role: Role, on: date) -> QuerySet[Mandate]:
    """Answer the mandates of a role at and below an area that hold on `on` or begin later, with their accounts."""
    lasting = Q(until__isnull=True) | Q(until__gt=on)
    found = Mandate.objects.filter(lasting, role=role, area_code__gte=under, area_code__lt=after(under))
    return found.select_related("account").order_by("area_code", "since", "pk")


def lives_elsewhere(account: UUID, area: str) -> bool:
    """Is somebody registered as living in another community? Not: whose home is not known."""
    known = Resident.objects.filter(account_id=account).exclude(area_code="")
    return known.exclude(area_code__gte=area, area_code__lt=after(area)).exists()


def area_at_hand(actor: Actor, *asked: str) -> str:
    """Answer the first of `asked` that the actor may read as an officer, else the first of their areas, else ''."""
    return next((code for code in (*asked, *actor.scopes) if code and actor.reads(code)), "")


def snapshot_by(actor: Actor, grant: Grant) -> ActorSnapshot:
    """Answer what the record keeps of an actor who acts by this mandate."""
    office = f"{full_name(grant.area)} {official(grant.role.label)}"
    return actor.snapshot(role=grant.role, office=office, area=grant.area)


def actor_of(account: AbstractBaseUser | AnonymousUser, on: date) -> Actor:
    """Answer who `account` may act as on `on`, in one query; ANONYMOUS for nobody or a blocked account."""
    if not isinstance(account, Account) or not account.is_active:
        return ANONYMOUS
    grants = tuple(Grant(Role(m.role), m.area_code, m.body_code) for m in mandates_of(account, on))
    return Actor(account=str(account.pk), name=account.name, grants=grants)


def actor_of_key(raw: str, on: date) -> Actor:
    """Answer as whom the holder of an API key acts on `on`; ANONYMOUS for a key that does not hold."""
    return actor_of_key_hash(key_hash(raw), on)


def actor_of_key_hash(digest: str, on: date) -> Actor:
    """Answer the same where only what is kept of the key is at hand."""
    key = ApiKey.objects.filter(in_force(on), hash=digest).select_related("account").first()
    return actor_of(key.account, on) if key else ANONYMOUS


def key_hash(raw: str) -> str:
    """Answer what is kept of a key. Keys are long and random: a plain hash is enough."""
    return sha256(raw.encode()).hexdigest()


def resident_of(account: Account) -> Resident | None:
    return Resident.objects.filter(account=account).first()


def follows(account: UUID | None, area: str) -> bool:
    """Does an account want to be told what an area makes public? Of nobody: no, without a query."""
    return account is not None and Following.objects.filter(account=account, area_code=area).exists()


def find_resident(*, identity: str = "", phone: str = "") -> QuerySet[Resident]:
    """Answer residents by number, through the blind index. A phone may be shared in a family; an identity never.

    Raises ValueError with a reason in Chinese for a number that cannot be one, or when none is given.
    """
    if identity:
        place = personal.RESIDENT_IDENTITY
        return Resident.objects.filter(identity_index=personal.index(identity_number(identity), place))
    place = personal.RESIDENT_PHONE
    return Resident.objects.filter(phone_index=personal.index(phone_number(phone), place))


def account_of_phone(phone: str) -> Account | None:
    """Answer the account that proved to hold this phone."""
    try:
        index = personal.index(phone_number(phone), personal.ACCOUNT_PHONE)
    except ValueError:
        return None
    return Account.objects.filter(phone_index=index, phone_verified=True).first()


def find_account(text: str) -> Account | None:
    """Answer the account in use with this username, else the one that proved to hold this phone."""
    named = Account.objects.filter(username=text.strip()).first() or account_of_phone(text)
    return named if named and named.is_active else None


def phone_of(account: Account) -> str:
    return personal.opened(account.phone_sealed, personal.ACCOUNT_PHONE)


def identity_of(resident: Resident) -> str:
    return personal.opened(resident.identity_sealed, personal.RESIDENT_IDENTITY)
