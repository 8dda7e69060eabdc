"""What goes wrong between people and pages: two at the same matter, a session that ran out, no script."""

import re

import pytest
from playwright.sync_api import expect

from .visitor import PHONE, Meet, Visitor

STALE = "您打开这一页之后，华一坡社区居民委员会已在"
PROGRESS = "已联系物业，约好明天上午一起去看"


def registered(worker: Visitor, words: str) -> str:
    """Register what somebody told at the window; answer its number. The page is the receipt."""
    worker.open("/cases/register/")
    worker.page.get_by_label("请说说是什么事").fill(words)
    worker.page.get_by_label("哪一类").select_option(value="020203")
    worker.page.get_by_label("到窗口来说的").check()
    worker.page.get_by_label("姓名").fill("郑国平")
    worker.page.get_by_label("手机号").fill("13712345678")
    worker.click("登记")
    return str(worker.page.locator(".copy .number").first.inner_text())


@pytest.mark.journey
def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(meet: Meet) -> None:
    first, second = meet("community"), meet("community")
    number = registered(first, "单元门口停满电动车，轮椅出不来。")
    for officer in (first, second):
        officer.open(f"/m/{number}/")
    first.take("受理")
    second.take("受理", 说明="已电话联系郑先生")
    second.reads(STALE, "这一步现在不能做了。您填写的文字还在上面，可以复制到别的环节。")
    expect(second.page.get_by_label("说明")).to_have_value("已电话联系郑先生")
    second.click("返回", "link")
    second.reads("已受理")

    first.take("开始办理")
    second.take("记录进展", 进展=PROGRESS)
    second.reads(STALE)
    expect(second.step("记录进展").get_by_label("进展")).to_have_value(PROGRESS)
    second.click("确认记录进展", within=second.step("记录进展"))
    second.reads("“记录进展”已记录。")
    assert [sentence for sentence, _when in second.timeline()][-2:] == ["开始办理", f"进展：{PROGRESS}"]


@pytest.mark.journey
def test_a_session_that_ran_out_loses_nothing(meet: Meet) -> None:
    worker = meet("community")
    number = registered(worker, "消防通道又被堆了建筑材料。")
    worker.open(f"/m/{number}/")
    step = worker.step("受理")
    step.locator("summary").click()
    step.get_by_label("说明").fill(PROGRESS)
    worker.page.context.clear_cookies(name="sessionid")
    worker.click("确认受理")
    worker.reads("用户名或手机号", "选一个身份直接进入")
    worker.page.locator("button[value=community]").click()
    worker.reads("已恢复您上次没有提交的内容")
    assert worker.page.url.endswith(f"/m/{number}/")
    expect(step.get_by_label("说明")).to_have_value(PROGRESS)
    worker.look()
    worker.click("确认受理")
    worker.reads("“受理”已记录。", PROGRESS)
    worker.page.reload()
    worker.misses("已恢复您上次没有提交的内容")


@pytest.mark.journey
def test_everything_that_matters_works_without_script(meet: Meet) -> None:
    resident = meet("resident", **PHONE, java_script_enabled=False)
    resident.open("/cases/report/")
    resident.page.get_by_label("请说说是什么事").fill("楼下的路灯三天没有亮了，老人不敢出门。")
    resident.page.get_by_label("哪一类").select_option(value="990101")
    resident.click("提交")
    resident.reads("已收到，谢谢您")
    number = resident.page.locator(".copy .number").first.inner_text()
    expect(resident.page.get_by_role("button", name="复制")).to_have_count(0)

    worker = meet("community", java_script_enabled=False)
    worker.open("/work/?q=" + number)
    worker.reads("共 1 件")
    worker.click("楼下的路灯三天没有亮了，老人不敢出门", "link")
    worker.take("受理", 说明="今天去看")
    worker.reads("“受理”已记录。", "已受理")
    assert re.search(r"m/[\d-]+/$", worker.page.url)

    resident.open(f"/cases/{number}/")
    resident.reads("已受理", "今天去看")
