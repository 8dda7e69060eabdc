"""The State Council's calendar: the days that differ from the plain week, and the years that were published."""

import uuid

from django.db import models

from gongzhi.kernel.deadlines.lists import NAME_LENGTH


class CalendarYear(models.Model):
    """A year whose list was imported. `edition` is new with each import: what was computed before is stale."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    source = models.TextField()
    published_on = models.DateField(null=True, blank=True)
    imported_at = models.DateTimeField()
    edition = models.UUIDField(default=uuid.uuid4)

    def __str__(self) -> str:
        return f"{self.year}"


class Day(models.Model):
    """A day off (`works` False) or a make-up day (`works` True), with the festival it belongs to."""

    date = models.DateField(primary_key=True)
    works = models.BooleanField()
    name = models.CharField(max_length=NAME_LENGTH)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
