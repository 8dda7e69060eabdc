"""States of a round, of a district's list and of a nominee; who may not judge whom; what the record says."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.record.declarations import RecordType

KIND_GROUP, PROGRAMME_KIND, LIST_KIND = "72", "720101", "720102"


class Round(models.TextChoices):
    """How far a programme is."""

    NOMINATING = "nominating", _("推荐中")
    REVIEWING = "reviewing", _("评审中")
    CONFIRMING = "confirming", _("区县公示和上报中")
    APPROVED = "approved", _("已审定，待公示")
    SHOWING = "showing", _("全市公示中")
    CONTESTED = "contested", _("公示异议处理中")
    CLEARED = "cleared", _("公示期满，待表彰")
    HONOURED = "honoured", _("已表彰")
    ENDED = "ended", _("已终止")


class Listing(models.TextChoices):
    """How far the list of one district is."""

    COLLECTING = "collecting", _("推荐中")
    REPORTED = "reported", _("已报送，待评审")
    LISTED = "listed", _("评审完毕，待公示")
    SHOWING = "showing", _("区县公示中")
    CONTESTED = "contested", _("公示异议处理中")
    CLEARED = "cleared", _("公示期满，待上报")
    SUBMITTED = "submitted", _("已正式上报")
    WAIVED = "waived", _("未推荐")
    ENDED = "ended", _("已终止")


class Stage(models.TextChoices):
    """How far a nominee came."""

    PROPOSED = "proposed", _("社区（村）已推荐")
    ENDORSED = "endorsed", _("街道（乡镇）已审核")
    RECOMMENDED = "recommended", _("区县已推荐")
    LISTED = "listed", _("列入推荐名单")
    RESERVE = "reserve", _("递补人选")
    HONOURED = "honoured", _("已表彰")
    RETURNED = "returned", pgettext_lazy("nominee", "已退回")
    STRUCK = "struck", _("已取消资格")
    PASSED_OVER = "passed_over", _("未入选")


LIVE = (Stage.PROPOSED, Stage.ENDORSED, Stage.RECOMMENDED, Stage.LISTED, Stage.RESERVE, Stage.HONOURED)


class Nominee(models.TextChoices):
    ORGANISATION = "organisation", _("组织")
    PERSON = "person", _("个人")


class Conflict(models.TextChoices):
    """Why somebody may not judge a nominee."""

    SELF = "self", _("被推荐人是本人")
    RELATIVE = "relative", _("与被推荐对象有近亲属关系")
    BODY = "body", _("与被推荐对象同一单位，或者是推荐它的单位")
    NOMINATOR = "nominator", _("推荐过程由本人经办")
    OTHER = "other", _("其他可能影响公正的关系")


# What the actor declares; the rest is found without being told.
DECLARED = ((Conflict.RELATIVE.value, Conflict.RELATIVE.label), (Conflict.OTHER.value, Conflict.OTHER.label))


class Approval(models.TextChoices):
    """How the leading group decides; which of them a city uses is its own setting."""

    MEETING = "meeting", _("领导小组会议审定")
    PAPER = "paper", _("领导小组办公室报批审定")


NOMINATED = RecordType("honours.nominated", _("{body}推荐{count}个对象"), frozenset({"names"}))
ENDORSED = RecordType("honours.endorsed", _("{body}审核通过{count}个推荐对象"), frozenset({"names"}))
RECOMMENDED = RecordType("honours.recommended", _("{body}确定推荐{count}个对象"), frozenset({"names"}))
RETURNED = RecordType(
    "honours.returned", _("{body}退回1个推荐对象：{reason}"), frozenset({"names", "reason"})
)
APPOINTED = RecordType("honours.appointed", _("聘请{count}名评审人员"), frozenset({"names"}))
RECUSED = RecordType(
    "honours.recused", _("1名评审人员回避1个推荐对象：{ground}"), frozenset({"names", "note"})
)
SCORED = RecordType("honours.scored", _("1名评审人员完成{count}个推荐对象的评分"), frozenset({"marks"}))
TIE_DECIDED = RecordType(
    "honours.tie_decided", _("{category}有{count}个对象同分，由评审会决定先后：{how}"), frozenset({"names"})
)
STRUCK = RecordType("honours.struck", _("取消1个推荐对象的资格，{promoted}：{reason}"), frozenset({"names"}))
REVOKED = RecordType("honours.revoked", _("撤销证书{code}的荣誉：{reason}"), frozenset({"names"}))
CONFERRED = RecordType("honours.conferred", _("表彰{organisations}个组织、{persons}名个人"))
CORRECTED = RecordType("honours.corrected", _("更正1个推荐对象的信息：{reason}"), frozenset({"names"}))
OWN_RECORDS = (
    NOMINATED, ENDORSED, RECOMMENDED, RETURNED, APPOINTED, RECUSED, SCORED, TIE_DECIDED, STRUCK, CONFERRED, REVOKED,
    CORRECTED,
)  # fmt: skip
