"""What somebody is told, and what many are still to be told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.models.matter import Reporter
from gongzhi.kernel.record.privacy import PASSING


class Message(models.Model):
    """What somebody is told because of an entry: once an account; without one, once a reporter (by phone).

    `about`: what it leads to, "matter:NUMBER", "meeting:KEY" or "notice:KEY".
    """

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, null=True, blank=True)
    reporter = models.ForeignKey(
        Reporter, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    entry_id = models.BigIntegerField()
    about = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    send_at = models.DateTimeField(
        null=True, blank=True, help_text="when to send it next; null: sent, or given up"
    )
    attempts = models.PositiveSmallIntegerField(default=0)

    holds = PASSING.of("account", "text", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reporter", "entry_id"], name="matters_told_once"),
            models.UniqueConstraint(fields=["account", "entry_id"], name="matters_account_told_once"),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(reporter__isnull=False),
                name="matters_told_to_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["send_at"], name="matters_to_send", condition=Q(send_at__isnull=False)),
            models.Index(fields=["account", "-at", "-id"], name="matters_messages_newest"),
            models.Index(fields=["account"], name="matters_unread", condition=Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text


class Telling(models.Model):
    """That many are still to be told of an entry, batch by batch; `after`: who of them was told last."""

    class To(models.TextChoices):
        FOLLOWERS = "followers", _("关注这个地方的人")
        NEIGHBOURS = "neighbours", _("关注这个地方、住在这里的人")
        RESIDENTS = "residents", _("住在这里的人")
        MEMBERS = "members", _("本组织成员")

    entry_id = models.BigIntegerField(unique=True)
    about = models.CharField(max_length=60)
    text = models.CharField(max_length=300)
    to = models.CharField(max_length=12, choices=To.choices)
    area_code = models.CharField(max_length=15)
    body = models.ForeignKey("bodies.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    send_at = models.DateTimeField()
    after = models.UUIDField(null=True, blank=True)

    holds = PASSING.of("text")

    def __str__(self) -> str:
        return self.text
