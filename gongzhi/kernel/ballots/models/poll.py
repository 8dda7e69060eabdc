"""The vote of a roll: what is asked, who may vote, who holds the key, which credentials were given out."""

import uuid

from django.db import models
from django.db.models import Q

from gongzhi.kernel.record.privacy import OFFICE, ROLL


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
    dropped_at = models.DateTimeField(null=True, blank=True)
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

    holds = ROLL.of("account", "name", owner="account")

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

    holds = OFFICE.of("account", "name", owner="account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="ballots_holder_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.office}"


class KeyPart(models.Model):
    """What a holder gives towards a key that some of them can use: one of each, in this order.

    What is secret in it is encrypted, for other holders or for themselves.
    """

    class Part(models.TextChoices):
        CERTIFICATE = "certificate", "1"
        POLYNOMIAL = "polynomial", "2"
        OUTPUT = "output", "3"

    holder = models.ForeignKey(KeyHolder, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=12, choices=Part.choices)
    text = models.TextField()

    holds = OFFICE.of("holder", owner="holder__account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holder", "part"], name="ballots_key_part_once")]

    def __str__(self) -> str:
        return f"{self.holder} {self.part}"


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
