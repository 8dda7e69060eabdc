"""The catalogue: what a community makes public, how often, by which article; and the duties that arise from it.

The laws of 2025 set for villages: the general quarterly, busy finances monthly, important matters at once; for
residents' committees only "promptly". The quarterly and monthly rhythm for these, and that party affairs are one
of three, is what the letter of 2020 asks of both; the days of grace for them are those that the city's measures
give villages. Both are settings.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.publications.declarations import DisclosureDuty, Every, Owed
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import LETTER, NEW, TERMS, city_measures, residents, village
from gongzhi.lib.workdays import Term, Unit

from .models import Busy
from .vocabulary import Group

Text = str | Promise
THREE_AFFAIRS = Cite("重庆市民政局对0629号提案的复函", "二部分第一项", LETTER)
VILLAGE, RESIDENTS = village("三十五条"), residents("三十四条")
GENERAL, IMPORTANT = (TERMS[key].on(NEW) for key in ("disclosure_general", "disclosure_important"))
# A complaint is verified: the city's measures say so of villages; for residents' committees it is a setting.
VERIFYING = Term(10, Unit.CALENDAR, city_measures("三十一条"))
STANDS = {
    Owed.VILLAGE: TERMS["publication_village"],
    Owed.RESIDENTS: TERMS["publication_residents"],
}


@dataclass(frozen=True, slots=True)
class Item:
    """Something that belongs into a disclosure, by its article."""

    group: Group
    owed: Owed
    title: Text
    law: Cite


ITEMS = (
    Item(Group.PARTY, Owed.BOTH, _("党组织的工作安排、决议决定和落实情况"), THREE_AFFAIRS),
    Item(Group.PARTY, Owed.BOTH, _("组织生活、发展党员、党费收缴使用情况"), THREE_AFFAIRS),
    Item(Group.AFFAIRS, Owed.VILLAGE, _("村民会议、村民代表会议讨论决定的事项及其实施情况"), VILLAGE),
    Item(Group.AFFAIRS, Owed.VILLAGE, _("协助人民政府开展工作的情况"), VILLAGE),
    Item(Group.AFFAIRS, Owed.VILLAGE, _("组织协商确定的事项及其落实情况"), VILLAGE),
    Item(Group.AFFAIRS, Owed.VILLAGE, _("涉及村民利益、村民普遍关心的其他事项"), VILLAGE),
    Item(
        Group.FINANCE,
        Owed.VILLAGE,
        _("政府拨付和接受社会捐赠的救灾救助、补贴补助等资金、物资的管理使用情况"),
        VILLAGE,
    ),
    Item(Group.FINANCE, Owed.VILLAGE, _("财务收支情况"), VILLAGE),
    Item(Group.AFFAIRS, Owed.RESIDENTS, _("居民会议、居民代表会议讨论决定的事项及其实施情况"), RESIDENTS),
    Item(Group.FINANCE, Owed.RESIDENTS, _("政府拨付和接受社会捐赠的资金、物资的管理使用情况"), RESIDENTS),
    Item(Group.AFFAIRS, Owed.RESIDENTS, _("居民委员会所有和使用的设施的管理使用情况"), RESIDENTS),
    Item(Group.AFFAIRS, Owed.RESIDENTS, _("社区服务项目实施情况"), RESIDENTS),
    Item(Group.AFFAIRS, Owed.RESIDENTS, _("组织协商确定的事项及其落实情况"), RESIDENTS),
    Item(Group.AFFAIRS, Owed.RESIDENTS, _("协助政府开展工作的情况"), RESIDENTS),
    Item(Group.AFFAIRS, Owed.RESIDENTS, _("涉及本社区居民利益、居民普遍关心的其他事项"), RESIDENTS),
)


def busy_on(day: date) -> Collection[str]:
    """Answer the communities whose finances are marked as busy on a day."""
    held = Busy.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
    return set(held.values_list("area_code", flat=True))


def _duty(
    key: str,
    title: Text,
    what: Text,
    group: Group,
    owed: Owed,
    every: Every,
    law: Cite,
    whose: Callable[[date], Collection[str]] | None = None,
) -> DisclosureDuty:
    return DisclosureDuty(
        key=f"disclosure.{key}",
        title=title,
        what=what,
        group=group.label,
        owed=owed,
        every=every,
        since=NEW,
        law=law,
        grace=IMPORTANT if every is Every.AT_ONCE else GENERAL,
        whose=whose,
    )


PARTY_WHAT = _("党组织的工作、决定、组织生活和党费情况")
VILLAGE_WHAT = _("会议决定及其实施、协助政府的工作、协商确定的事项、村民关心的其他事项")
RESIDENTS_WHAT = _("会议决定及其实施、设施管理、服务项目、协商确定的事项、协助政府的工作、居民关心的其他事项")
MONEY_WHAT = _("财务收支，政府拨付和社会捐赠的资金、物资的管理使用情况")
MONTH_WHAT = _("本月的财务收支情况")
ONCE_WHAT = _("涉及村（居）民利益的重大事项")
PARTY = _duty("party", _("党务"), PARTY_WHAT, Group.PARTY, Owed.BOTH, Every.QUARTER, THREE_AFFAIRS)
AT_ONCE = {
    True: _duty(
        "at_once_village", _("重大事项"), ONCE_WHAT, Group.AFFAIRS, Owed.VILLAGE, Every.AT_ONCE, VILLAGE
    ),
    False: _duty(
        "at_once_residents", _("重大事项"), ONCE_WHAT, Group.AFFAIRS, Owed.RESIDENTS, Every.AT_ONCE, RESIDENTS
    ),
}
_Q, _M, _V, _R = Every.QUARTER, Every.MONTH, Owed.VILLAGE, Owed.RESIDENTS
DUTIES = (
    PARTY,
    _duty("affairs_village", _("村务"), VILLAGE_WHAT, Group.AFFAIRS, _V, _Q, VILLAGE),
    _duty("affairs_residents", _("居务"), RESIDENTS_WHAT, Group.AFFAIRS, _R, _Q, THREE_AFFAIRS),
    _duty("finance_village", _("财务"), MONEY_WHAT, Group.FINANCE, _V, _Q, VILLAGE),
    _duty("finance_residents", _("财务"), MONEY_WHAT, Group.FINANCE, _R, _Q, THREE_AFFAIRS),
    _duty("monthly_village", _("每月财务收支"), MONTH_WHAT, Group.FINANCE, _V, _M, VILLAGE, busy_on),
    _duty("monthly_residents", _("每月财务收支"), MONTH_WHAT, Group.FINANCE, _R, _M, THREE_AFFAIRS, busy_on),
    *AT_ONCE.values(),
)
BY_KEY = {duty.key: duty for duty in DUTIES}


_GROUPS = {
    "party": Group.PARTY,
    "affairs": Group.AFFAIRS,
    "at": Group.AFFAIRS,
    "finance": Group.FINANCE,
    "monthly": Group.FINANCE,
}


def group_of(duty: str) -> Group:
    """Answer which of the three affairs a duty belongs to; of another module's: the community's affairs."""
    return _GROUPS.get(duty.removeprefix("disclosure.").partition("_")[0], Group.AFFAIRS)
