"""Terms, guards and what is asked for: the words that the steps are written with."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.declarations import Field, Party, TermRule, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.lib.canonical import Json
from gongzhi.lib.law import Cite
from gongzhi.lib.workdays import Term, Unit, due
from gongzhi.modules.cases.vocabulary import State

SINCE = date(2022, 5, 1)


def petitions(article: str) -> Cite:
    return Cite(gettext_noop("信访工作条例"), article, SINCE)


S, P, W = State, Party, Widget
ACTIVE = (S.ACCEPTED, S.ASSIGNED, S.IN_HAND)
BEFORE_ANSWER = (S.REGISTERED, *ACTIVE)
REOPEN_DAYS = 30  # 信访工作条例 35: a review may be asked for within 30 days of the answer


def record_type(key: str, sentence: Text, *personal: str) -> RecordType:
    return RecordType(f"cases.{key}", sentence, frozenset(personal))


TERMS = (
    TermRule(
        key="receipt",
        title=_("受理告知期限"),
        term=Term(2, Unit.WORKING),
        ceiling=Term(15, Unit.CALENDAR, petitions("二十三条")),
    ),
    TermRule(
        key="answer",
        title=_("答复期限"),
        term=Term(15, Unit.WORKING),
        ceiling=Term(60, Unit.CALENDAR, petitions("三十四条")),
        by_kind=True,
    ),
    TermRule(
        key="supplement",
        title=_("补充材料期限"),
        term=Term(15, Unit.CALENDAR),
        ceiling=Term(15, Unit.CALENDAR, petitions("二十三条")),
        lapses_to="supplement_lapsed",
    ),
    TermRule(
        key="rating",
        title=_("评价期限"),
        term=Term(15, Unit.CALENDAR),
        ceiling=Term(REOPEN_DAYS, Unit.CALENDAR, petitions("三十五条")),
        lapses_to="close_unrated",
    ),
    TermRule(
        key="filing",
        title=_("归档期限"),
        term=Term(5, Unit.WORKING),
        ceiling=Term(REOPEN_DAYS, Unit.CALENDAR, petitions("三十五条")),
        lapses_to="close",
    ),
)


def extended_before(matter: Matter, at: datetime) -> Text:
    return _("已经延期过一次，依规定不能再延。") if matter.extended else ""


def no_approval_open(matter: Matter, at: datetime) -> Text:
    waiting = any(t.purpose == "approve" and t.closed_at is None for t in matter.tasks.all())
    return "" if waiting else _("没有待审批的延期申请。")


def approval_open(matter: Matter, at: datetime) -> Text:
    return extended_before(matter, at) or (
        "" if no_approval_open(matter, at) else _("延期申请正在等待审批。")
    )


def day_end(moment: datetime) -> datetime:
    """Answer midnight: a right that is used online does not end when offices close (Civil Code 203)."""
    return timezone.localtime(moment).replace(hour=23, minute=59, second=59)


def reopen_too_late(matter: Matter, at: datetime) -> Text:
    window = Term(REOPEN_DAYS, Unit.CALENDAR)
    if matter.answered_at and at <= day_end(due(matter.answered_at, window, calendar()).at):
        return ""
    return _("答复已超过30日。仍有意见的，可以另行提出新的事项。")


def nobody_to_return_to(matter: Matter, at: datetime) -> Text:
    leads = [t for t in matter.tasks.all() if t.purpose == "lead"]
    known = any(t.closed_at and t.body_id != matter.responsible_id for t in leads)
    return "" if known else _("本单位是首个承办单位，没有上一单位可退。")


def at_level(matter: Matter, at: datetime) -> dict[str, Json]:
    """What figures count an ending by: the level of the body that was responsible."""
    return {"level": len(matter.responsible.area_code)}


def came_back(matter: Matter, at: datetime) -> dict[str, Json]:
    """Whether a case had ended before: then it is open once more."""
    return {"from_end": matter.closed_at is not None}


REASON = Field(name="reason", label=_("理由"), help=_("会记入办理过程，反映人可以看到。"), most=500)
NOTE = Field(name="note", label=_("说明"), required=False, most=1000)
FILES = Field(name="files", label=_("照片或文件"), widget=W.FILES, required=False)
ANSWER = (
    Field(name="answer", label=_("答复内容"), help=_("反映人会看到全文。请写明查实的情况、处理结果和依据。")),
    Field(
        name="publish",
        label=_("公开这份答复（隐去个人信息）"),
        widget=W.TICK,
        required=False,
        help=_("公开页只显示下面的标题和经过隐去处理的答复，不显示反映人写的内容。"),
    ),
    Field(name="public_title", label=_("公开标题"), widget=W.LINE, required=False, most=60),
    FILES,
)
