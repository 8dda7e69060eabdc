"""What pictures look like, so that one photo handed in for two matters is found."""

from django.db import models

from gongzhi.kernel.matters.models.matter import Attachment


class Likeness(models.Model):
    """One of the four bands of a picture's hash (`lib.likeness`); a picture that shows nothing has none."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="bands")
    band = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(help_text="16 bits")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attachment", "band"], name="matters_likeness_band_once")
        ]
        indexes = [models.Index(fields=["band", "value"], name="matters_likeness_value")]

    def __str__(self) -> str:
        return f"{self.attachment_id}: {self.band} {self.value:04x}"
