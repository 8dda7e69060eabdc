"""Law texts cut into articles with the day they hold from; a plain question and the passage that answers it."""

from datetime import date

import pytest

from gongzhi.lib.text.clauses import parsed
from gongzhi.lib.text.finding import Finder, Passage
from gongzhi.lib.text.wordings import wordings

TEXT = """# 来源：编写的例子

# 中华人民共和国晾晒条例

2019年3月1日通过

## 第一章 总 则

第一条 为了方便晾晒，制定本条例。

第二条　居民可以在阳台晾晒衣物。

下列地方不得晾晒：
（一）消防车通道；
（二）变电站围栏。

## 第二章 附 则

第三条 本条例自2019年5月1日起施行。
"""
PASSAGES = [
    Passage(1, "晾晒条例 总则", "居民可以在阳台晾晒衣物。不得在消防车通道晾晒衣物。"),
    Passage(2, "养犬条例 登记", "饲养犬只的，应当自取得犬只之日起三十日内登记。犬只应当免疫。"),
    Passage(3, "养犬条例 处罚", "不登记的，处二百元罚款。"),
    Passage(4, "物业条例 费用", "业主应当按照约定交纳物业费。物业服务企业不得停止供水催交。"),
]
WORDS = wordings("said,meant\n狗,犬只\n上牌,登记\n断水,停止供水\n")


def test_a_text_is_cut_into_articles_below_their_headings() -> None:
    law = parsed(TEXT, "晾晒条例(2019-03-01)")
    assert (law.title, law.part, law.adopted, law.since, law.assumed) == (
        "晾晒条例",
        "",
        date(2019, 3, 1),
        date(2019, 5, 1),
        False,
    )
    assert [(one.number, one.heading) for one in law.articles] == [
        ("第一条", "第一章 总 则"),
        ("第二条", "第一章 总 则"),
        ("第三条", "第二章 附 则"),
    ]
    assert law.articles[1].body.endswith("（一）消防车通道；\n（二）变电站围栏。")


def test_an_amended_text_that_repeats_its_first_day_holds_from_the_amendment_and_says_that_this_is_assumed() -> (
    None
):
    law = parsed(TEXT, "晾晒条例(2024-06-30)")
    assert (law.since, law.assumed) == (date(2024, 6, 30), True)


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        (TEXT, "晾晒条例", "no date in brackets"),
        ("# 通知\n\n各区县：请照办。", "通知(2020-01-01)", "no article"),
    ],
)
def test_what_is_no_dated_law_text_is_refused(text: str, name: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        parsed(text, name)


def test_a_question_finds_its_passage_by_what_the_law_calls_its_words_and_the_sentence_that_says_it() -> None:
    hit = Finder(PASSAGES, WORDS).asked("养狗多久要上牌？")[0]
    assert (hit.key, hit.sentence) == (2, "饲养犬只的，应当自取得犬只之日起三十日内登记。")
    assert Finder(PASSAGES, WORDS).asked("不交物业费能不能断水")[0].key == 4


@pytest.mark.parametrize("question", ["红烧肉怎么做才好吃", "明天会下雨吗", "怎么办", "", "？？"])
def test_what_no_passage_speaks_of_gets_none(question: str) -> None:
    assert Finder(PASSAGES, WORDS).asked(question) == []


def test_only_the_passages_that_are_asked_for_answer() -> None:
    finder = Finder(PASSAGES, WORDS)
    assert finder.asked("养狗上牌", among={1, 4}) == []
    assert Finder([]).asked("养狗上牌") == []
