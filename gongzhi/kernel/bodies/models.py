"""Organisations, posts and seats; lists of powers and duties with their versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.record.privacy import OFFICE


class Organisation(models.Model):
    """A body that can be responsible. `code` is its area's code, with ':function' for a department."""

    class Kind(models.TextChoices):
        GOVERNMENT = "government", _("人民政府（办事处）")
        DEPARTMENT = "department", _("政府工作部门")
        COMMITTEE = "committee", _("村（居）民委员会")
        PARTY = "party", _("党组织")
        REPRESENTATIVES = "assembly", _("村（居）民代表会议")
        SUPERVISION = "supervision", _("村（居）务监督委员会")
        ELECTION = "election", _("选举委员会")
        MEDIATION = "mediation", _("人民调解委员会")
        OWNERS = "owners", _("业主委员会")
        PROPERTY = "property", _("物业服务企业")
        SOCIAL = "social", _("社会组织")

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    area_code = models.CharField(max_length=15)
    function = models.CharField(max_length=24, blank=True)
    credit_code = models.CharField(max_length=18, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~models.Q(credit_code=""), name="bodies_credit_code_once"
            )
        ]
        indexes = [models.Index(fields=["area_code", "function"], name="bodies_area_function")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """An office within an organisation, with the number of people who may hold it at once."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    title = models.CharField(max_length=60)
    seats = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "title"], name="bodies_post_once")]

    def __str__(self) -> str:
        return f"{self.organisation} {self.title}"


class Seat(models.Model):
    """Somebody in a post from `since` to before `until` (None: until further notice).

    `woman`: the law asks for women in committees and among representatives; nobody else needs to know.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="held")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)
    holder = models.CharField(max_length=60)
    woman = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    holds = OFFICE.of("account", "holder", "woman", owner="account")

    class Meta:
        indexes = [models.Index(fields=["account"], name="bodies_seat_account")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="bodies_seat_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post}: {self.holder}"


class InUse(models.Model):
    """That an area with all below it uses the platform from a day on: said by a level above, not by themselves."""

    area_code = models.CharField(max_length=15, unique=True)
    since = models.DateField()

    def __str__(self) -> str:
        return f"{self.area_code} {self.since}"


class DutyList(models.Model):
    """One version of the list of powers and duties, in force in [since, until)."""

    version = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class Duty(models.Model):
    """Who handles a kind of matter first: the body of `function` ('' the office itself) at a level of areas."""

    duties = models.ForeignKey(DutyList, on_delete=models.CASCADE, related_name="rows")
    kind_code = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField(help_text="length of the area code: 12 community, 9, 6, 2")
    function = models.CharField(max_length=24, blank=True)
    basis = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duties", "kind_code"], name="bodies_one_duty_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind_code} → {self.level} {self.function}"
