"""Meetings: who belonged to them that day, who came, what was moved, how the votes fell.

What a meeting decided is fixed with its end: the database refuses to change it (migrations 0004).
"""

import secrets
import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.models.matter import Matter
from gongzhi.kernel.record.privacy import OFFICE

SIGN_IN = timedelta(hours=2)  # people come early; a day before nobody can have come


def _key() -> str:
    return secrets.token_hex(16)


class Meeting(models.Model):
    """A meeting that decides about a matter by a rule of `lib.majority`.

    `members`: how many belong to it; of a meeting called by name it is the number of its attendees. `by_count`: of
    an assembly of everybody hands are counted, nobody is called. `key` makes the code that is shown in the room.
    """

    class State(models.TextChoices):
        CALLED = "called", _("已通知")
        OPEN = "open", _("进行中")
        CLOSED = "closed", _("已结束")
        CANCELLED = "cancelled", _("已取消")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="meetings")
    decision = models.CharField(max_length=40)
    rule = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    place = models.CharField(max_length=120)
    starts_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    urgent = models.CharField(max_length=200, blank=True, help_text="why it was called at short notice")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CALLED)
    by_count = models.BooleanField(default=False)
    members = models.PositiveIntegerField()
    counted = models.PositiveIntegerField(default=0, help_text="present on paper, where hands are counted")
    key = models.CharField(max_length=32, default=_key)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(blank=True)
    valid = models.BooleanField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)
    judged = models.JSONField(default=dict, help_text="the numbers that the rule was applied to, and its own")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state__in=["called", "open"]), name="matters_one_live_meeting"
            ),
            models.CheckConstraint(
                condition=Q(passed__isnull=True) | Q(passed=False) | Q(valid=True),
                name="matters_nothing_passes_an_invalid_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def opens_at(self) -> datetime:
        """From when on people may sign in."""
        return self.starts_at - SIGN_IN


class Attendee(models.Model):
    """Somebody who belongs to a meeting; `signed_at`: they came. Of an assembly: a resident who signed in."""

    class Means(models.TextChoices):
        CODE = "code", _("本人扫码")
        SHEET = "sheet", _("签到表")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=60)
    capacity = models.CharField(max_length=60)
    representative = models.BooleanField(default=False)
    woman = models.BooleanField(default=False)
    signed_at = models.DateTimeField(null=True, blank=True)
    means = models.CharField(max_length=8, choices=Means.choices, blank=True)

    holds = OFFICE.of("account", "name", "woman", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "account"], name="matters_attends_once"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(means=""), name="matters_signed_by_some_means"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Motion(models.Model):
    """What is put to the vote. The decisive one settles the step; others are kept beside it.

    `secret`: ballots are counted and nobody's choice is kept. Counts of votes by name follow from `Vote`.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="motions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    secret = models.BooleanField(default=False)
    decisive = models.BooleanField(default=False)
    yes = models.PositiveIntegerField(default=0)
    no = models.PositiveIntegerField(default=0)
    abstain = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="matters_motion_number_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(decisive=True), name="matters_one_decisive_motion"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("opened_at")),
                name="matters_motion_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """That an attendee voted on a motion, once, on screen or on paper; how, only where voting is by name."""

    class Choice(models.TextChoices):
        YES = "yes", _("同意")
        NO = "no", _("反对")
        ABSTAIN = "abstain", _("弃权")

    motion = models.ForeignKey(Motion, on_delete=models.CASCADE, related_name="votes")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="votes")
    choice = models.CharField(max_length=8, choices=Choice.choices, blank=True)
    means = models.CharField(max_length=8, choices=Attendee.Means.choices)
    at = models.DateTimeField()

    holds = OFFICE.of("attendee", "choice", owner="attendee__account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["motion", "attendee"], name="matters_votes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id} ← {self.attendee_id}"


class Speech(models.Model):
    """What somebody said, in the order in which they spoke."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="speeches")
    speaker = models.CharField(max_length=60)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()

    holds = OFFICE.of("speaker", "text")

    def __str__(self) -> str:
        return f"{self.speaker}：{self.text[:40]}"
