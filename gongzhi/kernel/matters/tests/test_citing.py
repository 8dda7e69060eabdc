from datetime import date

from django.utils.translation import override

from gongzhi.kernel.matters.templatetags.citing import TITLES, cited
from gongzhi.lib.law import Cite
from gongzhi.lib.majority import REQUESTS, RULES
from gongzhi.lib.statutes import BOUNDS, INTERVALS, TERMS

LAW = Cite("信访工作条例", "三十四条", date(2022, 5, 1))


def test_in_chinese_a_citation_stays_as_it_is() -> None:
    assert cited(LAW) == "《信访工作条例》第三十四条"
    assert cited(None) == ""


@override("en")
def test_in_english_a_citation_has_the_title_and_the_number_in_english() -> None:
    assert cited(LAW) == "Regulations on Petitions, article 34"


def test_every_title_that_the_library_cites_can_be_translated() -> None:
    numbers = (value for table in (TERMS, INTERVALS, BOUNDS) for row in table.values() for _day, value in row)
    versions = (version for rule in (*RULES.values(), *REQUESTS.values()) for _day, version in rule.versions)
    laws = [number.law for number in numbers] + [version.law for version in versions]
    assert {law.title for law in laws if law} <= set(TITLES)


@override("en")
def test_a_text_that_is_no_longer_in_force_says_so_in_english() -> None:
    law = RULES["village_representatives"].on(date(2025, 12, 31)).law
    assert cited(law) == "Organic Law of Villagers’ Committees (as amended 2018), article 26"
