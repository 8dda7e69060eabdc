"""States, forms, outcomes; what may be put to the meeting of everybody, as the two laws list it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Four(models.TextChoices):
    """How far a 四议两公开 has come."""

    PROPOSED = "proposed", _("党组织已提议")
    CONSULTED = "consulted", _("“两委”已商议")
    REVIEWED = "reviewed", _("党员大会已审议")
    RESOLVED = "resolved", _("已决议，待公开")
    SHOWING_RESOLUTION = "showing_resolution", _("决议公示中")
    CONTESTED_RESOLUTION = "contested_resolution", _("决议公示有异议")
    CARRYING = "carrying", _("实施中")
    CARRIED = "carried", _("已实施，待公开结果")
    SHOWING_RESULT = "showing_result", _("结果公示中")
    CONTESTED_RESULT = "contested_result", _("结果公示有异议")
    REVISING = "revising", _("未通过，待修改")
    DONE = "done", _("已完成")
    ENDED = "ended", _("已终止")


class Talk(models.TextChoices):
    """How far a topic of deliberation has come."""

    RAISED = "raised", _("已提出")
    ACCEPTED = "accepted", _("已受理")
    PREPARING = "preparing", _("筹备中")
    HELD = "held", _("已协商，待公开")
    CARRYING = "carrying", _("落实中")
    UNSETTLED = "unsettled", _("未达成一致")
    EVALUATING = "evaluating", _("评价中")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", _("不予受理")
    DROPPED = "dropped", _("已终止")


class Form(models.TextChoices):
    """How people deliberate (村民委员会组织法 33, 居民委员会组织法 32)."""

    COUNCIL = "council", _("议事会")
    HEARING = "hearing", _("听证会")
    TALK = "talk", _("恳谈会")


class Outcome(models.TextChoices):
    AGREED = "agreed", _("达成一致")
    PARTLY = "partly", _("部分达成一致")
    NONE = "none", _("没有达成一致")


class Source(models.TextChoices):
    """Who brings a topic in."""

    RESIDENT = "resident", _("居民提出")
    COMMITTEE = "committee", _("村（居）委会提出")
    CASE = "case", _("由群众诉求转来")
    PROPERTY = "property", _("物业矛盾纠纷")


class Means(models.TextChoices):
    ONLINE = "online", _("网上")
    PAPER = "paper", _("纸质")


# Codes of kinds: the first four digits tell the law and the procedure.
ROOT = "70"
VILLAGE_FOUR, RESIDENTS_FOUR, VILLAGE_TALK, RESIDENTS_TALK = "7001", "7002", "7003", "7004"
ROOTS = ((ROOT, _("议事协商")),)

# 村民委员会组织法 (2025) 28; what belongs to its item six is named by 27, 31, 40 and others.
VILLAGE_MATTERS = (
    ("700101", _("村庄规划、建设等重要事项")),
    ("700102", _("误工补贴的人员和标准")),
    ("700103", _("集体经济所得资金和物资的使用")),
    ("700104", _("公益事业的兴办、筹资筹劳和建设承包")),
    ("700105", _("重点帮扶人员和帮扶方案")),
    ("700106", _("村民会议认为应当决定的其他事项")),
)
# 居民委员会组织法 (2025) 30.
RESIDENTS_MATTERS = (
    ("700201", _("居民自治章程、居民公约")),
    ("700202", _("居民委员会的年度工作报告")),
    ("700203", _("涉及全体居民利益的其他重要事项")),
)
# 村民委员会组织法 (2025) 33, 居民委员会组织法 (2025) 32: what has to be deliberated.
TALK_MATTERS = (
    ("01", _("公共事务")),
    ("02", _("公益事业")),
    ("03", _("实际困难")),
    ("04", _("矛盾纠纷")),
)
