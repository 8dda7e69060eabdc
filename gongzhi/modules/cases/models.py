"""A case: what somebody reported, where exactly, what was answered, how they rated it; what is learned from cases."""

from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from gongzhi.kernel.record.privacy import TOLD


class Case(models.Model):
    """One-to-one with its matter. `public_*` is what the answer shows to everybody; empty: not published."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="case"
    )
    body = models.TextField()
    address = models.CharField(max_length=160, blank=True)
    lon = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    lat = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    answer = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_words = models.TextField(blank=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    public_title = models.CharField(max_length=120, blank=True)
    public_answer = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)
    source_id = models.CharField(max_length=80, blank=True)

    holds = TOLD.of("body", "address", "lon", "lat", "rating_words", owner="matter__reporters__account")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id"], condition=~models.Q(source=""), name="cases_source_row_once"
            ),
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)),
                name="cases_rating_1_to_5",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at"],
                name="cases_published",
                condition=models.Q(published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"case {self.matter_id}"


class Mapping(models.Model):
    """How the columns of a source's file are read; remembered so that the next file of that source just works."""

    source = models.CharField(max_length=60, unique=True)
    columns = models.JSONField()

    def __str__(self) -> str:
        return self.source


class Lesson(models.Model):
    """What was learned on one day from cases whose kind is confirmed: a version of the model that proposes kinds.

    `quality`: by kind, precision, recall and number of the texts that were held back. A day on which there was
    nothing to learn has a row without a model.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    on = models.DateField(unique=True)
    made_at = models.DateTimeField(null=True, blank=True)
    seen = models.CharField(max_length=64, blank=True, help_text="hash of what was learned from")
    texts = models.PositiveIntegerField(default=0)
    held_back = models.PositiveIntegerField(default=0)
    macro_f1 = models.FloatField(null=True, blank=True)
    quality = models.JSONField(default=dict, blank=True)
    packed = models.BinaryField(null=True, blank=True)
    in_use = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_use"], condition=models.Q(in_use=True), name="cases_one_lesson_in_use"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class Rising(models.Model):
    """What many tell in one county, as last gathered: topics, weightiest first, each with the keys of its matters."""

    county_code = models.CharField(max_length=6, primary_key=True)
    made_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()
    topics = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="cases_rising_next")]

    def __str__(self) -> str:
        return self.county_code
