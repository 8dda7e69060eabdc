"""What the holders of the key decrypted, and the archives."""

from django.db import models

from gongzhi.kernel.ballots.models.poll import KeyHolder, Poll


class Partial(models.Model):
    """What a holder of a key computed for one of the counts, with its proofs."""

    holder = models.ForeignKey(KeyHolder, on_delete=models.PROTECT, related_name="partials")
    scheme = models.CharField(max_length=12)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["holder", "scheme"], name="ballots_decrypts_once")]

    def __str__(self) -> str:
        return f"{self.holder} {self.scheme}"


class Archive(models.Model):
    """The encrypted sum by one scheme, and the file with everything in it once its result is there."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="archives")
    scheme = models.CharField(max_length=12)
    tally = models.TextField(help_text="the encrypted sum, as the holders of the keys get it")
    sized = models.TextField(help_text="its size and hash")
    result = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "scheme"], name="ballots_archive_once")]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.scheme}"
