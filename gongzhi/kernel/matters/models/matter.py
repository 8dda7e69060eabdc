"""Matters, their tasks, terms, reporters and files."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import PROCEDURES
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.privacy import OFFICE, OWN, TOLD

NAME_PLACE, PHONE_PLACE = "matters_reporter.name_sealed", "matters_reporter.phone_sealed"


class Kind(models.Model):
    """What a matter is about, three levels; the code is the path: 01, 0103, 010302."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    procedure = models.CharField(max_length=60)
    term_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    term_unit = models.CharField(max_length=8, blank=True)
    hint = models.CharField(max_length=120, blank=True)
    place_needed = models.BooleanField(default=True)
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["procedure", "code"], name="matters_kind_procedure")]

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    """One matter, handled by a procedure. `responsible` is never empty: it cannot fall between two offices."""

    class Channel(models.TextChoices):
        WINDOW = "window", _("窗口")
        PHONE = "phone", _("电话")
        WEB = "web", _("网页")
        MOBILE = "mobile", _("手机")
        GRID = "grid", _("网格上报")
        IMPORT = "import", _("文件导入")
        API = "api", _("接口")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=24, unique=True)
    query_index = models.CharField(max_length=64)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT)
    procedure = models.CharField(max_length=60)
    title = models.CharField(max_length=120)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    area_code = models.CharField(max_length=15)
    county_code = models.CharField(max_length=6)
    township_code = models.CharField(max_length=9, blank=True)
    area_name = models.CharField(max_length=160)
    state = models.CharField(max_length=20)
    responsible = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    overdue = models.BooleanField(default=False)
    supervised = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_level = models.PositiveSmallIntegerField(null=True, blank=True)
    extended = models.PositiveSmallIntegerField(default=0)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged"
    )
    version = models.PositiveIntegerField(default=1)
    shows_at = models.DateTimeField(
        null=True, blank=True, help_text="from when everybody reads it; null: always"
    )
    kept_back = models.CharField(max_length=1000, blank=True, help_text="why only its reason is public")

    class Meta:
        indexes = [
            # "the latest n" of a county or township: equality and order in one index; a range could only have one
            models.Index(fields=["county_code", "-opened_at", "-id"], name="matters_county_newest"),
            models.Index(fields=["township_code", "-opened_at", "-id"], name="matters_township_newest"),
            models.Index(fields=["area_code", "opened_at"], name="matters_area_opened"),
            models.Index(fields=["area_code", "closed_at"], name="matters_area_closed"),
            models.Index(fields=["closed_at"], name="matters_closed"),
            models.Index(
                fields=["area_code", "state"],
                name="matters_open_area_state",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["county_code", "due_at"],
                name="matters_open_county_due",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(fields=["due_at"], name="matters_open_due", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["-opened_at", "-id"], name="matters_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def label(self) -> str:
        """The state in words, as its procedure calls it."""
        return str(PROCEDURES[self.procedure].states(self.state).label)

    @property
    def awaited(self) -> str:
        """What the matter waits for, for lists; of a finished one, how it ended."""
        return PROCEDURES[self.procedure].awaited(self.state)

    @property
    def open(self) -> bool:
        """May everybody read it? As its procedure says."""
        return PROCEDURES[self.procedure].open


class ProcedureTable(models.Model):
    """What a procedure was when a matter was opened by it, under the hash that the opening act names."""

    digest = models.CharField(max_length=64, primary_key=True)
    table = models.JSONField()

    def __str__(self) -> str:
        return self.digest


class Task(models.Model):
    """What somebody in a role has to do. An open matter has exactly one open task of purpose LEAD."""

    class Purpose(models.TextChoices):
        LEAD = "lead", _("主办")
        HELP = "help", _("协办")
        APPROVE = "approve", _("审批延期")
        SUPERVISE = "supervise", _("督促")

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="tasks")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    role = models.CharField(max_length=24, choices=Role.choices)
    area_code = models.CharField(max_length=15)
    body = models.ForeignKey("bodies.Organisation", on_delete=models.PROTECT, related_name="+")
    body_code = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    amount = models.PositiveSmallIntegerField(default=0)
    asked_by = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    holds = OFFICE.of("asked_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(purpose="lead", closed_at__isnull=True),
                name="matters_one_lead",
            ),
            models.UniqueConstraint(
                fields=["matter", "purpose", "body"],
                condition=Q(closed_at__isnull=True),
                name="matters_one_task_a_body",
            ),
        ]
        indexes = [
            models.Index(
                fields=["role", "area_code"], name="matters_open_tasks", condition=Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.body} {self.matter_id}"

    @property
    def said(self) -> str:
        """Why it is on somebody's desk, where it is not simply theirs to handle."""
        return (
            "" if self.purpose == self.Purpose.LEAD else f"{self.get_purpose_display()} {self.note}".strip()
        )


class Clock(models.Model):
    """A term that runs, pauses or has stopped. `next_at`: when the worker must look at it again."""

    class State(models.TextChoices):
        RUNNING = "running", _("计时中")
        PAUSED = "paused", _("已暂停")
        STOPPED = "stopped", _("已结束")

    class Colour(models.TextChoices):
        GREEN = "green", _("正常")
        YELLOW = "yellow", _("即将到期")
        RED = "red", _("已超期")

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="clocks")
    rule = models.CharField(max_length=24)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    colour = models.CharField(max_length=6, choices=Colour.choices, default=Colour.GREEN)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    counted = models.JSONField(default=list)
    provisional = models.BooleanField(default=False)
    pauses = models.JSONField(
        default=list, help_text="[[from, to], …] as ISO moments; to is null while it lasts"
    )
    extra = models.PositiveSmallIntegerField(default=0, help_text="calendar days of extension")
    next_at = models.DateTimeField(null=True, blank=True)
    level = models.PositiveSmallIntegerField(default=0, help_text="how many levels it was taken up")
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "rule"], condition=~Q(state="stopped"), name="matters_one_clock_a_rule"
            )
        ]
        indexes = [models.Index(fields=["next_at"], name="matters_timers", condition=Q(state="running"))]

    def __str__(self) -> str:
        return f"{self.rule} {self.state} {self.due_at}"


