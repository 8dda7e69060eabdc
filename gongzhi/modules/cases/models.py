"""A case: what somebody reported, where exactly, what was answered, how they rated it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models


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
