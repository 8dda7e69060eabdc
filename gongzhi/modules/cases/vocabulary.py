"""States of a case, and the lawful reasons to pause one."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.record.declarations import RecordType


class State(models.TextChoices):
    REGISTERED = "registered", _("已登记")
    ACCEPTED = "accepted", _("已受理")
    ASSIGNED = "assigned", _("已派单")
    IN_HAND = "in_hand", _("办理中")
    WAITING = "waiting", _("待反映人补充")
    PAUSED = "paused", _("已暂停")
    ANSWERED = "answered", _("已答复")
    RATED = "rated", _("已评价")
    CLOSED = "closed", _("已办结")
    DECLINED = "declined", pgettext_lazy("state", "不予受理")
    MERGED = "merged", _("已并案")
    WITHDRAWN = "withdrawn", _("已撤回")


class PauseReason(models.TextChoices):
    """Why a term may stand still: none of them lies in the hands of the body itself."""

    EXPERT = "expert", _("需要鉴定、检测或者听证")
    COURT = "court", _("正在诉讼、仲裁或者行政复议")
    FORCE = "force", _("自然灾害等不可抗力")
    SEASON = "season", _("须待施工季节或者停水停电窗口")


class Function(models.TextChoices):
    """Departments of a district that are responsible for some kinds of case."""

    HOUSING = "housing", _("住房城乡建设委员会")
    WORKS = "works", _("城市管理局")
    ECOLOGY = "ecology", _("生态环境局")
    TRAFFIC = "traffic", _("交通运输委员会")
    LABOUR = "labour", _("人力资源和社会保障局")
    HEALTH = "health", _("卫生健康委员会")
    EDUCATION = "education", _("教育委员会")


CONTACT_SEEN = RecordType("cases.contact_seen", _("查看反映人的联系方式：{reason}"), frozenset({"reason"}))
LESSON_CHOSEN = RecordType("cases.lesson_chosen", _("推荐类别改用{day}学得的模型"))
