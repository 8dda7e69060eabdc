"""How far apart disclosures lie, which is what the letter asks about the three affairs; how many came in time."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.indicators.declarations import Flow, Indicator, Ratio, Rule, Text
from gongzhi.kernel.publications.declarations import MONTHS, Every
from gongzhi.kernel.record.declarations import Count

from .procedures import DUTIES, THREE_AFFAIRS
from .vocabulary import DISCLOSED, Group

DONE, GAPS = "disclosure.done", "disclosure.gaps"
COUNTS = (
    Count(DONE, kind=DISCLOSED.key, by=("key", "on_time"), day="of"),
    Count(GAPS, kind=DISCLOSED.key, amount="gap", by=("key",), day="of"),  # months
)


def _interval(key: str, title: Text, unit: Text, definition: Text, every: Every, *groups: Group) -> Indicator:
    """The mean distance between disclosures of these duties; each is at least one period, so 1 means none was left out."""
    duties = tuple(d.key for d in DUTIES if d.every is every and d.group in {g.label for g in groups})
    return Indicator(
        key=key,
        title=title,
        reading=Ratio(Flow(GAPS, {"key": duties}), Flow(DONE, {"key": duties})),
        unit=unit,
        definition=definition,
        source=THREE_AFFAIRS,
        digits=1,
        scale=MONTHS[every],
        rule=Rule(at_most=1),
        records="disclosure:overview",
    )


INDICATORS = (
    _interval(
        "disclosure.general_interval",
        _("一般事项公布周期"),
        _("个季度"),
        _("期内公开的党务、村（居）务和财务，与同一事项上一次公开的那一期平均相隔几个季度"),
        Every.QUARTER,
        *Group,
    ),
    _interval(
        "disclosure.busy_finance_interval",
        _("往来较多的财务公布周期"),
        _("个月"),
        _("财务往来较多、应当每月公布的村（社区），期内公布的财务收支与上一次公布的那一期平均相隔几个月"),
        Every.MONTH,
        Group.FINANCE,
    ),
    Indicator(
        key="disclosure.on_time",
        title=_("按期公开的占比"),
        reading=Ratio(Flow(DONE, {"on_time": True}), Flow(DONE), 100),
        unit="%",
        digits=1,
        definition=_("属于这一时段、已经公开的三务里，在期限以内公开的占多少；还没有公开的见“应当公开”"),
        source=THREE_AFFAIRS,
        records="disclosure:overview",
    ),
)
