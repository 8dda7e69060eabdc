"""An owner of two flats votes once on a phone; the community keeps the roll; the subdistrict supervises."""

import re

import pytest
from playwright.sync_api import Locator, expect

from .visitor import PHONE, SMALLEST, Meet, Visitor

COMMUNITY, ESTATE = "500103001003", "观澜苑"
ESTATES = f"/owners/?area={COMMUNITY}"
MOTION = f"{ESTATE}：增设电动自行车充电棚"


@pytest.mark.journey
def test_an_owner_of_two_flats_votes_once_and_both_areas_count(meet: Meet) -> None:
    owner = meet("resident", "/owners/mine/", **PHONE)
    owner.reads(f"{ESTATE} 1栋1-1", f"{ESTATE} 1栋1-2")
    owner.click(MOTION, "link")
    owner.reads("按人数", "按面积", "至少要")
    owner.click("逐个房号看是否参与", "link")
    before = room(owner, "1栋1-1")
    expect(before).to_contain_text("未参与")
    owner.page.go_back()
    owner.click("去表决", "link")
    owner.click("去投票", "link")
    for question in owner.page.get_by_role("group").all():
        question.get_by_label("同意", exact=True).check()
    owner.click("提交表决")

    stranger = meet(**PHONE)
    stranger.open(ESTATES)
    stranger.page.set_viewport_size(SMALLEST)
    stranger.click(ESTATE, "link")
    stranger.reads("正在进行的", "已经决定的", "2号电梯大修", "主任 江宏远")
    stranger.misses("陈秀兰", "龚宏远")
    stranger.click(MOTION, "link")
    stranger.click("逐个房号看是否参与", "link")
    for name in ("1栋1-1", "1栋1-2"):
        expect(room(stranger, name)).to_contain_text("已参与")
    stranger.misses("陈秀兰")
    for page in ("印章使用登记", "审计", "移交", "备案和监督"):
        stranger.open(ESTATES)
        stranger.click(ESTATE, "link")
        stranger.click(page, "link")


def room(visitor: Visitor, name: str) -> Locator:
    line = visitor.page.locator("li").filter(
        has=visitor.page.locator("strong", has_text=re.compile(f"^{name}$"))
    )
    expect(line).to_have_count(1)
    return line


@pytest.mark.journey
def test_an_entry_is_disputed_answered_and_corrected(meet: Meet) -> None:
    owner = meet("villager", "/owners/mine/", **PHONE)
    owner.page.get_by_role("link", name=re.compile(f"^{ESTATE} ")).first.click()
    owner.look()
    name = owner.page.locator("h1").inner_text()
    owner.take("登记有误，提出异议", 哪里不对="产权证上是105㎡。")
    owner.reads("已记录", "产权证上是105㎡。")

    worker = meet("community", ESTATES)
    worker.click(ESTATE, "link")
    worker.page.get_by_role("link", name=re.compile("房号")).first.click()
    worker.look()
    worker.page.get_by_label("房号或者姓名").fill(name)
    worker.click("查找")
    worker.click(name, "link")
    worker.page.get_by_role("radio", name="成立", exact=True).check()
    worker.page.get_by_label("答复和理由").fill("已核对产权证。")
    worker.click("答复异议")
    worker.take("更正", 面积="105", 更正的理由和依据="不动产权证")
    worker.reads("105.00㎡")
    owner.open(owner.page.url.replace(owner.url, ""))
    owner.reads("已核对产权证。", "105.00㎡")


@pytest.mark.journey
def test_the_subdistrict_orders_a_correction_that_everybody_reads(meet: Meet) -> None:
    officer = meet("subdistrict", ESTATES, **PHONE)
    officer.click(ESTATE, "link")
    officer.click("备案和监督", "link")
    officer.take("责令限期改正", 违反什么规定="没有按时公布账目。", 什么时候以前改正="2099-12-31")
    officer.reads("没有按时公布账目。")
    officer.page.set_viewport_size(SMALLEST)
    officer.look()
    officer.click(ESTATE, "link")
    officer.reads("有 1 件责令改正没有报告")
    officer.click("提出表决事项", "link")
    officer.page.get_by_label("会议名称").fill("选聘物业服务企业")
    officer.page.get_by_label("为什么，怎样做").fill("合同到期。")
    first = officer.page.locator("details[open]").first
    first.get_by_label("属于哪一类事项").select_option(index=3)
    first.get_by_label("题目").fill("续聘一年")
    officer.click("确认提出")
    officer.reads("街道（乡镇）责令召开", "续聘一年")
