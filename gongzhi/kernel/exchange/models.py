"""Who is told by machine of what is recorded, and whose calendar is read."""

from django.db import models

from gongzhi.kernel.record.privacy import OWN


class Subscription(models.Model):
    """Entries of some kinds, pushed to an address in the order of the record. `after`: the last that arrived there.

    `areas` are those of the mandates it was made by; what a key may read no more is not sent, whatever stands here.
    """

    key = models.ForeignKey("people.ApiKey", models.PROTECT, related_name="subscriptions")
    url = models.CharField(max_length=300)
    kinds = models.JSONField()
    areas = models.JSONField()
    secret_sealed = models.BinaryField()
    after = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(
        null=True, blank=True, help_text="null: given up, until it is taken up again"
    )
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="exchange_due", condition=models.Q(next_at__isnull=False))
        ]

    def __str__(self) -> str:
        return self.url


class CalendarAddress(models.Model):
    """That somebody's calendar is read at a secret address. Only its hash is kept; a new one ends the old."""

    account = models.OneToOneField("people.Account", models.CASCADE, related_name="calendar_address")
    hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()

    holds = OWN.of("account", owner="account")

    def __str__(self) -> str:
        return str(self.account_id)
