"""Rows of all registers in one table, and the imports by which many came at once."""

import uuid

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.record.privacy import ROLL


class Import(models.Model):
    """A table that was taken in as a whole; its stream in the record has an entry for each area it touched."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=40)
    area_code = models.CharField(max_length=15)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField()
    office = models.CharField(max_length=160)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["register", "area_code", "at"], name="registers_import_area")]

    def __str__(self) -> str:
        return f"{self.register} {self.area_code} {self.rows}"


class Row(models.Model):
    """Something or somebody on a register in [since, until); `until` equal to `since`: entered by mistake, void.

    `values` hold since `as_of`; `earlier` keeps, oldest first, [day, values] of before, without what is personal.
    `slot` is set while a name, or the row itself, may stand only once in the area.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=40)
    area_code = models.CharField(max_length=15)
    name = models.CharField(max_length=120)
    since = models.DateField()
    as_of = models.DateField()
    until = models.DateField(null=True, blank=True)
    values = models.JSONField(default=dict)
    earlier = models.JSONField(default=list)
    slot = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001  # None is not unique, '' would be
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, blank=True, related_name="taken")

    holds = ROLL.of("name", "values")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "area_code", "slot"],
                condition=Q(slot__isnull=False),
                name="registers_once_in_an_area",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="registers_row_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["register", "area_code", "name", "id"], name="registers_by_area"),
            models.Index(fields=["register", "-since", "-id"], name="registers_by_day"),
            models.Index(
                fields=["register", "name"],
                name="registers_by_name",
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.area_code} {self.name}"

    @property
    def void(self) -> bool:
        return self.until == self.since
