"""Publications and their versions; objections, questions, signatures; duties to disclose that have arisen."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.record.privacy import OFFICE, TOLD


class Publication(models.Model):
    """One version of something made public. Rows are only added (migrations 0002): nothing is taken down.

    `series` joins the versions; `reason` says why a later one corrects the one before. Until `stands_until` it is
    on the board; after that it stays in the history.
    """

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("所有人")
        AREA = "area", _("本村（社区）居民")
        ESTATE = "estate", _("本小区居民")
        BODY = "body", _("本组织成员")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.UUIDField()
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=60)
    matter = models.ForeignKey(
        "matters.Matter", on_delete=models.PROTECT, null=True, blank=True, related_name="publications"
    )
    area_code = models.CharField(max_length=15)
    body = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    estate = models.ForeignKey("territory.Estate", on_delete=models.PROTECT, null=True, blank=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    reason = models.CharField(max_length=400, blank=True)
    published_at = models.DateTimeField()
    stands_until = models.DateTimeField()
    law = models.CharField(max_length=120, blank=True)
    entry_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "version"], name="publications_version_once"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""), name="publications_a_correction_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(audience="estate") | Q(estate__isnull=False), name="publications_estate_is_named"
            ),
        ]
        indexes = [
            models.Index(fields=["area_code", "-published_at"], name="publications_area_newest"),
            models.Index(fields=["kind", "area_code", "-published_at"], name="publications_kind_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """What is written on paper and read out: the district and eight digits of the series; a matter has its number."""
        return f"{self.area_code[:6].ljust(6, '0')}-{self.series.hex[:8].upper()}"


class PublicationFile(models.Model):
    """A file that belongs to a publication; its content is stored once by its fingerprint."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=80)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "sha256"], name="publications_file_once")
        ]

    def __str__(self) -> str:
        return self.name


class Withheld(models.Model):
    """That the text of a version is not shown any more, for personal data in it, and why. The version itself stays."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="withheld")
    reason = models.CharField(max_length=400)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reason


class Objection(models.Model):
    """What somebody has against a thing while it is shown. `named`: their name may be shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="objections")
    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="objections")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    named = models.BooleanField(default=False)
    text = models.TextField()
    at = models.DateTimeField()
    upheld = models.BooleanField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    office = models.CharField(max_length=160, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    holds = TOLD.of("account", "text", owner="account")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, upheld__isnull=True)
                | Q(decided_at__isnull=False, upheld__isnull=False) & ~Q(reasons=""),
                name="publications_an_objection_is_decided_with_reasons",
            )
        ]
        indexes = [
            models.Index(
                fields=["matter"],
                condition=Q(decided_at__isnull=True),
                name="publications_open_objections",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Question(models.Model):
    """What somebody asks about a publication, and the answer; both become public, the name only if they wish.

    From `shows_at` on everybody reads it. `kept_back`: why its text is not public; the question itself stays.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="questions")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    area_code = models.CharField(max_length=15)
    named = models.BooleanField(default=False)
    text = models.TextField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    office = models.CharField(max_length=160, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    shows_at = models.DateTimeField()
    kept_back = models.CharField(max_length=400, blank=True)
    kept_back_at = models.DateTimeField(null=True, blank=True)

    holds = TOLD.of("account", "text", owner="account")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kept_back_at__isnull=True) | ~Q(kept_back="") & Q(answered_at__isnull=True),
                name="publications_a_question_is_kept_back_with_reasons",
            )
        ]
        indexes = [
            models.Index(
                fields=["area_code", "at"],
                condition=Q(answered_at__isnull=True),
                name="publications_open_questions",
            )
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Signature(models.Model):
    """That a member of the supervision committee looked at a version, and with what remarks."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="signatures")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT)
    name = models.CharField(max_length=60)
    office = models.CharField(max_length=160)
    agrees = models.BooleanField()
    remarks = models.TextField(blank=True)
    at = models.DateTimeField()

    holds = OFFICE.of("account", "name", "remarks", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "account"], name="publications_signs_once"),
            models.CheckConstraint(
                condition=Q(agrees=True) | ~Q(remarks=""), name="publications_dissent_gives_remarks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.publication_id}"


class Obligation(models.Model):
    """A duty to disclose that has arisen for a community and a period. Late: `due_on` has passed and it is not done.

    County and township stand in columns of their own, so that every level finds what is late by an index.
    """

    duty = models.CharField(max_length=40)
    area_code = models.CharField(max_length=12)
    township_code = models.CharField(max_length=9)
    county_code = models.CharField(max_length=6)
    period = models.DateField(help_text="its first day; of what is due at once: the day it happened")
    about = models.CharField(max_length=120, blank=True, help_text="what has to be disclosed at once")
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="fulfils"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area_code", "duty", "period", "about"], name="publications_arises_once"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, publication__isnull=True)
                | Q(done_on__isnull=False, publication__isnull=False),
                name="publications_done_by_a_publication",
            ),
        ]
        indexes = [
            models.Index(fields=["county_code", "due_on"], name="publications_county_due"),
            models.Index(fields=["township_code", "due_on"], name="publications_township_due"),
            models.Index(fields=["area_code", "due_on"], name="publications_area_due"),
        ]

    def __str__(self) -> str:
        return f"{self.duty} {self.area_code} {self.period}"


class Arisen(models.Model):
    """That a duty has arisen for everybody for a period: it does so once."""

    duty = models.CharField(max_length=40)
    period = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "period"], name="publications_arisen_once")]

    def __str__(self) -> str:
        return f"{self.duty} {self.period}"
