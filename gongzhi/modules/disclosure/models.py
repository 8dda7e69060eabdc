"""Whose finances are busy, the amounts of a publication, complaints. Duties and publications lie in the kernel."""

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.record.privacy import TOLD

from .vocabulary import Side


class Busy(models.Model):
    """That a community has so many receipts and payments that it publishes them monthly, in [since, until)."""

    area_code = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code"], condition=Q(until__isnull=True), name="disclosure_busy_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="disclosure_busy_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.since}"


class Amount(models.Model):
    """One line of a table of amounts, in fen. Rows are only added (migrations 0002), like the publication itself."""

    publication = models.ForeignKey(
        "publications.Publication", on_delete=models.PROTECT, related_name="amounts"
    )
    place = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8, choices=Side.choices)
    item = models.CharField(max_length=80)
    fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "place"], name="disclosure_one_amount_a_line"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="disclosure_amount_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.fen}"


class Complaint(models.Model):
    """That something was not disclosed, or not truly: said by a resident to the township, verified within a term."""

    area_code = models.CharField(max_length=12)
    township_code = models.CharField(max_length=9)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    publication = models.ForeignKey(
        "publications.Publication", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    at = models.DateTimeField()
    due_on = models.DateField()
    founded = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    office = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    holds = TOLD.of("account", "text", owner="account")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, founded__isnull=True)
                | Q(decided_at__isnull=False, founded__isnull=False) & ~Q(answer=""),
                name="disclosure_a_complaint_is_answered",
            )
        ]
        indexes = [
            models.Index(fields=["township_code", "due_on"], name="disclosure_complaint_due"),
            models.Index(fields=["account", "-at"], name="disclosure_complaint_mine"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
