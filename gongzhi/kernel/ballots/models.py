"""Polls and their rolls; keys and credentials; ballots, marks of who voted on paper, counts; archives.

Rows of what was cast, struck, counted and decrypted are only added: the database refuses to change them
(migrations 0002). What turns out wrong is set aside by a row of its own that says why.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Poll(models.Model):
    """One vote of one roll. `questions`: [{question, answers, min, max, blank}], as Belenios has them.

    `schemes`: by what is counted ('person', 'area'); one archive each. `election` and `trustees` are the files of
    the format, fixed when the poll opens. `group` '' and `secret` False: votes by name, which everybody can count.
    """

    class Group(models.TextChoices):
        ED25519 = "Ed25519", "Ed25519"
        BELENIOS_2048 = "BELENIOS-2048", "BELENIOS-2048"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="polls")
    key = models.CharField(max_length=40, help_text="the piece of the procedure that this is a run of")
    number = models.PositiveSmallIntegerField(
        help_text="the how many-th of its key: a second round is the second"
    )
    area_code = models.CharField(max_length=15)
    title = models.CharField(max_length=120)
    secret = models.BooleanField()
    group = models.CharField(max_length=20, choices=Group.choices, blank=True)
    questions = models.JSONField()
    schemes = models.JSONField()
    threshold = models.PositiveSmallIntegerField(default=0, help_text="0: every holder of a key is needed")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField(null=True, blank=True)
    election = models.TextField(blank=True)
    trustees = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "key", "number"], name="ballots_poll_once"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=models.F("opens_at")), name="ballots_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(secret=False) | ~Q(group=""), name="ballots_secret_needs_a_group"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Voter(models.Model):
    """An entry of the roll. `weights`: what it counts by scheme, in whole units (area: 0.01 m²).

    `shown` is what may be published: a name where the law has the roll posted, room and area for owners.
    """

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="voters")
    number = models.PositiveIntegerField()
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=60)
    shown = models.CharField(max_length=120)
    weights = models.JSONField()
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "number"], name="ballots_roll_number_once"),
            models.UniqueConstraint(fields=["poll", "account"], name="ballots_on_the_roll_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.shown}"


class KeyHolder(models.Model):
    """Somebody who holds a part of the key. `public` is their public key with its proof, once they gave it."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="holders")
    position = models.PositiveSmallIntegerField()
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=60)
    office = models.CharField(max_length=120)
    public = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="ballots_holder_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.office}"


class Credential(models.Model):
    """The public half of a voter's credential. Whose it is, the platform learns when it is first used."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="credentials")
    public = models.CharField(max_length=700)
    weights = models.JSONField()
    voter = models.OneToOneField(
        Voter, on_delete=models.PROTECT, null=True, blank=True, related_name="credential"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "public"], name="ballots_credential_once")]

    def __str__(self) -> str:
        return self.public[:12]


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

    def __str__(self) -> str:
        return self.office


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

    def __str__(self) -> str:
        return f"{self.voter} {self.means}"


class Partial(models.Model):
    """What a holder of a key computed for one of the counts, with its proofs."""

    holder = models.ForeignKey(KeyHolder, on_delete=models.PROTECT, related_name="partials")
    scheme = models.CharField(max_length=12)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holder", "scheme"], name="ballots_decrypts_once")]

    def __str__(self) -> str:
        return f"{self.holder} {self.scheme}"


class Archive(models.Model):
    """The encrypted sum by one scheme, and the file with everything in it once its result is there."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="archives")
    scheme = models.CharField(max_length=12)
    tally = models.TextField(help_text="the encrypted sum, as the holders of the keys get it")
    sized = models.TextField(help_text="its size and hash")
    result = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "scheme"], name="ballots_archive_once")]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.scheme}"
