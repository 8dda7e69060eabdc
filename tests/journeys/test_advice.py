"""Somebody asks in plain words, by phone: the clause of the day, or a person with the text kept."""

import pytest
from playwright.sync_api import expect

from .visitor import SMALLEST, Meet

QUESTION = "红烧肉怎么做才好吃"


@pytest.mark.journey
def test_a_question_gets_its_clause_and_what_nobody_knows_goes_to_a_person(meet: Meet) -> None:
    visitor = meet(viewport=SMALLEST)
    visitor.open("/advice/")
    visitor.page.get_by_label("您想问什么").fill("养狗要几天内登记")
    visitor.click("提问")
    expect(visitor.page.locator("mark").first).to_have_text("饲养犬只的，应当自取得犬只之日起三十日内登记。")
    visitor.click("《某市养犬条例》 第一条", "link")
    visitor.reads("其他文本", "2026-01-01 起由新的文本代替")
    visitor.click("提问", "link")
    visitor.page.get_by_label("您想问什么").fill(QUESTION)
    visitor.click("提问")
    visitor.reads("我不知道", "与其猜，不如请人来答")
    visitor.click("请工作人员答复", "link")
    for name in ("渝中区", "七星岗街道", "华一坡社区居民委员会"):
        visitor.click(name, "link")
    expect(visitor.page.get_by_label("请说说是什么事")).to_have_value(QUESTION)
