"""States of motions and foundings, kinds of units, what the record says about an estate."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.record.declarations import RecordType

KIND_GROUP, MOTION_KIND, FOUNDING_KIND = "74", "740101", "740102"
PERSON, AREA = "person", "area"
AREA_LENGTH = 12  # an estate lies in a community


class UnitKind(models.TextChoices):
    """As `lib.majority` knows them."""

    FLAT = "flat", _("住宅")
    SHOP = "shop", _("商铺")
    PARKING = "parking", _("车位")
    STORAGE = "storage", _("储藏间")


class Motion(models.TextChoices):
    """How far what is put to the owners is."""

    DRAFTED = "drafted", _("议题拟定中")
    NOTICED = "noticed", _("已通知全体业主")
    PREPARING = "preparing", _("表决准备中")
    POLLING = "polling", _("表决中")
    COUNTING = "counting", _("计票中")
    COUNTED = "counted", _("计票完毕，待公示结果")
    SHOWING = "showing", _("结果公示中")
    CONTESTED = "contested", _("结果异议处理中")
    DECIDED = "decided", _("结果已生效")
    REVOKED = "revoked", _("决定已被撤销")
    WITHDRAWN = "withdrawn", _("已撤回")


class Founding(models.TextChoices):
    """How far the first assembly of an estate is."""

    APPLIED = "applied", _("征集业主联名")
    CONFIRMED = "confirmed", _("条件已核实，组建筹备组")
    GROUPED = "grouped", _("筹备组已组成，待公示")
    SHOWING = "showing", _("筹备方案公示中")
    CONTESTED = "contested", _("筹备方案异议处理中")
    READY = "ready", _("公示期满，首次业主大会会议表决")
    FOUNDED = "founded", _("业主大会已成立")
    ENDED = "ended", _("已终止")


class Caller(models.TextChoices):
    """Who wants something put to the owners."""

    COMMITTEE = "committee", _("业主委员会召集")
    OWNERS = "owners", _("业主联名提议")
    SUBDISTRICT = "subdistrict", _("街道（乡镇）责令召开")
    GROUP = "group", _("筹备组召集")


class Ground(models.TextChoices):
    """Because of what a first assembly is prepared."""

    OWNERS = "owners", _("业主书面申请")
    DEVELOPER = "developer", _("建设单位书面报告")


class Subject(models.IntegerChoices):
    """Civil Code 278, by its numbers."""

    RULES = 1, _("制定和修改业主大会议事规则")
    COVENANT = 2, _("制定和修改管理规约")
    COMMITTEE = 3, _("选举业主委员会或者更换业主委员会成员")
    MANAGER = 4, _("选聘和解聘物业服务企业或者其他管理人")
    USE_FUND = 5, _("使用建筑物及其附属设施的维修资金")
    RAISE_FUND = 6, _("筹集建筑物及其附属设施的维修资金")
    REBUILD = 7, _("改建、重建建筑物及其附属设施")
    COMMON_PARTS = 8, _("改变共有部分的用途或者利用共有部分从事经营活动")
    OTHER = 9, _("有关共有和共同管理权利的其他重大事项")


class Bar(models.TextChoices):
    """Why somebody may not be a member of the committee: owners only, who can act for themselves, as the rules say."""

    NOT_OWNER = "not_owner", _("不是本小区业主")
    NOT_CAPABLE = "not_capable", _("不具有完全民事行为能力")
    RULES = "rules", _("不符合议事规则规定的任职条件")


class AuditKind(models.TextChoices):
    YEARLY = "yearly", _("年度审计")
    LEAVING = "leaving", _("离任审计")


ENROLLED = RecordType("owners.enrolled", _("登记小区，地址{address}"))
IMPORTED = RecordType("owners.imported", _("导入业主名册：{units}个房号，总面积{area}㎡"))
CORRECTED = RecordType("owners.corrected", _("更正{room}的登记（{what}）：{reason}"), frozenset({"values"}))
SOLD = RecordType("owners.sold", _("{room}自{since}起转让"), frozenset({"names"}))
ANSWERS = RecordType("owners.voice_named", _("{room}由共有人中的一人行使表决权"), frozenset({"names"}))
DISPUTED = RecordType("owners.disputed", _("业主对{room}的登记提出异议，{due}前答复"), frozenset({"text"}))
ANSWERED = RecordType(
    "owners.dispute_answered", _("答复对{room}登记的异议：{outcome}"), frozenset({"answer"})
)
FILED = RecordType("owners.filed", _("{body}向街道（乡镇）备案，{days}"))
SEATED = RecordType("owners.elected", _("选出业主委员会成员{count}名，任期至{until}"))
OFFICERS_CHOSEN = RecordType(
    "owners.officers_chosen",
    _("业主委员会推选主任、副主任：到会{present}人，同意{agreed}人，{days}"),
    frozenset({"names"}),
)
SEAL_ASKED = RecordType("owners.seal_asked", _("申请用印第{number}号：{purpose}（{document}）"))
SEAL_APPROVED = RecordType(
    "owners.seal_approved", pgettext_lazy("in the record", "同意用印第{number}号，第{count}人")
)
SEAL_REFUSED = RecordType("owners.seal_refused", _("不同意用印第{number}号：{reason}"))
SEAL_USED = RecordType("owners.seal_used", _("用印第{number}号，已存照片"))
AUDITED = RecordType("owners.audited", _("公布{sort}报告（{year}）"))
HANDOVER_BEGUN = RecordType("owners.handover_begun", _("开始移交资料和财物，{lines}项，{due}前完成"))
HANDOVER_TICKED = RecordType("owners.handover_ticked", _("移交清单第{number}项：{side}确认"))
HANDOVER_DONE = RecordType("owners.handover_done", _("移交完毕，双方逐项确认"))
ORDERED = RecordType("owners.ordered", _("责令改正，{due}前：{reason}"))
COMPLIED = RecordType("owners.complied", _("报告改正情况：{answer}"))
DISSOLVED = RecordType("owners.dissolved", _("业主委员会终止：{reason}"))
REMINDED = RecordType("owners.reminded", _("提醒尚未表决的业主{count}名"))
RULED = RecordType(
    "owners.rules_set",
    _("登记议事规则：{areas}计入面积，{heads}计入人数，未售的{unsold}，提前{days}日通知"),
)
OWN_RECORDS = (
    ENROLLED, IMPORTED, CORRECTED, SOLD, ANSWERS, DISPUTED, ANSWERED, FILED, SEATED, OFFICERS_CHOSEN, SEAL_ASKED,
    SEAL_APPROVED, SEAL_REFUSED, SEAL_USED, AUDITED, HANDOVER_BEGUN, HANDOVER_TICKED, HANDOVER_DONE, ORDERED, COMPLIED,
    DISSOLVED, REMINDED, RULED,
)  # fmt: skip
