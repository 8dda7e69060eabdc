"""A community makes its covenant: written with the law's hints, heard online and on paper, discussed, reviewed."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .visitor import PHONE, SMALLEST, Meet, Visitor

COMMUNITY = "500103001003"
LIST = f"/covenants/?area={COMMUNITY}"
NAME, FINE = "华一坡社区居民公约", "在楼道里给电动车充电的，罚款五十元。"
ANSWER = "由公安机关依法处罚，本公约只写明后果。"


@pytest.mark.journey
def test_a_covenant_is_written_heard_discussed_and_reviewed(meet: Meet) -> None:
    worker = meet("community", LIST)
    number = begin(worker)
    write(worker)
    worker.click("办理情况和下一步", "link")
    worker.take("征求意见", 共有多少户="320", 怎样征求意见="周六上午院坝会，楼栋长入户。")
    worker.reads("“征求意见”已记录。", ANSWER)

    resident = meet("resident", LIST, **PHONE)
    give_opinion(resident, number)

    enter_paper(worker, number)

    worker.open(f"/o/{number}/")
    worker.take("结束征求意见", 意见采纳情况="先装充电桩再执行，已写进方案。")
    worker.take("登记党组织研究意见", 研究意见="同意报请审核。")
    worker.take("报请审核")
    worker.reads("“报请审核”已记录。")

    officer = meet("subdistrict", f"/o/{number}/", **PHONE)
    officer.reads("同意报请审核。", "对法律提示的答复")
    officer.take("审核无异议")
    officer.reads("“审核无异议”已记录。", "待表决")
    worker.open(f"/o/{number}/")
    expect(worker.page.get_by_text("召集村（居）民会议", exact=True).first).to_be_visible()

    stranger = meet(**PHONE)
    read(stranger, number)


def begin(worker: Visitor) -> str:
    worker.click("起草新的公约", "link")
    worker.page.get_by_label("名称").fill(NAME)
    worker.page.get_by_label("为什么要定").fill("电动车进楼充电，大家都担心着火。")
    worker.click("开始起草")
    worker.reads("已开始起草")
    return urlsplit(worker.page.url).path.split("/")[2]


def write(worker: Visitor) -> None:
    first = worker.page.get_by_role("group", name="第1条", exact=True)
    first.get_by_label("主题", exact=True).select_option(label="其他（自拟）")
    first.get_by_label("自拟主题").fill("消防安全")
    first.get_by_label("条文").fill(FINE)
    expect(first.get_by_text("提示：罚款")).to_be_visible()
    first.get_by_label("怎样落实").select_option(label="专人负责")
    second = worker.page.get_by_role("group", name="第2条", exact=True)
    second.get_by_label("条文").fill("红事白事从简。")
    worker.look()
    worker.click("保存并检查")
    worker.reads("还有1处法律提示", "罚款是行政处罚")
    worker.page.get_by_label("不改的话，请写明为什么可以这样定").fill(ANSWER)
    worker.click("保存并检查")
    worker.reads("草案已保存，没有待答复的法律提示。")


def give_opinion(resident: Visitor, number: str) -> None:
    resident.page.get_by_label("看哪些").select_option(label="正在起草或者修改的")
    resident.click("查找")
    resident.page.get_by_role("link", name=NAME).click()
    resident.page.wait_for_load_state()
    resident.look()
    resident.click("提意见", "link")
    resident.page.get_by_label("哪一户").fill("5栋2单元4-1")
    resident.page.get_by_label("建议修改").check()
    resident.page.get_by_label("对哪一条").select_option(index=1)
    resident.page.get_by_role("textbox", name="意见 （选填）").fill("充电桩要先装好，再来罚。")
    resident.click("提交意见")
    resident.reads("意见已记下，谢谢。", "充电桩要先装好")
    resident.misses("5栋2单元")


def enter_paper(worker: Visitor, number: str) -> None:
    worker.open(f"/covenants/{number}/opinions/")
    worker.page.get_by_label("哪一户").fill("3栋1单元2-1")
    worker.page.get_by_label("赞成", exact=True).check()
    worker.click("登记")
    worker.reads("意见已记下", "全部 320 户", "充电桩要先装好")
    worker.misses("3栋1单元")


def read(stranger: Visitor, number: str) -> None:
    stranger.open("/covenants/")
    stranger.page.set_viewport_size(SMALLEST)
    stranger.open(LIST + "&state=running&large=1")
    stranger.reads(NAME, "待表决")
    stranger.open(f"/covenants/{number}/")
    stranger.reads("这是草案，还没有施行。", FINE, "红事白事从简。")
    stranger.open(f"/covenants/{number}/opinions/")
    stranger.reads("现在不在征求意见的期间。", "充电桩要先装好")
