"""An estate with its assembly; units, owners, who owned what on which day; what owners say is wrong."""

import uuid

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.record.privacy import ROLL, TOLD
from gongzhi.modules.owners.vocabulary import UnitKind


def homes_and_shops() -> list[str]:
    return [UnitKind.FLAT.value, UnitKind.SHOP.value]


class Assembly(models.Model):
    """The owners of an estate as one body, with what their rules of procedure leave to choice.

    `body`: the committee in office, or the preparation group before there is one. `by_area`, `by_heads`: kinds of
    units whose area counts, and whose owners are heads. `notice_days`: never below the regulation's fifteen.
    """

    estate = models.OneToOneField(
        "territory.Estate", on_delete=models.PROTECT, primary_key=True, related_name="assembly"
    )
    body = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, null=True, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    elected_on = models.DateField(null=True, blank=True)
    term_ends = models.DateField(null=True, blank=True)
    filed_on = models.DateField(null=True, blank=True)
    by_area = models.JSONField(default=homes_and_shops)
    by_heads = models.JSONField(default=homes_and_shops)
    unsold_votes = models.BooleanField(default=True)
    notice_days = models.PositiveSmallIntegerField(default=15)
    seats = models.PositiveSmallIntegerField(default=5)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(notice_days__gte=15), name="owners_notice_is_long_enough")
        ]

    def __str__(self) -> str:
        return str(self.estate)


class Unit(models.Model):
    """What a dwelling of the estate's register is. `unsold`: the developer's still, not sold or handed over."""

    dwelling = models.OneToOneField(
        "territory.Dwelling", on_delete=models.PROTECT, primary_key=True, related_name="unit"
    )
    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, related_name="units")
    kind = models.CharField(max_length=8, choices=UnitKind.choices, default=UnitKind.FLAT)
    unsold = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.dwelling.building.name}{self.dwelling.room}"


class Owner(models.Model):
    """Somebody on an estate's roll. `account`: whoever proved to hold the phone that was left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, related_name="owners")
    name = models.CharField(max_length=60)
    phone_sealed = models.BinaryField(null=True)
    phone_index = models.CharField(max_length=64, blank=True)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)

    holds = ROLL.of("name", "phone_sealed", "phone_index", "account", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "name", "phone_index"], name="owners_owner_once_an_estate"
            )
        ]
        indexes = [models.Index(fields=["account"], name="owners_owner_account")]

    def __str__(self) -> str:
        return self.name


class Holding(models.Model):
    """That somebody owned a unit in [since, until). `votes`: of joint owners the one who casts their vote."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="holdings")
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="holdings")
    share = models.CharField(max_length=12, blank=True)
    votes = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "owner"], condition=Q(until__isnull=True), name="owners_holds_once"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(until__isnull=True, votes=True), name="owners_one_voice_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="owners_holding_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.owner}"


class Dispute(models.Model):
    """That an owner says their entry is wrong, and what was answered."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="disputes")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    text = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    office = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    holds = TOLD.of("account", "text", owner="account")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, upheld__isnull=True)
                | Q(answered_at__isnull=False, upheld__isnull=False) & ~Q(answer=""),
                name="owners_a_dispute_is_answered_with_reasons",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.at:%Y-%m-%d}"
