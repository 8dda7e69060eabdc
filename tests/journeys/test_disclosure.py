"""A village makes its quarter public: owed, written, checked, read, asked about, signed, corrected; who is late shows."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .visitor import PHONE, SMALLEST, Meet, Visitor

VILLAGE = "500112143210"
BOARD = f"/disclosure/{VILLAGE}/"
PHONE_NUMBER, REMARK = "13900001111", "已到现场看过。"


@pytest.mark.journey
def test_the_quarters_finance_is_written_checked_published_and_read_by_everybody(meet: Meet) -> None:
    secretary = meet("secretary", "/disclosure/owed/")
    secretary.reads("逾期未公开，请先公开。")
    begin(secretary, "财务")
    title = secretary.page.get_by_label("标题").input_value()
    secretary.page.get_by_label("公开的内容").fill("本季度收支见下表，票据已由村务监督委员会核对。")
    fill_line(secretary, 1, "收入", "集体鱼塘承包费", "36000")
    fill_line(secretary, 2, "支出", "路灯电费", "1280.5")
    secretary.click("再加几行")
    expect(secretary.page.get_by_role("group", name=re.compile(r"^第 \d+ 行$"))).to_have_count(8)
    secretary.click("下一步：核对")
    secretary.reads("公布后不能撤下，只能更正", "36,000.00", "34,719.50")
    secretary.click("返回修改")
    expect(secretary.page.get_by_label("项目").first).to_have_value("集体鱼塘承包费")
    secretary.click("下一步：核对")
    secretary.click("公布")
    secretary.reads("已公开。居民可以查看和提问。", "集体鱼塘承包费", "34,719.50")

    read(meet(**PHONE), title)


def fill_line(secretary: Visitor, number: int, side: str, item: str, yuan: str) -> None:
    line = secretary.page.get_by_role("group", name=f"第 {number} 行", exact=True)
    line.get_by_label("收支").select_option(label=side)
    line.get_by_label("项目").fill(item)
    line.get_by_label("金额").fill(yuan)


def read(stranger: Visitor, title: str) -> None:
    stranger.open(BOARD)
    stranger.reads(title, "集体鱼塘承包费", "收支相抵", "34,719.50", "逾期未公开")
    stranger.page.emulate_media(media="print")
    stranger.fits()
    expect(stranger.page.get_by_role("link", name="以往公开和查找")).to_be_hidden()
    expect(stranger.page.get_by_text(BOARD).last).to_be_visible()
    stranger.page.emulate_media(media="screen")
    stranger.page.set_viewport_size(SMALLEST)
    stranger.click("以往公开和查找", "link")
    stranger.page.get_by_label("标题或内容里的词").fill("鱼塘")
    stranger.click("查找")
    stranger.click(title, "link")
    stranger.reads("集体鱼塘承包费", "登录后可以提问")


@pytest.mark.journey
def test_it_is_asked_about_answered_signed_and_corrected_and_both_versions_stand(meet: Meet) -> None:
    secretary = meet("secretary", "/disclosure/owed/")
    begin(secretary, "村务")
    secretary.page.get_by_label("公开的内容").fill(f"公路维修完工。联系电话{PHONE_NUMBER}。")
    secretary.click("下一步：核对")
    secretary.click("公布")
    first = path(secretary)

    villager = meet("villager", first, **PHONE)
    villager.page.get_by_label("我想问").fill("维修一共用了多少钱？")
    villager.click("提问")
    villager.reads("您的问题已送到", "维修一共用了多少钱？", "还没有公开，最迟")
    expect(villager.page.get_by_role("link", name="更正")).to_have_count(0)
    answer(secretary)
    sign(meet("supervisor", first, **PHONE))
    correct(secretary, first)
    second = path(secretary)

    villager.open(first)
    villager.reads("这是第1版，后来更正过。", PHONE_NUMBER, REMARK)
    villager.click("看最新一版", "link")
    assert path(villager) == second
    villager.reads("一共12万元", "第1版")
    villager.misses(REMARK)  # it was about the version before
    withhold(secretary, first)


def path(visitor: Visitor) -> str:
    return urlsplit(visitor.page.url).path


def answer(secretary: Visitor) -> None:
    secretary.open("/disclosure/owed/")
    secretary.click("维修一共用了多少钱？", "link")
    secretary.page.get_by_label("答复", exact=True).fill("一共12万元，明细在财务公开里。")
    secretary.click("公开答复")
    secretary.reads("答复已公开。")


def sign(supervisor: Visitor) -> None:
    supervisor.reads("一共12万元")
    supervisor.page.get_by_label("同意公开").check()
    supervisor.page.get_by_label("（不同意时必填）").fill(REMARK)
    supervisor.click("签署")
    supervisor.reads("您的签署意见已记录。", REMARK, "村务监督委员会")


def correct(secretary: Visitor, first: str) -> None:
    secretary.open(first)
    secretary.click("更正", "link")
    secretary.page.get_by_label("更正的理由").fill("误写了个人电话")
    secretary.page.get_by_label("公开的内容").fill("公路维修完工。")
    secretary.click("下一步：核对")
    secretary.reads("误写了个人电话")
    secretary.click("公布")
    secretary.reads("第2版，更正的理由：误写了个人电话")
    secretary.misses(PHONE_NUMBER)


def withhold(secretary: Visitor, first: str) -> None:
    secretary.open(first)
    secretary.click("隐去旧版正文", "link")
    secretary.page.get_by_label("隐去的理由").fill("含有个人电话")
    secretary.click("隐去正文")
    secretary.reads("这一版的正文不再显示：含有个人电话")
    secretary.misses(PHONE_NUMBER)


@pytest.mark.journey
def test_everybody_sees_who_is_late_from_the_city_down_to_the_village(meet: Meet) -> None:
    stranger = meet(**PHONE)
    stranger.open("/disclosure/")
    stranger.reads("个社区（村）逾期未公开，共")
    stranger.page.set_viewport_size(SMALLEST)
    stranger.open("/disclosure/?area=500112")
    stranger.click("按年度看", "link")
    stranger.open("/disclosure/catalogue/?large=1")
    stranger.open(BOARD + "?large=1")
    stranger.reads("逾期未公开")

    district = meet("district", "/disclosure/owed/")
    district.reads("逾期未公开，共", "逾期最久的在前")
    district.click("各区域的及时率", "link")
    expect(district.page.get_by_role("link", name="七星岗街道")).to_be_visible()

    villager = meet("villager", BOARD, **PHONE)
    villager.click("没有公开、公开不实，向上反映", "link")
    villager.page.get_by_label("哪一项没有公开，或者哪里不实").fill("党务一直没有公开。")
    villager.click("提交")
    villager.reads("党务一直没有公开。", "正在核实，最迟")


def begin(secretary: Visitor, duty: str) -> None:
    """Begin with what has been owed the longest."""
    secretary.page.get_by_role("link", name=re.compile(f"^{duty} ")).first.click()
    secretary.page.wait_for_load_state()
    secretary.look()
    secretary.reads("期限", "应包括", "依据")
