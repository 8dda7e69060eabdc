"""Terms with their sources, what is asked for, what stands in the way of a step.

For deputies of townships the city's regulation sets two months, four at most (article 16). For the others the law
only says that they are answered and that it is made public (article 42): three months, six at most, is the custom
that a city sets, and the article beside it is the reason, not its source. Terms of matters are counted in days: a
month is as many days as make it never longer than the months it stands for, whenever it begins.
"""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from gongzhi.kernel.matters.declarations import Field, Party, TermRule, Text, Widget
from gongzhi.kernel.matters.models import Matter, Task
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.lib.law import Cite
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.proposals.models import Opinion, Proposal, Reply
from gongzhi.modules.proposals.vocabulary import Openness, Sort, State


def deputies(article: str) -> Cite:
    return Cite(gettext_noop("地方各级人民代表大会和地方各级人民政府组织法"), article, date(2022, 3, 12))


def townships(article: str) -> Cite:
    return Cite(gettext_noop("重庆市乡镇人民代表大会工作条例"), article, date(2016, 3, 31))


def openness(article: str) -> Cite:
    return Cite(gettext_noop("政府信息公开条例"), article, date(2019, 5, 15))


S, P, W = State, Party, Widget
ANSWERING, PUBLIC, TOWN = deputies("四十二条"), openness("二十六条"), townships("十六条")
TWO_MONTHS, THREE_MONTHS, FOUR_MONTHS, SIX_MONTHS = (
    59,
    89,
    120,
    181,
)  # the shortest such stretches of a calendar
MOST = {Sort.TOWNSHIP: FOUR_MONTHS}  # with all extensions; else SIX_MONTHS
LONGEST_EXTENSION = SIX_MONTHS - THREE_MONTHS
ROUNDS = 2  # a reply that does not satisfy is handled once more


def _set(key: str, title: Text, amount: int, most: int, unit: Unit = Unit.CALENDAR, to: str = "") -> TermRule:
    """A term that a city sets: within `most` days."""
    ceiling = Term(most, Unit.CALENDAR, ANSWERING)
    return TermRule(key=key, title=title, term=Term(amount, unit), ceiling=ceiling, lapses_to=to)


TERMS = (
    _set("handing", _("交办期限"), 10, 30, Unit.WORKING),
    _set("acceptance", _("签收期限"), 5, 15, Unit.WORKING),
    TermRule(
        key="answer",
        title=_("办理答复期限"),
        term=Term(THREE_MONTHS, Unit.CALENDAR),
        ceiling=Term(SIX_MONTHS, Unit.CALENDAR, ANSWERING),
        by_kind=True,
    ),
    _set("opinion", _("协办意见期限"), 30, 60),
    _set("countersign", _("会签期限"), 5, 15, Unit.WORKING),
    _set("again", _("再次办理期限"), 30, THREE_MONTHS),
    _set("receipt", _("反馈意见期限"), 30, 60, to="receipt_lapsed"),
    TermRule(
        key="publishing",
        title=_("公开期限"),
        term=Term(20, Unit.WORKING),
        ceiling=Term(20, Unit.WORKING, PUBLIC),
    ),
    _set("fulfilment", _("承诺事项落实期限"), 365, 1826),  # set to the day of the next open commitment
    _set("filing", _("办结期限"), 10, 30, Unit.WORKING),
)


def record_type(key: str, sentence: Text, *personal: str) -> RecordType:
    """`personal`: what offices write to each other on the way; everybody reads that it was written, not what."""
    return RecordType(f"proposals.{key}", sentence, frozenset(personal))


DRAFTED = record_type("drafted", _("起草答复，引用数据{figures}处"), "draft")


def of(matter: Matter) -> Proposal:
    return Proposal.objects.get(pk=matter.pk)


def opinions_of(matter: Matter) -> list[Opinion]:
    """Answer what co-organisers were asked for in this round."""
    proposal = of(matter)
    return list(proposal.opinions.filter(round=proposal.round).select_related("body").order_by("pk"))


def not_drafted(matter: Matter, at: datetime) -> Text:
    proposal = of(matter)
    if not proposal.draft:
        return _("还没有起草答复。请先起草并保存。")
    if not proposal.reply_class or not proposal.contact or not proposal.phone:
        return _("请先在起草页选定答复类别，填好联系人和电话。")
    return ""


def opinions_missing(matter: Matter, at: datetime) -> Text:
    """A co-organiser who lets its own term pass does not hold up the reply."""
    running = matter.clocks.filter(rule="opinion", due_at__gte=at).exclude(state="stopped").exists()
    names = _("、").join(o.body.name for o in opinions_of(matter) if not o.given_at)
    if names and running:
        return _("还在等协办意见：{names}。期限届满后可以直接继续。").format(names=names)
    return not_drafted(matter, at)


def alone(matter: Matter, at: datetime) -> Text:
    return opinions_missing(matter, at) if opinions_of(matter) else _("没有协办单位，请直接报请签发。")


def together(matter: Matter, at: datetime) -> Text:
    if matter.state == S.COUNTERSIGNING:
        names = _("、").join(o.body.name for o in opinions_of(matter) if not o.agreed_at)
        return _("还没有会签：{names}。").format(names=names) if names else ""
    return _("有协办单位，请先送会签。") if opinions_of(matter) else not_drafted(matter, at)


def extended_before(matter: Matter, at: datetime) -> Text:
    if of(matter).round > 1:
        return _("再次办理不能延期。")
    if matter.extended:
        return _("已经延期过一次，不能再延。")
    return _("延期申请正在等待审批。") if _asked(matter) else ""


def not_asked(matter: Matter, at: datetime) -> Text:
    return "" if _asked(matter) else _("没有待审批的延期申请。")


def _asked(matter: Matter) -> bool:
    return matter.tasks.filter(purpose=Task.Purpose.APPROVE, closed_at__isnull=True).exists()


def latest(matter: Matter) -> Reply | None:
    return Reply.objects.filter(proposal=matter.pk).order_by("-round").first()


def not_to_publish(matter: Matter, at: datetime) -> Text:
    reply = latest(matter)
    if reply is None or reply.openness == Openness.NONE:
        return _("签发时已定为不公开。")
    return _("这份答复已经公开。") if reply.published_at else ""


def unpublished(matter: Matter, at: datetime) -> Text:
    if not not_to_publish(matter, at):
        return _("答复还没有公开。请先公开，再办结。")
    left = of(matter).commitments.filter(done_at__isnull=True).count()
    return _("还有{n}项承诺没有落实。").format(n=left) if left else ""


def nothing_promised(matter: Matter, at: datetime) -> Text:
    open_ = of(matter).commitments.filter(done_at__isnull=True, round__in=_signed_rounds(matter)).exists()
    return "" if open_ else _("没有待落实的承诺。")


def _signed_rounds(matter: Matter) -> list[int]:
    return list(Reply.objects.filter(proposal=matter.pk).values_list("round", flat=True))


def last_round(matter: Matter, at: datetime) -> Text:
    return "" if of(matter).round < ROUNDS else _("已经再次办理过。您的意见会如实记录并报告。")


def first_round(matter: Matter, at: datetime) -> Text:
    return "" if of(matter).round >= ROUNDS else _("不满意的，请选“不满意，请再次办理”。")


REASON = Field(name="reason", label=_("理由"), most=500)
NOTE = Field(name="note", label=_("说明"), required=False, most=1000)
