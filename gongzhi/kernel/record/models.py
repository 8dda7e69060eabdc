"""Entries and their personal fields. The database refuses UPDATE and DELETE of an entry (migrations 0002)."""

from django.db import models


class Entry(models.Model):
    """One act. `hash` covers every other column but the id, and the hash of the entry before in the stream."""

    id = models.BigAutoField(primary_key=True)
    stream = models.UUIDField()
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=80)
    area_code = models.CharField(max_length=15, blank=True)
    at = models.DateTimeField()
    actor = models.JSONField()
    payload = models.JSONField()
    payload_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="record_one_entry_a_place")]
        indexes = [
            models.Index(fields=["kind", "area_code", "at"], name="record_kind_area_at"),
            models.Index(fields=["area_code", "at"], name="record_area_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stream}#{self.seq}"


class PersonalField(models.Model):
    """The value of a personal field; the entry holds only its salted hash, so that it can be erased."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=32)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="record_one_value_a_field")]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.name}"


class Delivery(models.Model):
    """One reaction owed to one entry; written with the entry, done by the worker, retried with back-off."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="deliveries")
    reaction = models.CharField(max_length=120)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "reaction"], name="record_reaction_once")]
        indexes = [
            models.Index(fields=["next_at"], name="record_owed", condition=models.Q(done_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.reaction} ← {self.entry_id}"
