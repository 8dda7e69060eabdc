"""Rules of meetings and what they found, in words."""

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gongzhi.lib.majority import RULES, Finding, needed

RULE_TITLES: dict[str, str | Promise] = {
    "village_assembly_voters": gettext_lazy("村民会议（十八周岁以上村民过半数参加）"),
    "village_assembly_households": gettext_lazy("村民会议（三分之二以上的户派代表参加）"),
    "village_representatives": gettext_lazy("村民代表会议"),
    "residents_assembly_voters": gettext_lazy("居民会议（十八周岁以上居民过半数参加）"),
    "residents_assembly_households": gettext_lazy("居民会议（过半数的户派代表参加）"),
    "residents_assembly_representatives": gettext_lazy("居民会议（居民代表过半数参加）"),
    "residents_representatives": gettext_lazy("居民代表会议"),
    "party_members": gettext_lazy("党员大会"),
    "two_committees": gettext_lazy("村“两委”会议"),
    "residents_two_committees": gettext_lazy("社区“两委”会议"),
    "committee": gettext_lazy("村民委员会会议"),
    "residents_committee": gettext_lazy("居民委员会会议"),
}
FINDINGS: dict[str, str | Promise] = {
    "no_members": gettext_lazy("没有登记组成人员"),
    "nobody_present": gettext_lazy("应到{members}人，没有人到会"),
    "quorum_met": gettext_lazy("应到{members}人，实到{present}人，达到法定人数（至少{needed}人）"),
    "quorum_missing": gettext_lazy(
        "应到{members}人，实到{present}人，不足法定人数（至少{needed}人），会议无效"
    ),
    "majority_met": gettext_lazy("同意{yes}票，按{of}人计算，达到通过所需的{needed}票"),
    "majority_missing": gettext_lazy("同意{yes}票，按{of}人计算，没有达到通过所需的{needed}票"),
    "composition_unknown": gettext_lazy("没有核对组成人员的结构"),
    "too_few_representatives": gettext_lazy(
        "组成人员{members}人，其中代表{there}人，少于{needed}人，会议无效"
    ),
    "too_few_women": gettext_lazy("组成人员{members}人，其中妇女代表{there}人，少于{needed}人，会议无效"),
    "notice_met": gettext_lazy("提前{days}日通知（至少{needed}日）"),
    "notice_too_short": gettext_lazy("只提前{days}日通知，少于{needed}日，会议无效"),
    "urgent_notice": gettext_lazy("因特殊情况临时通知（一般须提前{needed}日）"),
    "notice_unknown": gettext_lazy("没有通知的日期"),
}


def rule_title(rule: str) -> str:
    return str(RULE_TITLES.get(rule, rule))


def said(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Answer each finding as a sentence and its article."""
    return [(str(FINDINGS[f.code]).format_map(f.numbers), str(f.cite or "")) for f in findings]


def quorum_of(rule: str, members: int, *, on: date) -> int:
    """Answer how many must come; 1 where the law asks for no quorum. Raises LookupError as `Rule.on` does."""
    quorum = RULES[rule].on(on).quorum
    return needed(quorum.share, members) if quorum and members else 1


def possible(rules: Iterable[str], *, on: date) -> list[tuple[str, str]]:
    """Answer those rules that the law of a day knows, with their titles."""
    return [(rule, rule_title(rule)) for rule in rules if _known(rule, on)]


def _known(rule: str, on: date) -> bool:
    try:
        RULES[rule].on(on)
    except LookupError:
        return False
    return True
