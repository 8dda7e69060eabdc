"""States, themes, ways of carrying out; what the record says about covenants outside their procedure."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.record.declarations import RecordType


class State(models.TextChoices):
    DRAFTING = "drafting", pgettext_lazy("state", "起草")
    HEARING = "hearing", pgettext_lazy("state", "征求意见")
    REVISING = "revising", pgettext_lazy("state", "修改")
    REVIEW = "review", pgettext_lazy("state", "审核")
    READY = "ready", _("待表决")
    ADOPTED = "adopted", _("已表决，待备案")
    FILED = "filed", _("已备案，待公布")
    SHOWING = "showing", _("公布中")
    CONTESTED = "contested", _("有异议待处理")
    IN_FORCE = "in_force", _("已生效")
    DROPPED = "dropped", _("已放弃")


WRITING = (State.DRAFTING, State.REVISING)


class Theme(models.TextChoices):
    """The letter, 3.3: nine things that covenants should deal with. OWN: a theme of the place's own."""

    BANQUETS = "banquets", _("滥办酒席")
    BRIDE_PRICE = "bride_price", _("天价彩礼")
    SHOWING_OFF = "showing_off", _("攀比炫富")
    WASTE = "waste", _("铺张浪费")
    GANGS = "gangs", _("涉黑涉恶")
    DRUGS = "drugs", _("吸毒赌博")
    VIOLENCE = "violence", _("家庭暴力")
    ELDERLY = "elderly", _("拒绝赡养老人")
    WOMEN = "women", _("侵犯妇女权益")
    OWN = "own", _("其他（自拟）")


class Way(models.TextChoices):
    """The letter, 3.3: the four ways in which a covenant is carried out."""

    MEMBER = "member", _("专人负责")
    SUPERVISION = "supervision", _("村（居）务监督")
    COUNCIL = "council", _("群众组织")
    ASSESSMENT = "assessment", _("考核评议")


class Stance(models.TextChoices):
    FOR = "for", _("赞成")
    CHANGE = "change", _("建议修改")
    AGAINST = "against", pgettext_lazy("opinion", "不赞成")


class Means(models.TextChoices):
    ONLINE = "online", _("网上")
    PAPER = "paper", _("入户（纸质）")


class Conduct(models.TextChoices):
    PRAISE = "praise", _("值得表扬")
    BREACH = "breach", _("违反公约")


class Standing(models.TextChoices):
    """How a reported deed stands: it counts only once somebody else has looked into it."""

    REPORTED = "reported", _("待核实")
    CONFIRMED = "confirmed", _("已核实")
    DISMISSED = "dismissed", _("不属实")


DRAFTED = RecordType(
    "covenants.drafted", _("保存草案，共{clauses}条，法律提示{hints}处"), frozenset({"text"})
)
EXPLAINED = RecordType("covenants.explained", _("答复法律提示“{hint}”：{answer}"))
OPINED = RecordType(
    "covenants.opined", _("提出意见（{means}）：{stance}"), frozenset({"opinion", "household"})
)
COUNTED = RecordType(
    "covenants.counted", _("征求意见结束：全部{households}户，听取{heard}户，意见{opinions}条")
)
ENTERED = RecordType("covenants.entered", _("自{day}起施行（第{version}版）"))
REPEALED = RecordType("covenants.repealed", _("自{day}起废止第{version}版"))
ORDERED = RecordType("covenants.ordered", _("责令改正：{reason}"))
CHARGED = RecordType("covenants.charged", _("确定由{keeper}负责执行"))
REPORTED = RecordType(
    "covenants.conduct_reported", _("报告第{clause}条的执行情况：{conduct}"), frozenset({"what", "person"})
)
JUDGED = RecordType(
    "covenants.conduct_judged", _("核实第{clause}条的报告：{standing}"), frozenset({"reason"})
)
ASSESSED = RecordType(
    "covenants.assessed", _("{year}年执行情况评议：表扬{praises}件，违反{breaches}件"), frozenset({"text"})
)
RECORDS = (
    DRAFTED,
    EXPLAINED,
    OPINED,
    COUNTED,
    ENTERED,
    REPEALED,
    ORDERED,
    CHARGED,
    REPORTED,
    JUDGED,
    ASSESSED,
)
