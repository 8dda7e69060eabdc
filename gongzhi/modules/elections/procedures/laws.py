"""The articles that elections rest on, in a village (both versions) and among residents; the terms of the procedure.

The law sets the days of the roll, of an answer to a protest, and of the handover. Every other number of days is a
setting; the article beside it is the reason, not its source.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import TermRule, Text
from gongzhi.lib.election import Body
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import NEW, OLD, TERMS, residents, village, village_2018
from gongzhi.lib.workdays import Term, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """`body`: whose law. `on`: a day on which this version holds. `supervised`: the body that supervises is chosen."""

    body: Body
    on: date
    term: Cite
    committee: Cite
    franchise: Cite
    roll: Cite
    nomination: Cite
    vote: Cite
    recall: Cite
    void: Cite
    vacancy: Cite
    handover: Cite
    supervised: Cite

    @property
    def all(self) -> tuple[Cite, ...]:
        found = (self.term, self.committee, self.franchise, self.roll, self.nomination, self.vote)
        return tuple(dict.fromkeys((*found, self.vacancy, self.handover)))


def _laws(body: Body, on: date, law: Callable[[str], Cite], *articles: str) -> Laws:
    names = ("term", "committee", "franchise", "roll", "nomination", "vote", "recall", "void")
    keys = (*names, "vacancy", "handover", "supervised")
    return Laws(body=body, on=on, **{key: law(a) for key, a in zip(keys, articles, strict=True)})


VILLAGE = _laws(
    Body.VILLAGE,
    NEW,
    village,
    *("十四条", "十五条", "十六条", "十七条", "十八条", "十八条", "十九条", "二十一条"),
    *("二十三条", "二十四条", "三十七条"),
)
VILLAGE_2018 = _laws(
    Body.VILLAGE,
    OLD,
    village_2018,
    *("十一条", "十二条", "十三条", "十四条", "十五条", "十五条", "十六条", "十七条"),
    *("十九条", "二十条", "三十二条"),
)
RESIDENTS = _laws(
    Body.RESIDENTS,
    NEW,
    residents,
    *("十四条", "十五条", "十六条", "十七条", "十八条", "十九条", "二十条", "二十二条"),
    *("二十四条", "二十五条", "三十六条"),
)
MEDIATION = Cite("人民调解法", "九条", date(2011, 1, 1))
MEDIATION_YEARS = 3  # 人民调解法 9


def limit(key: str, title: Text, amount: int, most: int, law: Cite, lapses_to: str = "") -> TermRule:
    """A term of calendar days: ours, and at most."""
    return TermRule(
        key=key,
        title=title,
        term=Term(amount, Unit.CALENDAR, law),
        ceiling=Term(most, Unit.CALENDAR, law),
        lapses_to=lapses_to,
    )


def of_law(key: str, title: Text, term: str, laws: Laws, lapses_to: str = "") -> TermRule:
    """A term that the law itself sets."""
    found = TERMS[f"{term}_{laws.body}"].on(laws.on)
    return TermRule(key=key, title=title, term=found, ceiling=found, lapses_to=lapses_to)


def roll_terms(laws: Laws) -> tuple[TermRule, TermRule]:
    """Five days for protests from the day of publication, three for the answer."""
    return (
        of_law("roll", _("名单申诉期"), "roll_objection", laws, "close_roll"),
        of_law("roll_answer", _("申诉处理期限"), "roll_answer", laws),
    )


def terms(laws: Laws) -> tuple[TermRule, ...]:
    return (
        limit("form", _("推选选举委员会的期限"), 30, 60, laws.committee),
        limit("plan", _("制定选举方案的期限"), 15, 30, laws.committee),
        limit("register", _("选民登记期限"), 60, 120, laws.franchise),
        limit("nominate", _("提名期限"), 15, 60, laws.nomination),
        limit("review", _("联审期限"), 15, 60, laws.nomination),
        limit("vote", _("组织投票的期限"), 60, 120, laws.vote),
        limit("declare", _("宣布结果的期限"), 1, 3, laws.vote),
        of_law("handover", _("工作移交期限"), "handover", laws),
        *roll_terms(laws),
    )
