"""Proposals, who brought them in, what co-organisers said, the draft, signed replies, what was promised."""

from django.db import models
from django.db.models import Q

from gongzhi.kernel.record.privacy import OFFICE

from .vocabulary import Openness, ReplyClass, Satisfaction, Sort


class Proposal(models.Model):
    """One-to-one with its matter. `number` as its session gave it (0629); `round`: which handling this is.

    `draft` holds live references to figures; `drafted_by` may not sign it. `satisfaction` is the last word.
    """

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="deputies_proposal"
    )
    number = models.CharField(max_length=12)
    session = models.CharField(max_length=60)
    sort = models.CharField(max_length=12, choices=Sort.choices)
    body = models.TextField(max_length=8000)
    round = models.PositiveSmallIntegerField(default=1)
    draft = models.TextField(max_length=30000, blank=True)
    drafted_by = models.CharField(max_length=40, blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    reply_class = models.CharField(max_length=1, choices=ReplyClass.choices, blank=True)
    contact = models.CharField(max_length=40, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    copies = models.CharField(max_length=200, blank=True)
    satisfaction = models.CharField(max_length=12, choices=Satisfaction.choices, blank=True)

    holds = OFFICE.of("drafted_by", "contact", "phone")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="proposals_number_once_a_session")
        ]
        indexes = [models.Index(fields=["number"], name="proposals_number")]

    def __str__(self) -> str:
        return f"{self.session} {self.number}"


class Deputy(models.Model):
    """Who brought a proposal in, the first one in front: holders of a public office, named as such."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="deputies")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    account = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    holds = OFFICE.of("name", "account", owner="account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "place"], name="proposals_deputy_place")]

    def __str__(self) -> str:
        return self.name


class Opinion(models.Model):
    """What a co-organising office is asked for, once a round; `agreed_at`: it countersigned."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="opinions")
    body = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=4000, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "body", "round"], name="proposals_opinion_once")
        ]

    def __str__(self) -> str:
        return f"{self.body_id} → {self.proposal_id}"


class Reply(models.Model):
    """A reply as it was signed: its text with the figures of that moment. Never changed; a second round has its own.

    `figures`: [{key, title, shown, unit, period, area, definition}]; `read_at`: when they were read.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=40)
    text = models.TextField()
    figures = models.JSONField(default=list)
    read_at = models.DateTimeField()
    reply_class = models.CharField(max_length=1, choices=ReplyClass.choices)
    openness = models.CharField(max_length=8, choices=Openness.choices)
    issuer = models.CharField(max_length=120)
    signer = models.CharField(max_length=60)
    signed_on = models.DateField()
    timely = models.BooleanField()
    contact = models.CharField(max_length=40)
    phone = models.CharField(max_length=40)
    copies = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    entry_hash = models.CharField(max_length=64)

    holds = OFFICE.of("signer", "contact", "phone")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "round"], name="proposals_one_reply_a_round"),
            models.UniqueConstraint(fields=["issuer", "document"], name="proposals_document_once"),
        ]

    def __str__(self) -> str:
        return self.document


class Commitment(models.Model):
    """Something promised in the reply of a round, with its day; it is kept or it is late."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="commitments")
    place = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "place"], name="proposals_commitment_place"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | ~Q(result=""), name="proposals_done_says_how"
            ),
        ]

    def __str__(self) -> str:
        return self.text
