"""What is put to the owners: foundings, motions with their items and candidates, the roll that votes."""

from django.db import models
from django.db.models import Q

from gongzhi.kernel.record.privacy import ROLL, TOLD
from gongzhi.modules.owners.vocabulary import Bar, Caller, Ground, Subject

from .roll import Owner, Unit


class Founding(models.Model):
    """How the first assembly of an estate came about. `members`: rooms of the preparation group, not names."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="founding"
    )
    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, related_name="foundings")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    plan = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"founding {self.matter_id}"


class Motion(models.Model):
    """What is put to the owners of an estate at once, item by item. `ordered_until`: by when it must be called."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="motion"
    )
    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, related_name="motions")
    caller = models.CharField(max_length=12, choices=Caller.choices)
    founding = models.ForeignKey(
        Founding, on_delete=models.PROTECT, null=True, blank=True, related_name="motions"
    )
    text = models.TextField()
    noticed_on = models.DateField(null=True, blank=True)
    ordered_until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"motion {self.matter_id}"


class Item(models.Model):
    """One question of a motion. `seats`: how many are elected. `judgement`: numbers and article, once judged."""

    motion = models.ForeignKey(Motion, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    subject = models.PositiveSmallIntegerField(choices=Subject.choices)
    title = models.CharField(max_length=120)
    text = models.TextField()
    seats = models.PositiveSmallIntegerField(default=0)
    passed = models.BooleanField(null=True, blank=True)
    judgement = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["motion", "number"], name="owners_item_once"),
            models.CheckConstraint(
                condition=Q(seats=0) | Q(subject=Subject.COMMITTEE), name="owners_only_a_committee_is_elected"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Candidate(models.Model):
    """Who stands for the committee. Whoever stands is named: the ballot could not say for whom one votes.

    `bar`, `why`: of whoever may not be a member and is not put to the vote; only they and whoever decides are told why.
    `number`: those who stand come first, as on the ballot.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="candidates")
    number = models.PositiveSmallIntegerField()
    owner = models.ForeignKey(Owner, on_delete=models.PROTECT, related_name="candidacies")
    statement = models.CharField(max_length=400, blank=True)
    elected = models.BooleanField(null=True, blank=True)
    bar = models.CharField(max_length=12, choices=Bar.choices, blank=True)
    why = models.CharField(max_length=400, blank=True)

    holds = ROLL.of("owner", "statement", owner="owner__account")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(bar="") | ~Q(why=""), name="owners_a_bar_has_its_reason"),
            models.UniqueConstraint(fields=["item", "owner"], name="owners_stands_once"),
            models.UniqueConstraint(fields=["item", "number"], name="owners_candidate_number_once"),
        ]

    def __str__(self) -> str:
        return str(self.owner)


class RollLine(models.Model):
    """Which units a voter of a poll stands for: what they own when the poll is prepared."""

    voter = models.ForeignKey("ballots.Voter", on_delete=models.CASCADE, related_name="owners_lines")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voter", "unit"], name="owners_line_once")]

    def __str__(self) -> str:
        return f"{self.voter_id} {self.unit_id}"


class Support(models.Model):
    """That an owner asks for a meeting or a first assembly, once, for all that they own."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="owners_support")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    rooms = models.CharField(max_length=400)
    at = models.DateTimeField()

    holds = TOLD.of("account", "rooms", owner="account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "account"], name="owners_supports_once")]

    def __str__(self) -> str:
        return self.rooms
