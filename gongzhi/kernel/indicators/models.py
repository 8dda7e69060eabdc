"""Totals of facts by area and time; what was approved of a figure, and what was remarked."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Total(models.Model):
    """The facts of a measure added up: over an area and all below it, in a day, a month, a year, or ever.

    `level` is the length of the area's code. A row without dimensions is the sum of all; beside it stands one for
    each set of dimensions, as canonical JSON. `start` is the first day ("ever" begins on `EVER`).
    """

    class Grain(models.TextChoices):
        DAY = "d", _("日")
        MONTH = "m", _("月")
        YEAR = "y", _("年")
        EVER = "t", _("累计")

    id = models.BigAutoField(primary_key=True)
    measure = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    grain = models.CharField(max_length=1, choices=Grain.choices)
    start = models.DateField()
    area_code = models.CharField(max_length=15)
    dimensions = models.CharField(max_length=240, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            # the order of a page's questions: equal in the first four, a range of areas, few rows of each
            models.UniqueConstraint(
                fields=["measure", "level", "grain", "start", "area_code", "dimensions"],
                name="indicators_one_total",
            )
        ]
        indexes = [
            # all measures of one area side by side: a dashboard reads a few of these stretches
            models.Index(
                fields=["area_code", "grain", "start", "measure", "dimensions"], name="indicators_of_area"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.area_code} {self.grain}{self.start} {self.amount}"


class Approval(models.Model):
    """A value that an officer signed off: it stays as it was; what is counted later shows beside it."""

    indicator = models.CharField(max_length=60)
    area_code = models.CharField(max_length=15)
    period = models.CharField(max_length=12)
    value = models.CharField(max_length=40, help_text="exact, as a fraction or whole number of shown units")
    office = models.CharField(max_length=120)
    note = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["indicator", "area_code", "period"], name="indicators_approved")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.area_code} {self.period} = {self.value}"
