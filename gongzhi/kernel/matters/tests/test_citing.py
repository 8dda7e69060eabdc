from datetime import date

from django.utils.translation import override

from gongzhi.kernel.matters.templatetags.citing import cited
from gongzhi.lib.law import Cite

LAW = Cite("信访工作条例", "三十四条", date(2022, 5, 1))


def test_in_chinese_a_citation_stays_as_it_is() -> None:
    assert cited(LAW) == "《信访工作条例》第三十四条"
    assert cited(None) == ""


@override("en")
def test_in_english_a_citation_has_the_title_and_the_number_in_english() -> None:
    assert cited(LAW) == "Regulations on Petitions, article 34"
