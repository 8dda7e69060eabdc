"""The main journey: a resident reports on a phone; three offices act; an unhappy resident is heard; it is rated."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from .pictures import DECIMAL, photo
from .running import Site
from .visitor import PHONE, Meet, Visitor

WORDS = "三楼阳台下面一直漏水，晾的衣服都湿了，请来看看。"
TITLE = "三楼阳台下面一直漏水，晾的衣服都湿了，请来看看"
NAME, PHONE_NUMBER = "陈秀兰", "13912345678"


@pytest.mark.journey
@pytest.mark.everywhere
def test_a_report_is_answered_reopened_and_rated(meet: Meet, site: Site) -> None:
    resident = meet("resident", **PHONE)
    number = report(resident)
    worker = meet("community")
    hand_on(worker, number)
    officer = meet("subdistrict")
    from_the_desk(officer, number)
    officer.take("开始办理", 说明="今天下午上门")
    answer(officer, f"已和{NAME}（{PHONE_NUMBER}）到现场，楼上水管接头已换。")

    nothing_personal_is_public(meet(**PHONE), number)
    reopen(resident, number)

    officer.open(f"/m/{number}/")
    officer.reads("重新办理", "1 次")
    answer(officer, "第二次上门，防水已重做，三天未再滴水。")
    rate(resident, number)
    the_story_is_whole(officer, number)
    an_act_is_proved(officer)
    the_resident_was_told(resident, number, site)


def report(resident: Visitor) -> str:
    """Report with a photo; answer the number on the receipt."""
    resident.open("/")
    resident.reads(f"{NAME}，您好")
    resident.click("反映问题", "link")
    resident.reads("渝中区七星岗街道华一坡社区")
    resident.page.get_by_label("请说说是什么事").fill(WORDS)
    resident.reads("根据您写的内容，可能是", "因为写到“", "这是建议，以您的选择为准")
    resident.page.locator("[data-choose][value='020202']").click()
    expect(resident.page.get_by_label("哪一类")).to_have_value("020202")
    shots = {"name": "阳台.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    resident.page.get_by_label("照片或文件").set_input_files([shots])  # type: ignore[list-item]
    expect(resident.page.locator(".previews")).to_contain_text("阳台.jpg")
    resident.page.get_by_label("具体位置").fill("2栋3-1")
    resident.click("提交")
    resident.reads("已收到，谢谢您", "由华一坡社区居民委员会受理", "受理告知期限", "答复期限", "个工作日")
    number, code = resident.page.locator(".copy .number").all_inner_texts()
    assert re.fullmatch(r"500103-\d{6}-\d{5}", number)
    assert re.fullmatch(r"[0-9A-Z]{6}", code)
    return number


def hand_on(worker: Visitor, number: str) -> None:
    from_the_desk(worker, number)
    worker.reads(WORDS, "手机", f"{NAME} 138****0001", "2栋3-1", *DECIMAL, "WGS-84")
    with worker.page.expect_response(lambda r: "/files/" in r.url) as sent:
        worker.page.reload()
    assert not Image.open(io.BytesIO(sent.value.body())).getexif(), "the photo still says where it was taken"
    worker.take("受理")
    worker.reads("“受理”已记录。", "已受理")
    worker.take("上报上一级", 理由="公共管道，社区没有维修资金")
    worker.reads("“上报上一级”已记录。", "已派单", "由谁负责", "七星岗街道办事处")


def from_the_desk(officer: Visitor, number: str) -> None:
    waiting = officer.page.locator(f"a[href='/m/{number}/']")
    expect(waiting).to_have_text(TITLE)
    waiting.click()
    officer.look()


def answer(officer: Visitor, text: str) -> None:
    officer.take("答复", 答复内容=text, 公开这份答复=True, 公开标题="阳台漏水已修好")
    officer.reads("“答复”已记录。", "已答复", text)


def nothing_personal_is_public(anybody: Visitor, number: str) -> None:
    anybody.open("/cases/answers/")
    anybody.reads("阳台漏水已修好")
    anybody.misses(NAME, PHONE_NUMBER, "晾的衣服", "2栋3-1")
    points = anybody.page.request.get(f"{anybody.url}/cases/answers/points.json").text()
    assert "晾的衣服" not in points
    assert not any(place in points for place in DECIMAL)
    anybody.page.locator(f"a[href='/cases/answers/{number}/']").click()
    anybody.look()
    anybody.reads("阳台漏水已修好", "楼上水管接头已换", "公共部位漏水", "七星岗街道办事处")
    anybody.misses(NAME, PHONE_NUMBER, "晾的衣服", "2栋3-1")
    refused = anybody.open(f"/cases/{number}/")
    assert refused.status == 403
    anybody.reads("不在您的授权范围内", "反映人可以凭编号和查询码查看")
    anybody.misses(NAME, "晾的衣服")


def reopen(resident: Visitor, number: str) -> None:
    resident.open("/cases/mine/")
    resident.page.locator(f"[aria-labelledby=all] a[href='/cases/{number}/']").click()
    resident.look()
    resident.reads("已答复", "楼上水管接头已换", WORDS)
    resident.take("不满意，重新办理", 哪里没有解决="晚上又开始滴水")
    resident.reads("“不满意，重新办理”已记录。", "办理中", "晚上又开始滴水")


def rate(resident: Visitor, number: str) -> None:
    resident.open(f"/cases/{number}/")
    resident.reads("防水已重做")
    resident.page.get_by_label("很满意", exact=True).check()
    resident.page.get_by_label("想说的话").fill("这回真的好了")
    resident.click("确认评价")
    resident.reads("您的评价：5 星")


def the_story_is_whole(officer: Visitor, number: str) -> None:
    officer.open(f"/m/{number}/")
    told = officer.timeline()
    expected = [
        (r"登记为“公共部位漏水”，交华一坡社区居民委员会，.* 前告知是否受理", f"反映人 {NAME}"),
        ("受理", "华一坡社区居民委员会 李敏 · 《信访工作条例》第二十三条"),
        ("上报七星岗街道办事处办理：公共管道，社区没有维修资金", "李敏 · 《信访工作条例》第二十二条"),
        ("开始办理", "七星岗街道办事处 王建国"),
        ("答复", "七星岗街道办事处 王建国 · 《信访工作条例》第三十四条"),
        ("反映人不满意，要求重新办理：晚上又开始滴水", f"{NAME} · 《信访工作条例》第三十五条"),
        ("答复", "七星岗街道办事处 王建国"),
        ("评价 5 星", NAME),
    ]
    assert len(told) == len(expected)
    for (sentence, when), (wanted, who) in zip(told, expected, strict=True):
        assert re.fullmatch(wanted, sentence)
        assert who in when
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d · ", when)
    aside = officer.page.locator("aside").last
    for term in ("受理告知期限", "答复期限", "评价期限", "归档期限"):
        expect(aside).to_contain_text(term)


def an_act_is_proved(officer: Visitor) -> None:
    officer.page.locator(".timeline").get_by_role("link", name="可核验").first.click()
    for _second in range(20):  # the worker puts it into the log, a moment later
        if officer.page.get_by_text("已核对：这一步在存证日志里").count():
            break
        officer.page.wait_for_timeout(1000)
        officer.page.reload()
    officer.look()
    officer.reads("已核对：这一步在存证日志里，没有被改动。", "登记为“—”", "它不证明什么")
    officer.misses(NAME)


def the_resident_was_told(resident: Visitor, number: str, site: Site) -> None:
    resident.open("/cases/mine/")
    news = resident.page.locator("[aria-labelledby=news]").get_by_role("link", name=number)
    for _second in range(20):  # the worker tells them, a moment later
        if news.count() == 5:
            break
        resident.page.wait_for_timeout(1000)
        resident.page.reload()
    assert news.all_inner_texts() == [
        f"{number}：答复",
        f"{number}：答复",
        f"{number}：开始办理",
        f"{number}：上报七星岗街道办事处办理：公共管道，社区没有维修资金",
        f"{number}：受理",
    ]
    assert f"[SMS → 13800000001] {number}：受理" in site.log.read_text("utf-8")
