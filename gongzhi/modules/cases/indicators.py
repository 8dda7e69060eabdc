"""What cases count for: reported, answered, closed and at which level, overdue."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.indicators.declarations import Flow, Indicator, Ratio, Stock
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.people.vocabulary import Audience
from gongzhi.kernel.record.declarations import Count
from gongzhi.kernel.territory.vocabulary import CITY, COMMUNITY, COUNTY, TOWNSHIP
from gongzhi.lib.law import Cite

from .procedures import CASE

REPORTED, ANSWERED, CLOSED, OPEN = "cases.reported", "cases.answered", "cases.closed", "cases.open"
OVERDUE, STARS, RATED = "cases.overdue", "cases.stars", "cases.rated"
ENDS = ("closed", "closed_unrated", "declined", "merged", "withdrawn")
CASES = pgettext_lazy("unit", "件")
PETITIONS = Cite("信访工作条例", "三十四条", date(2022, 5, 1))
STAFFING = _("重庆市民政局2020年4月13日对0629号提案的复函，第8.6节")

COUNTS = (
    Count(REPORTED, kind=CASE.opens.key, by=("channel",)),
    Count(OPEN, kind=CASE.opens.key),
    *(Count(OPEN, kind=f"cases.{end}", sign=-1) for end in ENDS),
    Count(OPEN, kind="cases.reopened", where={"from_end": True}),
    *(Count(ANSWERED, kind=f"cases.{key}") for key in ("answered", "answered_at_once")),
    *(Count(CLOSED, kind=f"cases.{key}", by=("level",)) for key in ("closed", "closed_unrated")),
    Count(OVERDUE, kind="matters.overdue", where={"procedure": CASE.key, "rule": "answer"}),
    Count(STARS, kind="cases.rated", amount="stars"),
    Count(RATED, kind="cases.rated"),
)
LEVELS = {
    str(CITY): _("市级"),
    str(COUNTY): _("区县"),
    str(TOWNSHIP): _("街道（乡镇）"),
    str(COMMUNITY): _("社区（村）"),
}
CHANNELS = dict(Matter.Channel.choices)

INDICATORS = (
    Indicator(
        key="cases.reported",
        title=_("反映的诉求"),
        reading=Flow(REPORTED),
        unit=CASES,
        definition=_("时段内登记的群众诉求，不论从哪个渠道提出"),
        source=PETITIONS,
        by=("channel",),
        words={"channel": (_("渠道"), CHANNELS)},
    ),
    Indicator(
        key="cases.open",
        title=_("在办的诉求"),
        reading=Stock(OPEN),
        unit=CASES,
        definition=_("时段末已经登记、还没有办结的群众诉求"),
        source=PETITIONS,
    ),
    Indicator(
        key="cases.answered",
        title=_("答复的诉求"),
        reading=Flow(ANSWERED),
        unit=CASES,
        definition=_("时段内作出的答复；重新办理后再次答复的，再算一次"),
        source=PETITIONS,
    ),
    Indicator(
        key="cases.closed",
        title=_("办结的诉求"),
        reading=Flow(CLOSED),
        unit=CASES,
        definition=_("时段内评价后或者评价期满办结的群众诉求，按办结时的承办层级区分"),
        source=PETITIONS,
        by=("level",),
        words={"level": (_("承办层级"), LEVELS)},
    ),
    Indicator(
        key="cases.closed_low",
        title=_("在社区（村）办结的占比"),
        reading=Ratio(Flow(CLOSED, {"level": COMMUNITY}), Flow(CLOSED), 100),
        unit="%",
        digits=1,
        definition=_("时段内办结的群众诉求里，由社区（村）一级办结的占多少"),
        source=STAFFING,
    ),
    Indicator(
        key="cases.overdue",
        title=_("答复超期的诉求"),
        reading=Flow(OVERDUE),
        unit=CASES,
        definition=_("时段内超过答复期限、由系统上报督促的群众诉求"),
        source=PETITIONS,
        audience=Audience.OFFICER,
    ),
    Indicator(
        key="cases.rating",
        title=_("平均评价"),
        reading=Ratio(Flow(STARS), Flow(RATED)),
        unit=_("星"),
        digits=1,
        definition=_("时段内反映人给出的星数之和，除以评价的次数"),
        source=PETITIONS,
    ),
)
