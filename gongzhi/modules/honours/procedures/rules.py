"""Terms and guards of both procedures.

The letter (2.3) says what happens in which order, and that both publicities last five working days. All other
terms are settings of this platform; the letter is cited as the reason for the step, not as the source of the number.
"""

from datetime import datetime
from typing import cast

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kernel.matters.declarations import TermRule, Text
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import LETTER, TERMS
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.honours.models import Category, DistrictList, Nomination, Programme, Quota
from gongzhi.modules.honours.vocabulary import Listing, Stage

from .ranking import Rank, Tally, ranked

SHOWN = TERMS["honours_publicity"].on(LETTER)
LAW = cast(Cite, SHOWN.law)


def record_type(key: str, sentence: Text, *personal: str) -> RecordType:
    return RecordType(f"honours.{key}", sentence, frozenset(personal))


def setting(key: str, title: Text, amount: int, unit: Unit = Unit.WORKING) -> TermRule:
    """A term that a body keeps, chosen by the platform."""
    return TermRule(key=key, title=title, term=Term(amount, unit), ceiling=Term(amount, unit, LAW))


def publicity(key: str, title: Text) -> TermRule:
    """Five working days, neither fewer nor more: term and ceiling are one, so that no holiday cuts it short."""
    return TermRule(key=f"show_{key}", title=title, term=SHOWN, ceiling=SHOWN, lapses_to=f"close_{key}")


CITY_PUBLICITY = publicity("city", gettext_lazy("全市公示期"))
DISTRICT_PUBLICITY = publicity("district", gettext_lazy("区县公示期"))
ANSWER = setting("answer", gettext_lazy("异议处理期限"), 5)


def open_nominees(district_list: DistrictList) -> int:
    waiting = (Stage.PROPOSED, Stage.ENDORSED)
    return district_list.nominations.filter(stage__in=waiting).count()


def not_ready_to_report(matter: Matter, at: datetime) -> Text:
    held = DistrictList.objects.get(pk=matter.pk)
    if n := open_nominees(held):
        return _("还有{n}个推荐对象没有审核完，请先确定推荐或者退回。").format(n=n)
    if not held.nominations.filter(stage=Stage.RECOMMENDED).exists():
        return _("还没有确定推荐任何对象。确实没有合适对象的，请选择“不推荐”。")
    return ""


def still_nominating(matter: Matter, at: datetime) -> Text:
    programme = Programme.objects.get(pk=matter.pk)
    if timezone.localdate(at) > programme.nominate_until:
        return ""
    waiting = programme.lists.filter(matter__state=Listing.COLLECTING).count()
    if not waiting:
        return ""
    return _("推荐到{day}截止，还有{n}个区县没有报送。").format(
        day=programme.nominate_until.isoformat(), n=waiting
    )


def lists_missing(matter: Matter, at: datetime) -> Text:
    """Why the leading group cannot decide yet: lists that were not formally submitted."""
    done = (Listing.SUBMITTED, Listing.WAIVED)
    waiting = DistrictList.objects.filter(programme=matter.pk).exclude(matter__state__in=done).count()
    return _("还有{n}个区县没有正式上报名单。").format(n=waiting) if waiting else ""


def review_unfinished(matter: Matter, at: datetime) -> Text:
    """Why the review cannot be concluded: too few marks for somebody, or equals whose order is open."""
    programme = Programme.objects.get(pk=matter.pk)
    ranks = [rank for group in standing(programme).values() for rank in group]
    if not ranks:
        return _("没有进入评审的推荐对象。")
    # What was dropped as highest and lowest was still given: the quorum counts marks, not what is left of them.
    few = sum(len(n.scores.all()) < programme.quorum for n in under_review(programme))
    if few:
        return _("还有{n}个推荐对象的评分不足{quorum}人。").format(n=few, quorum=programme.quorum)
    if ties := sum(rank.open for rank in ranks):
        return _("有{n}个推荐对象同分且影响名额或者递补顺序，请先由评审会决定先后。").format(n=ties)
    return ""


def under_review(programme: Programme) -> list[Nomination]:
    """Answer the nominees that districts recommended, with their marks."""
    found = Nomination.objects.filter(listed_in__programme=programme, stage=Stage.RECOMMENDED)
    return list(found.select_related("category", "listed_in", "body").prefetch_related("scores"))


def places_of(programme: Programme) -> dict[tuple[int, str], int]:
    """Answer the places by category and district."""
    rows = Quota.objects.filter(category__programme=programme)
    return {(q.category_id, q.district): q.places for q in rows}


def standing(programme: Programme) -> dict[tuple[Category, str], list[Rank[Nomination]]]:
    """Answer the order as the marks stand now, by category and district, in three queries."""
    places = places_of(programme)
    groups: dict[tuple[Category, str], list[Tally[Nomination]]] = {}
    for nominee in under_review(programme):
        marks = tuple(score.mark for score in nominee.scores.all())
        where = (nominee.category, nominee.listed_in.district)
        groups.setdefault(where, []).append(Tally(nominee, marks, nominee.tie))
    return {
        (category, district): ranked(
            tallies, places=places.get((category.pk, district), 0), drops=programme.drops_extremes
        )
        for (category, district), tallies in sorted(
            groups.items(), key=lambda item: (item[0][1], item[0][0].number)
        )
    }
