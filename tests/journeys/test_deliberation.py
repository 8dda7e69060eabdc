"""Neighbours talk something over from a phone; the village's secretary proposes, and no step lies open but the next."""

import re

import pytest
from playwright.sync_api import expect

from .visitor import PHONE, Meet


@pytest.mark.journey
def test_a_resident_raises_a_topic_and_the_neighbours_have_their_say(meet: Meet) -> None:
    resident = meet("resident", "/deliberation/", **PHONE)
    resident.click("提一个议题", "link")
    resident.page.get_by_label("想商量什么事").fill("楼顶能不能种菜")
    resident.page.get_by_label("情况和您的想法").fill("有人想在楼顶种菜，也有人担心漏水，想请大家商量。")
    resident.page.get_by_label("哪一类").select_option(label="公共事务")
    resident.click("提出议题")
    resident.reads("议题已提出，受理情况会通知您。", "楼顶能不能种菜", "受理以后，大家可以在这里发表意见")
    resident.misses("陈秀兰 ")
    path = re.sub(r"^https?://[^/]+", "", resident.page.url)

    worker = meet("community")
    worker.open(path)
    worker.take("受理议题")
    worker.reads("“受理议题”已记录。", "已受理")

    resident.open(path)
    resident.take("发表意见", 意见和理由="先做防水，再商量种什么。")
    resident.reads("先做防水，再商量种什么。", "不公开姓名", "共 1 条，来自 1 人")

    visitor = meet(**PHONE)
    visitor.open("/deliberation/?q=楼顶")
    visitor.click("楼顶能不能种菜", "link")
    visitor.reads("先做防水，再商量种什么。", "登录后可以参与")
    visitor.misses("陈秀兰")


@pytest.mark.journey
def test_the_secretary_proposes_and_only_the_next_step_lies_open(meet: Meet) -> None:
    villager = meet("villager", "/deliberation/", **PHONE)
    expect(villager.page.get_by_role("link", name="四议两公开提议")).to_have_count(0)
    villager.open("/deliberation/propose/")
    villager.reads("党组织的书记、副书记、委员提议")

    secretary = meet("secretary")
    secretary.open("/deliberation/propose/")
    secretary.page.get_by_label("提议事项").fill("修建村口凉亭")
    secretary.page.get_by_label("属于哪一类").select_option(label="村庄规划、建设等重要事项")
    secretary.page.get_by_label("提议内容").fill("在村口修一座凉亭，预算3万元，从集体经济收益中支付。")
    secretary.click("提议")
    secretary.reads("已提议。接下来由“两委”会议商议。", "修建村口凉亭")
    stages = secretary.page.locator(".stage")
    expect(stages).to_have_count(6)
    expect(secretary.page.locator(".stage.is-done")).to_have_count(1)
    expect(secretary.page.locator(".stage[aria-current=step]")).to_contain_text("“两委”会议商议")
    expect(secretary.step("公开决议")).to_have_count(0)
    expect(secretary.step("召集“两委”会议")).to_have_count(1)

    villager.open(re.sub(r"^https?://[^/]+", "", secretary.page.url))
    villager.reads("在村口修一座凉亭")
    expect(villager.page.locator("details.step")).to_have_count(0)
