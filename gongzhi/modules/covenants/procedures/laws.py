"""The articles that covenants rest on, in a village and among residents; the terms of the procedure.

The law sets one number: what is made public stands for at least fifteen days. That a covenant is filed, and that
the township orders corrections, it says without a number. Every other amount is a setting; the article beside it is
the reason, not its source.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import TermRule, Text
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import NEW, TERMS, residents, village
from gongzhi.lib.workdays import Term, Unit


@dataclass(frozen=True, slots=True)
class Laws:
    """`made`: filed with the township, which orders corrections; `decided`: by the meeting; `party`: first discussed
    by the party organisation; `kept`: carried out by the committee; `shown`: made public; `delegated`: to the
    representatives, which the village law does not allow for covenants. `filing`, `standing`: keys of statutes.TERMS.
    """

    made: Cite
    decided: Cite
    party: Cite
    heard: Cite
    kept: Cite
    supervised: Cite
    shown: Cite
    delegated: Cite | None
    filing: str
    standing: str


def _laws(law: Callable[[str], Cite], *, village: bool) -> Laws:
    return Laws(
        made=law("三十一条"),
        decided=law("三十一条" if village else "三十条"),
        party=law("二十八条" if village else "三十条"),
        heard=law("三十三条" if village else "三十二条"),
        kept=law("十二条" if village else "十一条"),
        supervised=law("三十七条" if village else "三十六条"),
        shown=law("三十五条" if village else "三十四条"),
        delegated=None if village else law("三十条"),
        filing="covenant_filed_village" if village else "covenant_filed_residents",
        standing="publication_village" if village else "publication_residents",
    )


VILLAGE, RESIDENTS = _laws(village, village=True), _laws(residents, village=False)

# (key, title, calendar days, at most), settings all of them.
SETTINGS: tuple[tuple[str, Text, int, int], ...] = (
    ("drafting", _("起草期限"), 90, 180),
    ("opinions", _("征求意见期限"), 20, 60),
    ("revising", _("修改期限"), 60, 180),
    ("review", _("审核期限"), 15, 30),
    ("voting", _("表决期限"), 60, 180),
    ("publishing", _("公布期限"), 10, 15),
)
LONGEST_SHOWN = 60  # days: the law bounds the time of publication from below only; no draft hangs for ever


def own_terms(laws: Laws) -> tuple[TermRule, ...]:
    filed = TERMS[laws.filing].on(NEW)
    return (
        *(
            TermRule(
                key=key,
                title=title,
                term=Term(amount, Unit.CALENDAR),
                ceiling=Term(most, Unit.CALENDAR, laws.shown if key == "publishing" else laws.made),
            )
            for key, title, amount, most in SETTINGS
        ),
        TermRule(key="filing", title=_("备案期限"), term=filed, ceiling=filed),
    )


def showing_terms(laws: Laws) -> tuple[TermRule, TermRule]:
    """The fifteen days are a minimum, so they are the term; the answer to an objection is a setting."""
    return (
        TermRule(
            key="text",
            title=_("公布期"),
            term=TERMS[laws.standing].on(NEW),
            ceiling=Term(LONGEST_SHOWN, Unit.CALENDAR, laws.shown),
            lapses_to="close_text",
        ),
        TermRule(
            key="objection",
            title=_("异议答复期限"),
            term=Term(5, Unit.CALENDAR),
            ceiling=Term(15, Unit.CALENDAR, laws.shown),
        ),
    )
