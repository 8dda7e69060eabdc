"""What anybody sees: whole, readable, in both languages, large or small, by day and by night."""

import re
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from .visitor import PHONE, SMALLEST, Meet

PAGES = (
    "/",
    "/letter/",
    "/about/",
    "/accessibility/",
    "/advice/",
    "/cases/report/",
    "/cases/report/?area=500103001003",
    "/cases/lookup/",
    "/cases/answers/",
    "/procedures/cases.case/",
    "/log/",
    "/accounts/login/",
    "/accounts/login/code/",
    "/accounts/signup/",
    "/nothing/here/",
)
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.mark.journey
@pytest.mark.everywhere
@pytest.mark.parametrize(("language", "lang"), [("zh-CN", "zh-hans"), ("en", "en")])
def test_the_open_pages_come_whole_on_the_smallest_screen(meet: Meet, language: str, lang: str) -> None:
    visitor = meet(locale=language, viewport=SMALLEST)
    for path in PAGES:
        visitor.open(path)
        expect(visitor.page.locator("html")).to_have_attribute("lang", lang)
        assert bool(CHINESE.search(visitor.page.locator("h1").inner_text())) == (lang == "zh-hans"), path


@pytest.mark.journey
def test_the_open_pages_are_read_at_night(meet: Meet) -> None:
    visitor = meet(color_scheme="dark")
    for path in PAGES:
        visitor.open(path)
        paper = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(map(int, re.findall(r"\d+", paper)[:3])) < 60


@pytest.mark.journey
def test_a_place_is_found_level_by_level(meet: Meet) -> None:
    visitor = meet(**PHONE)
    visitor.open("/cases/report/")
    for name in ("渝中区", "七星岗街道", "华一坡社区居民委员会"):
        visitor.click(name, "link")
    visitor.reads("反映问题", "渝中区七星岗街道华一坡社区")
    visitor.click("换一个地方", "link")
    visitor.reads("这件事发生在哪里？", "华一坡社区居民委员会")
    visitor.page.get_by_label("社区、村或者街道的名字").fill("没有这个地方")
    visitor.click("查找")
    visitor.reads("没有找到这个名字", "试试只写两三个字")


@pytest.mark.journey
def test_published_answers_stand_in_a_list_and_on_a_map(meet: Meet) -> None:
    visitor = meet()
    visitor.open("/cases/answers/")
    listed = visitor.page.locator("[data-row]")
    assert listed.count() > 3
    expect(visitor.page.locator(".map path").first).to_be_attached()
    visitor.misses("仅供内部使用")  # boundaries that nobody approved are for officers only
    visitor.page.get_by_label("区县").select_option(label="渝中区")
    visitor.click("查找")
    for line in listed.locator(".soft").all_inner_texts():
        assert "渝中区" in line
    listed.first.get_by_role("link").click()
    visitor.look()
    visitor.reads("答复", "用时")


@pytest.mark.journey
def test_the_letter_names_every_system_and_what_runs(meet: Meet) -> None:
    visitor = meet()
    visitor.open("/letter/")
    systems = visitor.page.locator(".systems > li")
    expect(systems).to_have_count(49)
    running = systems.filter(has_text="可以使用")
    said = re.search(r"已有 (\d+) 个可以使用", visitor.page.locator("main").inner_text())
    assert said
    assert running.count() == int(said[1]) > 0


@pytest.mark.journey
def test_a_procedure_is_drawn_and_taken_along(meet: Meet) -> None:
    visitor = meet()
    visitor.open("/procedures/cases.case/")
    expect(visitor.page.locator(".drawing svg")).to_contain_text("已登记")
    expect(visitor.page.locator(".drawing svg")).to_contain_text("已办结")
    visitor.reads("《信访工作条例》第二十三条")
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name="下载 BPMN 2.0 文件").click()
    assert download.value.suggested_filename == "cases.case.bpmn"
    root = ElementTree.parse(download.value.path()).getroot()  # noqa: S314 -- our own file
    assert root.tag == "{http://www.omg.org/spec/BPMN/20100524/MODEL}definitions"


@pytest.mark.journey
def test_large_type_is_remembered_and_fits(meet: Meet) -> None:
    visitor = meet(viewport=SMALLEST)
    visitor.open("/?large=1")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert visitor.page.evaluate(size) >= 20
    for path in PAGES:
        visitor.open(path)
        assert visitor.page.evaluate(size) >= 20
    visitor.page.locator(".top").get_by_role("button", name="标准版").click()
    assert visitor.page.evaluate(size) == 16
    visitor.open("/")
    assert visitor.page.evaluate(size) == 16


@pytest.mark.journey
def test_english_is_one_button_away(meet: Meet) -> None:
    visitor = meet()
    visitor.open("/cases/lookup/")
    visitor.click("English")
    expect(visitor.page.locator("html")).to_have_attribute("lang", "en")
    for text in (visitor.page.title(), *visitor.page.locator("h1, label, main button").all_inner_texts()):
        assert not CHINESE.search(text), text
    visitor.click("简体中文")
    visitor.reads("查进度")


@pytest.mark.journey
def test_a_refusal_says_why_and_what_to_do(meet: Meet) -> None:
    visitor = meet()
    assert visitor.open("/nothing/here/").status == 404
    visitor.reads("没有找到这一页", "什么都没有被改变", "回到首页")
    visitor.open("/desk/")
    visitor.reads("登录", "用户名或手机号")
    resident = meet("resident")
    assert resident.open("/desk/").status == 403
    resident.reads("这一页您现在不能打开", "这一页只对工作人员开放。您的账号没有相应的授权")
    auditor = meet("auditor")
    assert auditor.open("/cases/register/").status == 403
    auditor.reads("这一页只对以下人员开放：网格员、社区工作者、街道（乡镇）干部、区县干部。")
