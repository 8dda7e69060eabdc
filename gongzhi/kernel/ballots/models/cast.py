"""What was cast on screens and by name, and what of it does not count."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ballots.models.poll import Credential, Poll, Voter
from gongzhi.kernel.record.privacy import OFFICE, ROLL


class Ballot(models.Model):
    """An encrypted ballot as it was acknowledged. Of one voter's the last counts; all stay on the board."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots")
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="ballots")
    credential = models.ForeignKey(Credential, on_delete=models.PROTECT, related_name="+")
    tracker = models.CharField(max_length=64)
    text = models.TextField()
    at = models.DateTimeField()
    entry_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "tracker"], name="ballots_ballot_once")]

    def __str__(self) -> str:
        return self.tracker


class Withdrawal(models.Model):
    """That a voter's ballots on the screen do not count, and why: they have voted on paper."""

    voter = models.OneToOneField(Voter, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField(max_length=400)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class NamedVote(models.Model):
    """A vote by name: `answers` as the questions go, [[0 or 1 for each answer] …], [] for a blank one."""

    class Means(models.TextChoices):
        SCREEN = "screen", _("本人在线")
        PAPER = "paper", _("书面表决票")
        DOOR = "door", _("上门征求")

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="named_votes")
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="named_votes")
    answers = models.JSONField()
    means = models.CharField(max_length=8, choices=Means.choices)
    file = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the photo of the signed ballot")
    at = models.DateTimeField()

    holds = ROLL.of("voter", "answers", "file", owner="voter__account")

    def __str__(self) -> str:
        return f"{self.voter} {self.means}"


class Disputed(models.Model):
    """That a paper vote was entered wrongly, in the opinion of one person; it counts until a second one agrees."""

    vote = models.OneToOneField(NamedVote, on_delete=models.PROTECT, related_name="disputed")
    reason = models.CharField(max_length=400)
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    holds = OFFICE.of("by")

    def __str__(self) -> str:
        return self.reason

    @property
    def agreed(self) -> "SetAside | None":
        return getattr(self.vote, "set_aside", None)


class SetAside(models.Model):
    """That a second person agrees: the vote as it was entered does not count, its voter is free to vote."""

    vote = models.OneToOneField(NamedVote, on_delete=models.PROTECT, related_name="set_aside")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    holds = OFFICE.of("account", owner="account")

    def __str__(self) -> str:
        return self.office
