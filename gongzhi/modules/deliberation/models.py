"""What is proposed, what is deliberated, who said what beforehand, who came, how they found it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from gongzhi.kernel.record.privacy import OFFICE, TOLD

from .vocabulary import Form, Means, Outcome, Source


class Proposal(models.Model):
    """The text of a 四议两公开; `version` grows with each revision, after which every step is gone through anew."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="proposal"
    )
    text = models.TextField()
    version = models.PositiveSmallIntegerField(default=1)
    origin = models.ForeignKey(
        "matters.Matter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"proposal {self.matter_id}"


class Topic(models.Model):
    """What is deliberated, how, where and when; what was agreed and what not. `led_to`: put to the meeting of all."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="topic"
    )
    text = models.TextField()
    source = models.CharField(max_length=10, choices=Source.choices)
    origin = models.ForeignKey(
        "matters.Matter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    form = models.CharField(max_length=10, choices=Form.choices, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    agreed = models.TextField(blank=True)
    open_points = models.TextField(blank=True)
    minutes = models.TextField(blank=True)
    duty = models.TextField(blank=True)
    led_to = models.ForeignKey(
        "matters.Matter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    holds = TOLD.of("text", owner="matter__reporters__account")

    def __str__(self) -> str:
        return f"topic {self.matter_id}"


class Participant(models.Model):
    """Somebody who was invited to the deliberation, or came without; `came`: as the attendance sheet says."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="participants")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=60)
    capacity = models.CharField(max_length=60, blank=True)
    came = models.BooleanField(default=False)

    holds = OFFICE.of("account", "name", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "name", "capacity"], name="deliberation_invited_once")
        ]

    def __str__(self) -> str:
        return self.name


class Statement(models.Model):
    """What somebody says before the meeting, on screen or on paper: one list, one number each, one a person.

    `same_as`: an earlier one that seems to be of the same person; `checked`: somebody looked. What is the same
    and checked counts no second time; what turned out to be of another person has no `same_as` any more.
    """

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="statements")
    number = models.PositiveSmallIntegerField()
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=60)
    home = models.CharField(max_length=60, blank=True)
    means = models.CharField(max_length=8, choices=Means.choices)
    named = models.BooleanField(default=False)
    text = models.TextField()
    at = models.DateTimeField()
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="twins")
    checked = models.BooleanField(default=False)

    holds = TOLD.of("account", "name", "text", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "number"], name="deliberation_statement_number_once"),
            models.UniqueConstraint(fields=["matter", "account"], name="deliberation_states_once"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Rating(models.Model):
    """How somebody who took part found what came of it, once."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="ratings")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    stars = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    holds = TOLD.of("account", "words", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "account"], name="deliberation_rates_once"),
            models.CheckConstraint(
                condition=models.Q(stars__range=(1, 5)), name="deliberation_rating_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.stars}"