class Reporter(models.Model):
    """Somebody who brought a matter in and is told of it. Without an account: the sealed name and phone.

    `follows`: only told, like whoever came by a merge; decides nothing.
    """

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="reporters")
    account = models.ForeignKey("people.Account", on_delete=models.PROTECT, null=True, blank=True)
    name_sealed = models.BinaryField(null=True)
    phone_sealed = models.BinaryField(null=True)
    came_from = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    follows = models.BooleanField(default=False)

    holds = TOLD.of("account", "name_sealed", "phone_sealed", owner="account")

    class Meta:
        indexes = [models.Index(fields=["account", "matter"], name="matters_reporter_account")]

    def __str__(self) -> str:
        return f"{self.matter_id} ← {self.account_id or '…'}"


class Attachment(models.Model):
    """A file handed in; stored once by its SHA-256, pictures without their EXIF data."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="attachments")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    mime = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    step = models.CharField(max_length=40)
    by = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    holds = TOLD.of("name", "by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "sha256"], name="matters_file_once")]
        indexes = [models.Index(fields=["sha256"], name="matters_same_file")]

    def __str__(self) -> str:
        return self.name


class Serial(models.Model):
    """The last number given in a county on a day."""

    scope = models.CharField(max_length=16, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"


class SavedFilter(models.Model):
    """A list somebody comes back to: the query of its address, under a name."""

    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=3000)

    holds = OWN.of("account", "name", "query", owner="account")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="matters_filter_name_once")]

    def __str__(self) -> str:
        return self.name
