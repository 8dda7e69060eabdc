"""States of a proposal's handling, who brought it in, classes of replies, what deputies say about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    RECEIVED = "received", _("待交办")
    ASSIGNED = "assigned", _("待签收")
    IN_HAND = "in_hand", _("起草答复")
    COUNTERSIGNING = "countersigning", _("会签中")
    SIGNING = "signing", _("待签发")
    ANSWERED = "answered", _("待反馈意见")
    HEARD = "heard", _("抓落实")
    CLOSED = "closed", _("已办结")


class Sort(models.TextChoices):
    """Whose proposal it is; each is a kind of matter of its own."""

    CONSULTATIVE = "consultative", _("政协提案")
    CONGRESS = "congress", _("人大代表建议")
    TOWNSHIP = "township", _("乡镇人大代表建议")


class ReplyClass(models.TextChoices):
    A = "A", _("A类：所提问题已经解决或者采纳")
    B = "B", _("B类：列入计划，正在解决")
    C = "C", _("C类：受条件限制，留作参考")


class Openness(models.TextChoices):
    WHOLE = "whole", _("全文公开")
    PART = "part", _("摘要公开")
    NONE = "none", _("不公开")


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    MOSTLY = "mostly", _("基本满意")
    UNSATISFIED = "unsatisfied", _("不满意")


class Light(models.TextChoices):
    """How near the end of the term is: blue within thirty days, yellow when four fifths are over, red when it is late."""

    GREEN = "green", _("期限宽裕")
    BLUE = "blue", _("蓝灯：不足30日")
    YELLOW = "yellow", _("黄灯：已过八成")
    RED = "red", _("红灯：已超期")


WRITING = (State.IN_HAND,)
