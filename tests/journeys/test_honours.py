"""A round of honours is announced, and a nominee goes from the community to the city; nobody reads the name before."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from .visitor import PHONE, Meet, Visitor

TITLE, NAME = "社区治理先进评选", "杨春梅"


@pytest.mark.journey
def test_a_nominee_goes_from_the_community_to_the_city(meet: Meet) -> None:
    city = meet("city", "/honours/new/")
    announce(city)

    worker = meet("community", "/honours/", **PHONE)
    worker.click(TITLE, "link")
    worker.click("办理渝中区的推荐", "link")
    nominate(worker)
    path = worker.page.url.removeprefix(worker.url)

    for username, verb in (("subdistrict", "审核通过"), ("district", "确定推荐")):
        officer = meet(username, path)
        choose(officer, verb)
    officer.click("办理过程、公示和异议", "link")
    officer.take("报送推荐对象")
    officer.reads("已报送，待评审")

    visitor = meet(**PHONE)
    visitor.open("/honours/")
    visitor.click(TITLE, "link")
    visitor.reads("各区县进展", "社区（村）推荐 1 个 · 区县推荐 1 个", "已报送，待评审")
    visitor.open(path)
    visitor.reads("名单从公示开始对所有人公开")
    visitor.misses(NAME)
    visitor.open("/honours/roll/")
    visitor.reads("名册里没有符合条件的荣誉")

    city.open("/honours/")
    city.click(TITLE, "link")
    city.click("聘请评审人员，查看评分排名", "link")
    city.reads("还没有聘请评审人员")


def announce(city: Visitor) -> None:
    said = {
        "活动名称": TITLE,
        "主办单位": "市民政局",
        "批准依据": "协调小组批复",
        "评选条件": "群众公认",
        "推荐截止日": (timezone.localdate() + timedelta(days=9)).isoformat(),
        "组织类名称": "先进组织",
        "组织类名额": "50",
        "个人类名称": "优秀工作者",
        "个人类名额": "100",
    }
    for label, value in said.items():
        city.page.get_by_label(label, exact=True).fill(value)
    city.click("确认发布")
    city.reads("评选活动已公布", "渝中区", "各区县进展")


def nominate(worker: Visitor) -> None:
    step = worker.step("推荐")
    step.locator("summary").click()
    step.get_by_label("类别").select_option(label="优秀工作者")
    step.get_by_label("组织，或者个人所在的组织").select_option(index=1)
    step.get_by_label("个人姓名").fill(NAME)
    step.get_by_label("主要事迹").fill("走访到户")
    step.get_by_label("我与推荐对象没有近亲属关系").check()
    worker.click("确认推荐", within=step)
    worker.reads("“推荐”已记录", NAME)


def choose(officer: Visitor, verb: str) -> None:
    step = officer.step(verb)
    step.locator("summary").click()
    expect(step.get_by_text(NAME)).to_be_visible()
    step.locator("input[name$=nominations]").first.check()
    step.get_by_label("我与其中任何人都没有近亲属关系").check()
    officer.click(f"确认{verb}", within=step)
    officer.reads(f"“{verb}”已记录")
