"""Covenants by version, their clauses, what households said, how they are kept."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.record.privacy import OFFICE, TOLD

from .vocabulary import Conduct, Means, Stance, Standing, Theme, Way

PERSON_PLACE = "covenants_deed.person_sealed"


class Covenant(models.Model):
    """One version of a covenant, one-to-one with the matter by which it is made, changed or repealed.

    Versions of one covenant share `series`. `supersedes`: the version that this one replaces or, when it
    `repeals`, ends. It holds in [in_force_from, in_force_until); without a day it never held.
    """

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="covenant"
    )
    series = models.UUIDField()
    version = models.PositiveSmallIntegerField(null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    name = models.CharField(max_length=60)
    repeals = models.BooleanField(default=False)
    reason = models.CharField(max_length=400)
    preamble = models.TextField(blank=True)
    effective_on = models.DateField(null=True, blank=True)
    households = models.PositiveIntegerField(default=0, help_text="how many there are; 0: not asked yet")
    open_hints = models.PositiveSmallIntegerField(default=0)
    discussed_at = models.DateTimeField(null=True, blank=True)
    authorised = models.CharField(max_length=200, blank=True)
    adopted_by = models.ForeignKey(
        "matters.Meeting", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    filed_at = models.DateTimeField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    in_force_until = models.DateField(null=True, blank=True)
    ordered = models.CharField(max_length=500, blank=True)
    keeper = models.CharField(max_length=60, blank=True)
    keeps = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="covenants_version_once"),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | (Q(adopted_by__isnull=False) & Q(filed_at__isnull=False)),
                name="covenants_in_force_only_if_adopted_and_filed",
            ),
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True) | Q(in_force_until__gte=F("in_force_from")),
                name="covenants_ends_after_it_began",
            ),
        ]
        indexes = [models.Index(fields=["in_force_from"], name="covenants_in_force")]

    def __str__(self) -> str:
        return f"{self.name} v{self.version or '?'}"

    def holds(self, on: date) -> bool:
        """Is it in force on a day?"""
        begun = self.in_force_from is not None and self.in_force_from <= on
        return begun and (self.in_force_until is None or on < self.in_force_until)


class Clause(models.Model):
    """A numbered clause: its theme (`own_theme` names one of the place's own), who sees to it and how."""

    covenant = models.ForeignKey(Covenant, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    theme = models.CharField(max_length=16, choices=Theme.choices)
    own_theme = models.CharField(max_length=20, blank=True)
    text = models.TextField(max_length=1000)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    who = models.CharField(max_length=60, blank=True)

    holds = OFFICE.of("who")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["covenant", "number"], name="covenants_clause_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:20]}"

    @property
    def heading(self) -> str:
        return self.own_theme or str(Theme(self.theme).label)


class HintAnswer(models.Model):
    """What the committee answers to a hint of the law; it goes with the words of the clause (`digest`)."""

    covenant = models.ForeignKey(Covenant, on_delete=models.CASCADE, related_name="hint_answers")
    rule = models.CharField(max_length=30)
    digest = models.CharField(max_length=16)
    text = models.CharField(max_length=400)
    office = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["covenant", "rule", "digest"], name="covenants_hint_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.text[:20]}"


class Opinion(models.Model):
    """What somebody said about a draft: each person online once, each household on paper once.

    `household` (its door) is for those who count only; nothing of it is public.
    """

    covenant = models.ForeignKey(Covenant, on_delete=models.CASCADE, related_name="opinions")
    household = models.CharField(max_length=40)
    account = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    means = models.CharField(max_length=8, choices=Means.choices)
    stance = models.CharField(max_length=8, choices=Stance.choices)
    clause = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(max_length=1000, blank=True)
    at = models.DateTimeField()

    holds = TOLD.of("household", "account", "text", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["covenant", "account"], name="covenants_person_heard_once"),
            models.UniqueConstraint(
                fields=["covenant", "household"],
                condition=Q(means="paper"),
                name="covenants_household_heard_once",
            ),
        ]
        indexes = [models.Index(fields=["covenant", "household"], name="covenants_households")]

    def __str__(self) -> str:
        return f"{self.covenant_id} ← {self.stance}"


class Deed(models.Model):
    """A breach or something praiseworthy. It counts once confirmed by somebody else than who reported it.

    `person` is sealed, and shown to the public only with their consent.
    """

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="deeds")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="deeds")
    conduct = models.CharField(max_length=8, choices=Conduct.choices)
    text = models.TextField(max_length=1000)
    happened_on = models.DateField()
    person_sealed = models.BinaryField(null=True)
    consent = models.BooleanField(default=False)
    reported_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField()
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.REPORTED)
    reason = models.CharField(max_length=400, blank=True)
    office = models.CharField(max_length=120, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    holds = TOLD.of("text", "person_sealed", "reported_by", owner="reported_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(standing="reported") | Q(judged_at__isnull=False),
                name="covenants_judged_sometime",
            )
        ]
        indexes = [models.Index(fields=["covenant", "happened_on"], name="covenants_deeds_of_a_year")]

    def __str__(self) -> str:
        return f"{self.conduct} {self.clause_id}"


class Assessment(models.Model):
    """How a covenant was kept in a year: the confirmed deeds as they stood, and what the meeting found."""

    covenant = models.ForeignKey(Covenant, on_delete=models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4000)
    praises = models.PositiveIntegerField()
    breaches = models.PositiveIntegerField()
    office = models.CharField(max_length=120)
    publication = models.ForeignKey(
        "publications.Publication", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["covenant", "year"], name="covenants_assessed_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.covenant_id} {self.year}"
