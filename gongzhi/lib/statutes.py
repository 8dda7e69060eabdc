"""What the laws on self-government set in days, intervals and numbers: each with its article and its first day.

Two texts of both organisation laws are alive: those of 2018 until 2025-12-31, those of 2025 from 2026-01-01. The
last article of the village law still says "from the day of publication"; the Decision that amended it says
2026-01-01. A title that names a year is that of a text that is no longer in force. What is in no law but was
chosen is named in `SETTINGS`; what only the city's own measures say cites them (`local`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongzhi.lib.law import Cite, Dated
from gongzhi.lib.workdays import Term, Unit

OLD = date(2018, 12, 29)  # both organisation laws as amended in 2018
NEW = date(2026, 1, 1)  # both as revised or amended on 2025-10-28
CITY = date(2013, 11, 1)  # the city's measures for carrying out the village law
CODE = date(2021, 1, 1)  # the Civil Code
PROPERTY = date(2018, 3, 19)  # the regulation on property management, third revision
CHARITY = date(2016, 9, 1)
CHARITY_NEW = date(2024, 9, 5)
FOUNDATIONS = date(2004, 6, 1)
LETTER = date(2019, 1, 1)  # the round of 2019, of which the letter of 2020-04-13 tells

CITY_MEASURES = "重庆市实施〈中华人民共和国村民委员会组织法〉办法"


def village_2018(article: str) -> Cite:
    return Cite("村民委员会组织法（2018年修正）", article, OLD, NEW)


def village(article: str) -> Cite:
    return Cite("村民委员会组织法", article, NEW)


def residents_2018(article: str) -> Cite:
    return Cite("城市居民委员会组织法（2018年修正）", article, OLD, NEW)


def residents(article: str) -> Cite:
    return Cite("城市居民委员会组织法", article, NEW)


def city_measures(article: str) -> Cite:
    return Cite(CITY_MEASURES, article, CITY)


def civil_code(article: str) -> Cite:
    return Cite("民法典", article, CODE)


def property_regulation(article: str, until: date | None = None) -> Cite:
    return Cite("物业管理条例", article, PROPERTY, until)


def party_branches(article: str) -> Cite:
    return Cite("中国共产党支部工作条例（试行）", article, date(2018, 10, 25))


def foundations(article: str) -> Cite:
    return Cite("基金会管理条例", article, FOUNDATIONS)


@dataclass(frozen=True, slots=True)
class Interval:
    """At least once in so many months; 0: as soon as there is something."""

    months: int
    law: Cite


@dataclass(frozen=True, slots=True)
class Bounds:
    """At least, at most, both included; None: no such bound."""

    least: int | None
    most: int | None
    law: Cite

    def hold(self, number: int) -> bool:
        return (self.least is None or self.least <= number) and (self.most is None or number <= self.most)


def days(amount: int, law: Cite, unit: Unit = Unit.CALENDAR) -> tuple[date, Term]:
    return law.since, Term(amount, unit, law)


def every(months: int, law: Cite) -> tuple[date, Interval]:
    return law.since, Interval(months, law)


def bounds(least: int | None, most: int | None, law: Cite) -> tuple[date, Bounds]:
    return law.since, Bounds(least, most, law)


# How long something must stand, how early it must be said, how soon it must be done.
TERMS: Mapping[str, Dated[Term]] = {
    # A notice of disclosed affairs stands. The 2018 texts set no time; the city asked villages for ten days.
    "publication_village": Dated(days(10, city_measures("三十条")), days(15, village("三十五条"))),
    "publication_residents": Dated(days(15, residents("三十四条"))),
    # Before a meeting.
    "notice_village_assembly": Dated(days(10, village_2018("二十一条")), days(10, village("二十五条"))),
    "notice_village_representatives": Dated(days(3, city_measures("十二条"))),
    "notice_residents_assembly": Dated(days(10, residents("二十六条"))),
    "notice_owners": Dated(days(15, property_regulation("十四条"))),
    "owners_committee_filed": Dated(days(30, property_regulation("十六条"))),
    "asked_village_representatives": Dated(days(15, city_measures("十二条"))),
    # Around an election.
    "roll_village": Dated(days(20, village_2018("十四条")), days(20, village("十七条"))),
    "roll_residents": Dated(days(20, residents("十七条"))),
    "roll_objection_village": Dated(days(5, village_2018("十四条")), days(5, village("十七条"))),
    "roll_objection_residents": Dated(days(5, residents("十七条"))),
    "roll_answer_village": Dated(days(3, village_2018("十四条")), days(3, village("十七条"))),
    "roll_answer_residents": Dated(days(3, residents("十七条"))),
    "handover_village": Dated(days(10, village_2018("二十条")), days(10, village("二十四条"))),
    "handover_residents": Dated(days(10, residents("二十五条"))),
    # After the quarter, after the month, after the event: by when a village discloses, in the city.
    "disclosure_general": Dated(days(15, city_measures("三十条"))),
    "disclosure_finance": Dated(days(15, city_measures("三十条"))),
    "disclosure_important": Dated(days(10, city_measures("三十条"))),
    "disclosure_objection_answer": Dated(days(3, city_measures("三十一条"))),
    "supervision_objection": Dated(days(5, city_measures("三十五条"))),
    "supervision_answer": Dated(days(5, city_measures("三十五条"))),
    "appraisal_notice": Dated(days(10, city_measures("三十六条"))),
    # The law says that a covenant is filed, and with whom; within how many days is ours.
    "covenant_filed_village": Dated(days(10, village_2018("二十七条")), days(10, village("三十一条"))),
    "covenant_filed_residents": Dated(days(10, residents_2018("十五条")), days(10, residents("三十一条"))),
    # The letter, 2.3: "公示5个工作日", at the district and again in the city.
    "honours_publicity": Dated(
        days(5, Cite("重庆市民政局对0629号提案的复函", "二部分第三项", LETTER), Unit.WORKING)
    ),
}

# How often.
INTERVALS: Mapping[str, Dated[Interval]] = {
    "village_assembly": Dated(every(12, village("二十五条"))),
    "village_representatives": Dated(every(3, village_2018("二十六条")), every(3, village("三十条"))),
    "residents_representatives": Dated(every(6, residents("二十八条"))),
    "disclosure_general": Dated(every(3, village_2018("三十条")), every(3, village("三十五条"))),
    "disclosure_finance": Dated(every(1, village_2018("三十条")), every(1, village("三十五条"))),
    "disclosure_important": Dated(every(0, village_2018("三十条")), every(0, village("三十五条"))),
    "disclosure_residents": Dated(every(0, residents("三十四条"))),
    "appraisal_village": Dated(every(12, village_2018("三十三条")), every(12, village("三十八条"))),
    "appraisal_residents": Dated(every(12, residents("三十七条"))),
    "term_village": Dated(every(60, village_2018("十一条")), every(60, village("十四条"))),
    "term_residents": Dated(every(60, residents_2018("八条")), every(60, residents("十四条"))),
    "foundation_report": Dated(every(12, foundations("三十六条"))),
    "charity_campaign": Dated(
        every(3, Cite("慈善法（2016年）", "七十三条", CHARITY, CHARITY_NEW)),
        every(3, Cite("慈善法", "七十九条", CHARITY_NEW)),
    ),
}

# How many.
BOUNDS: Mapping[str, Dated[Bounds]] = {
    "households_of_community": Dated(
        bounds(100, 700, residents_2018("六条")), bounds(1000, 3000, residents("三条"))
    ),
    "village_committee": Dated(bounds(3, 7, village_2018("六条")), bounds(3, 7, village("八条"))),
    "residents_committee": Dated(bounds(5, 9, residents_2018("七条")), bounds(5, 9, residents("八条"))),
    "households_of_village_representative": Dated(
        bounds(5, 15, village_2018("二十五条")), bounds(5, 15, village("二十九条"))
    ),
    "households_of_residents_representative": Dated(bounds(20, 50, residents("十三条"))),
    # Since 2026 representatives are chosen by households, so many a group no more.
    "representatives_of_group": Dated(
        bounds(2, 3, residents_2018("九条")), bounds(None, None, residents("十三条"))
    ),
    "nominating_voters": Dated(bounds(10, None, residents("十八条"))),
    # The 2018 text lets near relatives vote for somebody, and sets no number.
    "proxies_village": Dated(bounds(None, None, village_2018("十五条")), bounds(None, 3, village("十八条"))),
    "proxies_residents": Dated(bounds(None, 3, residents("十九条"))),
    # So many appraisals "unfit" in a row end the post.
    "unfit_village": Dated(bounds(2, None, village_2018("三十三条")), bounds(2, None, village("三十八条"))),
    "unfit_residents": Dated(bounds(2, None, residents("三十七条"))),
    "foundation_meetings": Dated(bounds(2, None, foundations("二十一条"))),
    "foundation_board": Dated(bounds(5, 25, foundations("二十条"))),
}

# Chosen by the platform: the article cited is the reason, not the source of the number.
SETTINGS = frozenset({"covenant_filed_village", "covenant_filed_residents", "honours_publicity"})


def lasts(term: Term, since: date, until: date) -> bool:
    """Do `term`'s calendar days lie between? The first day is not counted (Civil Code 201), the last one is.

    For what must stand so long, or be said so long before. Raises ValueError for other units than days.
    """
    if term.unit is not Unit.CALENDAR:
        raise ValueError("only calendar days can be counted without a calendar")
    return (until - since).days >= term.amount


def local(law: Cite | None) -> bool:
    """Does only the city say so? Another city has other measures."""
    return law is not None and law.title == CITY_MEASURES


def post_ends(key: str, unfit: list[bool], *, on: date) -> bool:
    """Do the last appraisals, oldest first, end the post? `key`: unfit_village or unfit_residents."""
    row = BOUNDS[key].on(on).least or 1
    return len(unfit) >= row and all(unfit[-row:])
