"""What was signed off and remarked of figures."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from gongzhi.kernel.indicators.models import Approval
from gongzhi.kernel.indicators.selectors import Value, rounded
from gongzhi.kernel.indicators.services import REMARKED, stream_of
from gongzhi.kernel.record.models import Entry
from gongzhi.lib.periods import Period


@dataclass(frozen=True, slots=True)
class Signed:
    """The value that was signed off, and what was counted since."""

    approval: Approval
    now: Value

    @property
    def number(self) -> Fraction:
        return Fraction(self.approval.value)

    @property
    def shown(self) -> str:
        return f"{rounded(self.number, self.now.indicator.digits):f}"

    @property
    def correction(self) -> str:
        """What has changed since, with its sign; '' where nothing has."""
        change = (self.now.number or Fraction(0)) - self.number
        return f"{rounded(change, self.now.indicator.digits):+f}" if change else ""


def signed(values: Collection[Value], *, area: str, period: Period) -> dict[str, Signed]:
    """Answer, by indicator, the latest sign-off of each of these figures that has one; in one query."""
    now = {value.indicator.key: value for value in values}
    found = Approval.objects.filter(indicator__in=now, area_code=area, period=period.text).order_by(
        "at", "pk"
    )
    return {approval.indicator: Signed(approval, now[approval.indicator]) for approval in found}


def remarks(key: str, *, area: str, period: Period) -> list[Entry]:
    """Answer what was remarked of a figure, oldest first."""
    said = Entry.objects.filter(stream=stream_of(key), kind=REMARKED.key, area_code=area)
    return list(said.filter(payload__period=period.text).order_by("seq"))
