"""What is sent to a grid, who cuts grids, and what the record says about both."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import RecordType

MANAGERS = (Role.COMMUNITY_WORKER, Role.SUBDISTRICT_OFFICER)


class Sent(models.TextChoices):
    PEOPLE = "people", _("人员")
    GOODS = "goods", _("物资")
    SERVICE = "service", _("服务")


CLOSED = RecordType(
    "grids.closed", _("撤销原因：{reason}；同时结束{workers}名网格员的任期、{postings}项下沉")
)
POSTED = RecordType("grids.posted", _("下沉{kind}：{what}，自{since}起"), frozenset({"what", "note"}))
WITHDRAWN = RecordType("grids.withdrawn", _("自{until}起撤回{kind}：{what}（{reason}）"), frozenset({"what"}))
