"""What was sent to a grid. The grids themselves are areas, their workers hold mandates: both lie in the kernel."""

from django.db import models

from .vocabulary import Sent


class Posting(models.Model):
    """People, goods or a service at work in a grid in [since, until), sent by `organisation` (None: nobody's)."""

    grid_code = models.CharField(max_length=15)
    kind = models.CharField(max_length=8, choices=Sent.choices)
    what = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        "bodies.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="grids_posting_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["grid_code", "since"], name="grids_posting_grid")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.what}"
