"""Elections and recalls; who leads them, who votes, who stands, who votes for whom; what is handed over."""

from django.db import models
from django.db.models import Q

from gongzhi.kernel.record.privacy import OFFICE, ROLL, TOLD
from gongzhi.lib.election import Office

from .vocabulary import OFFICES, Asset, Department, Place, Sort, Stage, Standing

OFFICE_CHOICES = [(key, OFFICES[key]) for key in OFFICES]


class Election(models.Model):
    """What is elected, how and when. `seats`: by office, so many to fill. `law`: 'village' or 'residents'.

    `seat`, `reason`, `defence`, `entitled`, `asked_by`: of a recall. `until`: to which day (exclusive) whoever is
    elected serves. `place`, `meets_at`: of the candidates' meeting with the voters.
    """

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.CASCADE, primary_key=True, related_name="election"
    )
    body = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="elections")
    sort = models.CharField(max_length=8, choices=Sort.choices)
    law = models.CharField(max_length=10)
    way = models.CharField(max_length=16, blank=True)
    seats = models.JSONField(default=dict)
    voting_on = models.DateField(null=True, blank=True)
    stations = models.TextField(blank=True)
    roll_shown_on = models.DateField(null=True, blank=True)
    meets_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    committee = models.ForeignKey(
        "bodies.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ballot = models.JSONField(
        default=dict, help_text="what is voted on next: number of the round, seats and candidates by office"
    )
    until = models.DateField(null=True, blank=True)
    declared_on = models.DateField(null=True, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    seat = models.ForeignKey("bodies.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    defence = models.TextField(blank=True)
    asked_by = models.CharField(max_length=16, blank=True)
    entitled = models.PositiveIntegerField(default=0)

    holds = TOLD.of("asked_by")

    def __str__(self) -> str:
        return f"{self.sort} {self.matter_id}"


class Member(models.Model):
    """Somebody chosen into the election committee, or as a substitute; `rank`: the order of the choice."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="members")
    rank = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=10, choices=Place.choices)
    name = models.CharField(max_length=60)
    account = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seat = models.ForeignKey("bodies.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left = models.CharField(max_length=200, blank=True, help_text="why they left; '' while they serve")

    holds = OFFICE.of("name", "account", owner="account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["election", "rank"], name="elections_rank_once")]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """Somebody for the roll: what decides on it, and what was decided. `votes`: for the household or as representative."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="roll")
    number = models.PositiveIntegerField()
    account = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=60)
    group = models.CharField(
        max_length=40, blank=True, help_text="the group or building the roll is sorted by"
    )
    household = models.CharField(max_length=40, blank=True)
    born = models.DateField()
    household_here = models.BooleanField(default=False)
    lives_since = models.DateField(null=True, blank=True)
    works_since = models.DateField(null=True, blank=True)
    asks = models.BooleanField(default=False)
    agreed = models.BooleanField(default=False)
    deprived = models.BooleanField(default=False)
    votes = models.BooleanField(default=False)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.PROPOSED)
    reason = models.CharField(max_length=400, blank=True)

    holds = ROLL.of("account", "name", "household", "born", "household_here", "reason", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "number"], name="elections_roll_number_once"),
            models.UniqueConstraint(fields=["election", "account"], name="elections_on_the_roll_once"),
        ]
        indexes = [models.Index(fields=["account", "standing"], name="elections_entry_account")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Candidate(models.Model):
    """Somebody put forward for an office. `party`: by the party organisation; else by `backings` of voters.

    `decided`: why excluded; only they themselves and those who review are told. `votes`: of the last round.
    """

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="candidates")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=60)
    woman = models.BooleanField(default=False)
    office = models.CharField(max_length=12, choices=OFFICE_CHOICES, default=Office.MEMBER.value)
    portrait = models.CharField(max_length=400, blank=True)
    photo = models.CharField(max_length=64, blank=True, help_text="SHA-256 of a picture")
    party = models.BooleanField(default=False)
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.NOMINATED)
    decided = models.CharField(max_length=400, blank=True)
    appeal = models.TextField(blank=True)
    appeal_answer = models.TextField(blank=True)
    round = models.PositiveSmallIntegerField(default=0, help_text="in which vote they were elected")
    votes = models.PositiveIntegerField(default=0)
    code = models.CharField(max_length=12, blank=True, help_text="of the certificate of election")
    seat = models.ForeignKey("bodies.Seat", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    holds = ROLL.of("account", "name", "woman", "photo", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["election", "entry"], condition=Q(entry__isnull=False), name="elections_stands_once"
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="elections_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Backing(models.Model):
    """That a registered voter puts somebody forward together with others."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="backings")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "entry"], name="elections_backs_once")]

    def __str__(self) -> str:
        return f"{self.entry} → {self.candidate}"


class Kin(models.Model):
    """That two people of one election are near relatives, by name; `candidate` is one of them."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="kin")
    other = models.ForeignKey(Candidate, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(other__isnull=False) ^ Q(member__isnull=False), name="elections_kin_of_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate} – {self.other or self.member}"


class Opinion(models.Model):
    """What a department says of a candidate. `exclusion`: the bar in the article, '' where there is none."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="opinions")
    department = models.CharField(max_length=12, choices=Department.choices)
    exclusion = models.CharField(max_length=24, blank=True)
    note = models.CharField(max_length=400, blank=True)
    office = models.CharField(max_length=160)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "department"], name="elections_one_opinion"),
            models.CheckConstraint(
                condition=Q(exclusion="") | ~Q(note=""), name="elections_exclusion_names_its_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.candidate_id}"


class Entrusted(models.Model):
    """A written proxy: `voter` asks `agent` to vote. Refused ones stay, with the reason."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="proxies")
    voter = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    reason = models.CharField(max_length=400, blank=True)
    file = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the photo of the letter")
    at = models.DateTimeField()

    holds = ROLL.of("voter", "reason", "file", owner="voter__account")

    def __str__(self) -> str:
        return f"{self.voter} → {self.agent}"


class Question(models.Model):
    """What a voter asks a candidate, and the answer."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    holds = TOLD.of("text")

    def __str__(self) -> str:
        return self.text


class Signature(models.Model):
    """That somebody asks for a recall: on the screen, or on paper by name."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="signatures")
    account = models.ForeignKey(
        "people.Account", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=60)

    holds = TOLD.of("account", "name", owner="account")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["election", "name"], name="elections_signs_once"),
            models.UniqueConstraint(fields=["election", "account"], name="elections_signs_once_online"),
        ]

    def __str__(self) -> str:
        return self.name


class Item(models.Model):
    """One thing of the handover, ticked by whoever gives and whoever takes."""

    election = models.ForeignKey(Election, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=Asset.choices)
    what = models.CharField(max_length=200)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.CharField(max_length=160, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.CharField(max_length=160, blank=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.what}"
