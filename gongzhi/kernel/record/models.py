"""Entries, their personal fields, what they count for, reactions owed, and the logs of entries that everybody can check.

The database refuses UPDATE and DELETE of an entry, and lets logs only grow (migrations 0002, 0004).
"""

from django.db import models

from gongzhi.kernel.record.privacy import ENTRY, OFFICE


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

    holds = OFFICE.of("actor")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="record_one_entry_a_place")]
        indexes = [
            models.Index(fields=["kind", "area_code", "at"], name="record_kind_area_at"),
            models.Index(fields=["area_code", "at"], name="record_area_at"),
            models.Index(fields=["hash"], name="record_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.stream}#{self.seq}"


class PersonalField(models.Model):
    """The value of a personal field; the entry holds only its salted hash, so that it can be erased."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="personal")
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=32)
    value = models.JSONField()

    holds = ENTRY.of("value")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "name"], name="record_one_value_a_field")]

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.name}"


class Fact(models.Model):
    """What an entry adds to a measure; born with the entry, gone when it stands in the totals (kernel part indicators).

    `dimensions` is canonical JSON text, '' where there are none.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="facts")
    measure = models.CharField(max_length=60)
    area_code = models.CharField(max_length=15)
    day = models.DateField()
    dimensions = models.CharField(max_length=240, blank=True)
    amount = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["measure", "area_code"], name="record_fact_measure_area"),
            models.Index(fields=["day"], name="record_fact_day"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.area_code} {self.day} {self.amount:+}"


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


class Log(models.Model):
    """A transparency log (C2SP tlog-tiles) of the entries of an area: a district's, or the city's with the rest."""

    area_code = models.CharField(max_length=15, unique=True)
    origin = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.origin


class Leaf(models.Model):
    """An entry's place in a log; both stay empty until the one writer of the log has given it its place."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="leaf")
    log = models.ForeignKey(Log, on_delete=models.PROTECT, null=True, related_name="leaves")
    index = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "index"], name="record_one_leaf_a_place"),
            models.CheckConstraint(
                condition=models.Q(log__isnull=True, index__isnull=True)
                | models.Q(log__isnull=False, index__isnull=False),
                name="record_leaf_has_its_place_in_a_log",
            ),
        ]
        indexes = [
            models.Index(fields=["entry"], name="record_leaf_waiting", condition=models.Q(index__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.log_id}/{self.index}"


class Tile(models.Model):
    """Hashes of a log side by side, at most 256; the database lets it only grow (migrations 0004)."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="tiles")
    level = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["log", "level", "number"], name="record_one_tile_a_place")
        ]

    def __str__(self) -> str:
        return f"{self.log_id}/{self.level}/{self.number}"


class Checkpoint(models.Model):
    """What a log said of itself, as a signed note; published when its witnesses have signed it too."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    note = models.TextField()
    published = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="record_one_checkpoint_a_size")]

    def __str__(self) -> str:
        return f"{self.log_id}@{self.size}"
