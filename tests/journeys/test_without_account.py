"""Somebody without an account: reports with name and phone, looks up with number and code, withdraws."""

import pytest
from playwright.sync_api import expect

from .visitor import PHONE, Meet, Visitor

WORDS = "楼道里堆了旧沙发，下楼要侧着身子走。"
NAME = "吴玉梅"


@pytest.mark.journey
def test_a_report_is_followed_and_withdrawn_with_its_code(meet: Meet) -> None:
    number, code = report(meet(**PHONE))
    visitor = meet(**PHONE)
    refused = visitor.open(f"/cases/{number}/")
    assert refused.status == 403
    visitor.reads("不在您的授权范围内", "反映人可以凭编号和查询码查看")
    wrong_code(visitor, number, code)

    visitor.page.get_by_label("编号").fill(number.replace("-", " "))
    visitor.page.get_by_label("查询码").fill(code.lower())
    visitor.click("查询")
    visitor.reads("已登记", WORDS, "登记为“楼道堆物”", "华一坡社区居民委员会")

    visitor.take("撤回", 理由="邻居自己搬走了")
    visitor.reads("“撤回”已记录。", "已撤回", "反映人撤回：邻居自己搬走了")
    expect(visitor.page.locator("details.step")).to_have_count(0)

    worker = meet("community", f"/m/{number}/")
    worker.reads("已撤回", NAME)
    worker.misses("13987654321")
    assert "反映人撤回：邻居自己搬走了" in worker.timeline()[-1]
    worker.page.get_by_label("查看完整联系方式的原因").fill("回访是否解决")
    worker.click("查看联系方式")
    worker.reads("这次查看已记录在案", NAME, "13987654321")


def report(visitor: Visitor) -> tuple[str, str]:
    """Find the place by its name, slip over the phone number, report; answer number and query code."""
    visitor.open("/")
    visitor.click("反映问题", "link")
    visitor.reads("这件事发生在哪里？")
    visitor.page.get_by_label("社区、村或者街道的名字").fill("华一坡")
    visitor.click("查找")
    visitor.click("渝中区七星岗街道华一坡社区", "link")
    visitor.page.get_by_label("请说说是什么事").fill(WORDS)
    visitor.page.get_by_label("哪一类").select_option(value="060102")
    visitor.page.get_by_label("姓名").fill(NAME)
    visitor.page.get_by_label("手机号").fill("1398765")
    visitor.click("提交")
    expect(visitor.page.get_by_role("alert")).to_be_focused()
    visitor.reads("还有内容需要更正，其余已保留", "手机号：")
    expect(visitor.page.get_by_label("请说说是什么事")).to_have_value(WORDS)
    visitor.page.get_by_label("手机号").fill("139 8765 4321")
    visitor.click("提交")
    visitor.reads("已收到，谢谢您", "查询码只在提交后10分钟内显示")
    number, code = visitor.page.locator(".copy .number").all_inner_texts()
    visitor.click("查看进度", "link")
    visitor.reads("已登记", WORDS)
    return number, code


def wrong_code(visitor: Visitor, number: str, code: str) -> None:
    """From the home page, with a code that does not fit."""
    visitor.open("/")
    visitor.page.get_by_label("编号").fill(number)
    visitor.page.get_by_label("查询码").fill("ZZZZZZ" if code != "ZZZZZZ" else "YYYYYY")
    visitor.click("查询")
    visitor.reads("编号和查询码对不上。请核对回执上的编号（17位数字）和查询码（6位）。")
    expect(visitor.page.get_by_label("编号")).to_have_value(number)
