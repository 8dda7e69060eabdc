"""Texts of laws and local rules as the installation imported them: one row a version, one a article."""

import uuid

from django.db import models


class LawVersion(models.Model):
    """A text as it was adopted or amended on a day. `part`: of a code; `assumed`: its first day stands not in the text.

    It holds from `since` until the next version of the same text does. None is ever taken away.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    part = models.CharField(max_length=60, blank=True)
    adopted = models.DateField()
    since = models.DateField()
    assumed = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["title", "part", "adopted"], name="advice_a_version_once")
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{self.part}"


class LawArticle(models.Model):
    """An article of a version; `number`: 第十四条; `place`: which one it is, from 0."""

    version = models.ForeignKey(LawVersion, on_delete=models.CASCADE, related_name="articles")
    place = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40)
    heading = models.CharField(max_length=120, blank=True)
    body = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="advice_an_article_a_place")]

    def __str__(self) -> str:
        return f"{self.version} {self.number}"
