"""An officer's day: find, filter, keep a filter, use the keyboard, act on many, take lists along, print, compare."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from .test_together import registered
from .visitor import Meet, Visitor

PRINTED_AWAY = (".bar", ".rail", ".foot", ".steps", ".band")


def rows(officer: Visitor) -> Locator:
    return officer.page.locator("[data-row]")


def search(officer: Visitor, words: str) -> None:
    officer.page.locator("[data-search]").fill(words)
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_load_state()
    officer.look()


@pytest.mark.journey
def test_a_matter_is_found_by_the_words_of_its_body_and_of_its_answer(meet: Meet) -> None:
    officer = meet("community")
    number = registered(officer, "配电箱门锁坏了，门一直敞着，孩子伸手就能碰到。")
    officer.click("查看进度", "link")
    officer.reads("郑国平", "窗口")
    officer.misses("13712345678")
    search(officer, "门一直敞着")
    officer.reads("共 1 件")
    rows(officer).get_by_role("link", name="配电箱门锁坏了").click()
    officer.take("直接答复", 答复内容="已更换三角锁芯并张贴警示标识。")
    search(officer, "三角锁芯")
    officer.reads("共 1 件", number, "待评价")
    search(officer, number)
    officer.reads("共 1 件", number)
    search(officer, "天上掉下一头鲸鱼")
    officer.reads("共 0 件", "没有符合条件的事项")
    officer.click("清除条件", "link")


@pytest.mark.journey
def test_a_filter_is_kept_and_used_again(meet: Meet) -> None:
    officer = meet("city", "/work/")
    officer.reads("重庆市")
    everything = rows(officer).count()
    officer.page.get_by_label("期限").select_option(label="已超期")
    officer.page.get_by_text("更多条件").click()
    officer.page.get_by_label("排序").select_option(label="最早到期")
    officer.click("筛选")
    late = rows(officer).count()
    assert 0 < late < everything
    assert rows(officer).locator(".tone-overdue").count() == late
    asked = officer.page.url
    officer.page.get_by_text("保存这个筛选").click()
    officer.page.get_by_label("名称").fill("超期的")
    officer.click("保存")
    officer.reads("已保存为“超期的”。")
    officer.click("清除条件", "link")
    officer.click("超期的", "link")
    assert rows(officer).count() == late
    assert sorted(officer.page.url.partition("?")[2].split("&")) == sorted(
        part for part in asked.partition("?")[2].split("&") if not part.endswith("=")
    )
    officer.page.get_by_text("保存这个筛选").click()
    officer.click("删除 超期的")
    expect(officer.page.locator(".chips")).to_have_count(0)


@pytest.mark.journey
def test_the_keyboard_is_enough(meet: Meet) -> None:
    officer = meet("district", "/work/")
    press = officer.page.keyboard.press
    press("j")
    expect(rows(officer).nth(0).get_by_role("link")).to_be_focused()
    press("j")
    press("x")
    expect(rows(officer).nth(1).get_by_role("checkbox")).to_be_checked()
    press("k")
    expect(rows(officer).nth(0).get_by_role("link")).to_be_focused()
    press("/")
    field = officer.page.locator("[data-search]")
    expect(field).to_be_focused()
    press("j")
    expect(field).to_have_value("j")
    field.blur()
    press("j")
    title = rows(officer).nth(0).get_by_role("link").inner_text()
    press("Enter")
    expect(officer.page.locator("h1")).to_have_text(title)

    officer.page.get_by_text("键盘快捷键").click()
    officer.click("启用快捷键")
    officer.page.locator("main").click(position={"x": 1, "y": 1})
    press("/")
    expect(field).not_to_be_focused()


@pytest.mark.journey
def test_many_are_taken_at_once_after_a_preview(meet: Meet) -> None:
    officer = meet("community")
    for floor in ("五", "六"):
        registered(officer, f"{floor}楼过道的鞋柜挡住了消防栓箱。")
    officer.open("/work/")
    preview(officer, "开始办理")
    officer.reads("对 2 件事项“开始办理”", "现在的环节不能这样做，会跳过")
    expect(officer.page.get_by_role("button", name="确认开始办理")).to_have_count(0)
    officer.click("返回", "link")
    preview(officer, "受理")
    officer.reads("对 2 件事项“受理”", "五楼过道的鞋柜", "六楼过道的鞋柜", "已登记 · 华一坡社区居民委员会")
    officer.page.get_by_label("说明").fill("一起去看")
    officer.click("确认受理")
    officer.reads("已对 2 件事项“受理”。")
    search(officer, "消防栓箱")
    expect(rows(officer).locator(".mark")).to_have_text(["待办理", "待办理"])


def preview(officer: Visitor, verb: str) -> None:
    search(officer, "消防栓箱")
    officer.reads("共 2 件")
    for box in rows(officer).get_by_role("checkbox").all():
        box.check()
    officer.page.get_by_label("对勾选的事项").select_option(label=verb)
    officer.click("预览")


@pytest.mark.journey
def test_a_list_is_taken_along_and_a_matter_printed(meet: Meet) -> None:
    officer = meet("district", "/work/?state=open")
    titles = rows(officer).get_by_role("link").all_inner_texts()
    for name, read in (("导出 CSV", of_csv), ("导出 Excel", of_workbook)):
        with officer.page.expect_download() as download:
            officer.page.get_by_role("link", name=name).click()
        table = read(download.value.path().read_bytes())
        assert table[0][:6] == ["编号", "状态", "标题", "类别", "地点", "承办单位"]
        assert [line[2] for line in table[1:]] == titles

    rows(officer).get_by_role("link").first.click()
    officer.page.emulate_media(media="print")
    for part in PRINTED_AWAY:
        for piece in officer.page.locator(part).all():
            expect(piece).to_be_hidden()
    expect(officer.page.locator("h1")).to_be_visible()
    expect(officer.page.locator(".timeline")).to_be_visible()


def of_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf"), "without its mark, Excel reads Chinese wrongly"
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def of_workbook(content: bytes) -> list[list[str]]:
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[str(cell or "") for cell in line] for line in sheet.iter_rows(values_only=True)]


@pytest.mark.journey
def test_each_figure_of_the_board_opens_its_list(meet: Meet) -> None:
    officer = meet("city", "/cases/board/")
    officer.reads("重庆市办理看板", "在办", "仅供内部使用")
    expect(officer.page.locator(".map path").nth(30)).to_be_attached()
    figures = [
        (figure.locator(".stat-value").inner_text(), figure.get_attribute("href") or "")
        for figure in officer.page.locator("a.stat").all()
    ]
    assert len(figures) > 5
    row = officer.page.locator("tbody tr").filter(has_text="渝中区").locator("td a")
    figures += [(cell.inner_text(), cell.get_attribute("href") or "") for cell in row.all()]
    for figure, path in figures:
        officer.page.goto(officer.url + path)
        assert re.findall(r"\d+", officer.page.locator(".list-head").inner_text())[0] == figure, path
    officer.open("/cases/board/")
    officer.click("渝中区", "link")
    officer.reads("渝中区办理看板", "七星岗街道")
