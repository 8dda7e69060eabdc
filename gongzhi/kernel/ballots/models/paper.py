"""Paper: where it is handed out and to whom, what was counted of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ballots.models.poll import Poll, Voter
from gongzhi.kernel.record.privacy import OFFICE


class Station(models.Model):
    """Where people vote on paper: a hall with a booth, a box that is carried, from door to door."""

    class Kind(models.TextChoices):
        HALL = "hall", _("投票站")
        BOX = "box", _("流动票箱")

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="stations")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.HALL)
    name = models.CharField(max_length=60)
    extract = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the extract of the roll it works with"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "name"], name="ballots_station_once")]

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """That a voter was handed a paper ballot at a station. `at`: by the station's clock; `received_at`: by ours.

    `agent`: who voted for them with a written proxy. Two marks of one voter, or a mark and a ballot on the screen,
    are a conflict: shown, and settled by a decision.
    """

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="marks")
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="marks")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="marks")
    agent = models.ForeignKey(Voter, on_delete=models.PROTECT, null=True, blank=True, related_name="acts_for")
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    batch = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file it came in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voter", "station"], name="ballots_marked_once_a_station")
        ]

    def __str__(self) -> str:
        return f"{self.voter} @ {self.station}"


class Erased(models.Model):
    """That a mark was made by mistake, and why; it does not count."""

    mark = models.OneToOneField(Mark, on_delete=models.PROTECT, related_name="erased")
    reason = models.CharField(max_length=400)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class Upheld(models.Model):
    """That a mark stands although its agent should not have voted for somebody else, and why."""

    mark = models.OneToOneField(Mark, on_delete=models.PROTECT, related_name="upheld")
    reason = models.CharField(max_length=400)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class Sheet(models.Model):
    """The counted protocol of a station: `counts` as the questions go, [[votes for each answer] …], blanks apart.

    A later version corrects the one before and says why. It counts once a second person has confirmed it.
    """

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="sheets")
    version = models.PositiveSmallIntegerField(default=1)
    issued = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    invalid = models.PositiveIntegerField()
    blank = models.JSONField()
    counts = models.JSONField()
    tellers = models.CharField(max_length=200)
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    at = models.DateTimeField()

    holds = OFFICE.of("tellers", "by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "version"], name="ballots_sheet_version_once"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="ballots_a_correction_says_why"
            ),
            models.CheckConstraint(
                condition=Q(returned__lte=models.F("issued")), name="ballots_no_more_back_than_handed_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.version}"


class Confirmation(models.Model):
    """That a second person looked at a protocol and agrees."""

    sheet = models.OneToOneField(Sheet, on_delete=models.PROTECT, related_name="confirmation")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    holds = OFFICE.of("account", owner="account")

    def __str__(self) -> str:
        return self.office
