"""Programmes with their categories and quotas; districts' lists; nominees, reviewers, marks; honours."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from gongzhi.kernel.record.privacy import OFFICE, ROLL

from .vocabulary import LIVE, Conflict, Nominee, Stage

BEST = 100


class Programme(models.Model):
    """A round of honours of the city. `basis`: who approved it, without which there is none.

    `spare`: how many more than its places a district may recommend in each category. `quorum`: how many reviewers
    must have scored a nominee. `document`: the number of the decision that honours.
    """

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="programme"
    )
    organisers = models.CharField(max_length=200)
    basis = models.CharField(max_length=200)
    conditions = models.TextField()
    nominate_until = models.DateField()
    spare = models.PositiveSmallIntegerField(default=1)
    quorum = models.PositiveSmallIntegerField(default=5)
    drops_extremes = models.BooleanField(default=False)
    document = models.CharField(max_length=80, blank=True)
    honoured_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quorum__gte=1), name="honours_somebody_reviews"),
        ]

    def __str__(self) -> str:
        return f"programme {self.matter_id}"


class Category(models.Model):
    """What is honoured, and how many times."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="categories")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    nominee = models.CharField(max_length=12, choices=Nominee.choices)
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="honours_category_once"),
            models.CheckConstraint(condition=Q(places__gte=1), name="honours_category_has_places"),
        ]

    def __str__(self) -> str:
        return self.name


class DistrictList(models.Model):
    """What a district recommends: one matter for each district that has a quota."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="honours_list"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="lists")
    district = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "district"], name="honours_one_list_a_district")
        ]

    def __str__(self) -> str:
        return f"{self.district} {self.programme_id}"


class Quota(models.Model):
    """How many places of a category a district has."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="quotas")
    district = models.CharField(max_length=6)
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "district"], name="honours_one_quota_a_district"),
            models.CheckConstraint(condition=Q(places__gte=1), name="honours_quota_has_places"),
        ]

    def __str__(self) -> str:
        return f"{self.district}: {self.places}"


class Nomination(models.Model):
    """An organisation or a person nominated. `body`: the organisation itself, or the one the person works in.

    `points`, `marks`: sum of the marks that count, and how many; `place`: the order after the review; `tie`: the
    order that the meeting gave those with equal points. `decided`: why it was returned or struck.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    listed_in = models.ForeignKey(DistrictList, on_delete=models.PROTECT, related_name="nominations")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="nominations")
    area_code = models.CharField(max_length=12)
    body = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=60, blank=True)
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)
    deeds = models.TextField()
    nominated_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    endorsed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, related_name="+")
    recommended_by = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, related_name="+"
    )
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.PROPOSED)
    points = models.PositiveIntegerField(null=True, blank=True)
    marks = models.PositiveSmallIntegerField(default=0)
    tie = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    decided = models.CharField(max_length=400, blank=True)

    holds = ROLL.of("name", "account", "nominated_by", "endorsed_by", "recommended_by", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["category", "body", "name"],
                condition=Q(stage__in=[s.value for s in LIVE]),
                name="honours_nominated_once",
            )
        ]
        indexes = [models.Index(fields=["area_code"], name="honours_nomination_area")]

    def __str__(self) -> str:
        return self.name


class Reviewer(models.Model):
    """Somebody who scores the nominees of a programme, sent by `body`."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="reviewers")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="+")

    holds = OFFICE.of("account", owner="account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "account"], name="honours_reviewer_once")]

    def __str__(self) -> str:
        return f"{self.account} {self.body}"


class Recusal(models.Model):
    """That a reviewer does not judge a nominee: declared by themselves, or found by the office."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="recusals")
    nomination = models.ForeignKey(Nomination, on_delete=models.CASCADE, related_name="recusals")
    ground = models.CharField(max_length=12, choices=Conflict.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "nomination"], name="honours_recused_once")
        ]

    def __str__(self) -> str:
        return self.get_ground_display()


class Score(models.Model):
    """What a reviewer gives a nominee, once."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="scores")
    nomination = models.ForeignKey(Nomination, on_delete=models.PROTECT, related_name="scores")
    mark = models.PositiveSmallIntegerField(validators=[MaxValueValidator(BEST)])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "nomination"], name="honours_scored_once"),
            models.CheckConstraint(condition=Q(mark__gte=0, mark__lte=BEST), name="honours_mark_0_to_100"),
        ]

    def __str__(self) -> str:
        return str(self.mark)


class Honour(models.Model):
    """That a nominee was honoured. `code` finds the certificate; revoked, it stays and says so."""

    nomination = models.OneToOneField(Nomination, on_delete=models.PROTECT, related_name="honour")
    code = models.CharField(max_length=12, unique=True)
    serial = models.PositiveSmallIntegerField()
    honoured_on = models.DateField()
    revoked_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    office = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True) | ~Q(reason=""),
                name="honours_a_revocation_says_why",
            )
        ]
        indexes = [models.Index(fields=["-honoured_on", "serial"], name="honours_newest")]

    def __str__(self) -> str:
        return self.code
