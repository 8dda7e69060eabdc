"""The three affairs, the sides of a table of amounts, what the record says about disclosure."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.record.declarations import RecordType


class Group(models.TextChoices):
    """The three affairs (三务). A publication of one of them is of the kind `disclosure.<value>`."""

    PARTY = "party", _("党务")
    AFFAIRS = "affairs", _("村（居）务")
    FINANCE = "finance", _("财务")

    @property
    def kind(self) -> str:
        return f"disclosure.{self.value}"


KINDS = {group.kind: group for group in Group}


class Side(models.TextChoices):
    INCOME = "income", _("收入")
    SPENDING = "spending", _("支出")


DISCLOSED = RecordType("disclosure.disclosed", _("履行公开义务：{duty}（{period}）"))
CALLED_FOR = RecordType("disclosure.called_for", _("应当随时公开：{about}，最迟{until}"))
BUSY = RecordType("disclosure.busy", _("自{since}起每月公布财务收支：{reason}"))
QUIET = RecordType("disclosure.quiet", _("自{until}起不再要求每月公布财务收支：{reason}"))
COMPLAINED = RecordType(
    "disclosure.complained", _("反映未按规定公开或者公开不实，应当在{until}前核实"), frozenset({"text"})
)
VERIFIED = RecordType("disclosure.verified", _("核实完毕：{finding}"), frozenset({"answer"}))
RECORDS = (DISCLOSED, CALLED_FOR, BUSY, QUIET, COMPLAINED, VERIFIED)
