"""Accounts, residents, mandates, keys of machines. What is personal is sealed and found by a blind index."""

from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.privacy import OFFICE, OWN, PASSING


class Account(AbstractBaseUser):
    """Who signs in. An account has no rights of its own: mandates give them, for an area and a period.

    A phone counts once it is verified: only then it signs in, and only one account may hold it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, blank=True)
    phone_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()

    holds = OWN.of("username", "name", "phone_sealed", "phone_index", owner="pk")

    USERNAME_FIELD = "username"
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["phone_index"], condition=Q(phone_verified=True), name="people_phone_of_one_account"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Resident(models.Model):
    """A person who lives in `area_code` (their community; '' not known yet), with or without an account."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    account = models.OneToOneField(Account, models.PROTECT, related_name="resident", null=True, blank=True)
    name = models.CharField(max_length=60)
    identity_sealed = models.BinaryField(null=True)
    identity_index = models.CharField(max_length=64, blank=True)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, blank=True, db_index=True)
    area_code = models.CharField(max_length=15, blank=True, db_index=True)
    registered_at = models.DateTimeField()

    holds = OWN.of(
        "account",
        "name",
        "identity_sealed",
        "identity_index",
        "phone_sealed",
        "phone_index",
        "area_code",
        owner="account",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["identity_index"],
                condition=~Q(identity_index=""),
                name="people_identity_of_one_resident",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """A role in an area in [since, until); `until` empty: not ended. Ended on its first day, it never held."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=30, choices=Role.choices)
    area_code = models.CharField(max_length=15)
    body_code = models.CharField(max_length=40, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    holds = OFFICE.of("account", "role", "area_code", owner="account")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="people_mandate_ends_after_it_began",
            )
        ]
        indexes = [
            models.Index(fields=["account", "since"], name="people_mandate_account"),
            models.Index(fields=["role", "area_code"], name="people_mandate_role_area"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.area_code}"


class Following(models.Model):
    """That somebody wants to be told what a community makes public; one's own choice, so the record keeps none."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="following")
    area_code = models.CharField(max_length=15)
    since = models.DateTimeField()

    holds = OWN.of("account", "area_code", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "account"], name="people_follows_an_area_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} → {self.area_code}"


class ApiKey(models.Model):
    """A key by which a machine acts as `account` in [since, until). Only its hash is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=60)
    hash = models.CharField(max_length=64, unique=True)
    last_four = models.CharField(max_length=4)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    holds = OFFICE.of("account", "name", owner="account")

    def __str__(self) -> str:
        return f"{self.name} …{self.last_four}"


class SentForm(models.Model):
    """That a form was taken, and where it led: its key was made with the page. `by`: the account, '' for visitors."""

    key = models.UUIDField()
    by = models.CharField(max_length=40, blank=True)
    leads_to = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(db_index=True)

    holds = PASSING.of("by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "by"], name="people_form_taken_once")]

    def __str__(self) -> str:
        return f"{self.key} → {self.leads_to}"
