"""What an answer leaves open is pointed out: who, what, when, and the questions that it does not touch."""

import pytest

from gongzhi.lib.text.answers import Open, asked, reviewed

REPORT = "楼下路灯坏了三天。请问什么时候能修好？物业为什么不管？谢谢。"
GOOD = "您好！城市管理局已于3月5日修好路灯。物业公司没有及时报修，街道已约谈物业，要求今后巡查。"


def test_the_questions_of_a_report_are_found() -> None:
    assert asked(REPORT) == ["请问什么时候能修好？", "物业为什么不管？"]
    assert asked("路灯坏了，请修。") == []


def test_an_answer_that_says_who_what_when_and_touches_each_question_leaves_nothing_open() -> None:
    review = reviewed(GOOD, asked(REPORT))
    assert review.missing == ()
    assert review.questions == ()


def test_an_empty_phrase_leaves_everything_open() -> None:
    review = reviewed("您的留言收悉，感谢您的支持。", asked(REPORT))
    assert review.missing == (Open.WHO, Open.WHAT, Open.WHEN)
    assert review.questions == tuple(asked(REPORT))


@pytest.mark.parametrize("when", ["3月5日", "三个工作日内", "明天", "2026-03-05"])
def test_a_question_for_the_time_is_answered_by_a_time_only(when: str) -> None:
    question = ["什么时候能修好路灯？"]
    assert reviewed("路灯会修好的。", question).questions == tuple(question)
    assert reviewed(f"路灯{when}修好。", question).questions == ()
