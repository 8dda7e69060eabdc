"""What a committee answers for: its seal, its audits, what it hands over, what it was ordered to put right."""

from django.db import models
from django.db.models import Q

from gongzhi.kernel.record.privacy import OFFICE
from gongzhi.modules.owners.vocabulary import AuditKind


class SealUse(models.Model):
    """A use of the committee's seal: asked for, approved by two others, done with a photo. Only its photo is added."""

    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, related_name="seal_uses")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200)
    document = models.CharField(max_length=200)
    copies = models.PositiveSmallIntegerField(default=1)
    asked_by = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()
    photo = models.CharField(max_length=64, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    holds = OFFICE.of("asked_by", "photo", owner="asked_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["estate", "number"], name="owners_seal_number_once"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | ~Q(photo=""), name="owners_a_used_seal_has_a_photo"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.purpose}"


class Approval(models.Model):
    """What one member of the committee says to a use of the seal."""

    use = models.ForeignKey(SealUse, on_delete=models.PROTECT, related_name="approvals")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    office = models.CharField(max_length=160)
    agrees = models.BooleanField()
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    holds = OFFICE.of("account", "reason", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use", "account"], name="owners_approves_once"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(reason=""), name="owners_a_refusal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use} {self.agrees}"


class Audit(models.Model):
    """A report on the committee's money, public with its file."""

    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, related_name="audits")
    kind = models.CharField(max_length=8, choices=AuditKind.choices)
    year = models.PositiveSmallIntegerField()
    auditor = models.CharField(max_length=120)
    publication = models.OneToOneField("publications.Publication", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class Handover(models.Model):
    """Papers and money that go from one committee to the next. `giver`, `taker`: the bodies."""

    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, related_name="handovers")
    giver = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.estate} {self.at:%Y-%m-%d}"


class HandoverLine(models.Model):
    """One thing of a handover, ticked by whoever gives it and whoever takes it."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    given_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "number"], name="owners_handover_line_once")
        ]

    def __str__(self) -> str:
        return self.title


class Order(models.Model):
    """That the subdistrict has a committee put something right, and what it reported."""

    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, related_name="owners_orders")
    reason = models.TextField()
    office = models.CharField(max_length=160)
    at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.reason[:60]
