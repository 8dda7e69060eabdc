"""A deputy's proposal: taken in, handed over, drafted with a live figure, countersigned, signed, answered by code."""

from urllib.parse import urlsplit

import pytest

from .visitor import PHONE, SMALLEST, Meet, Visitor

TITLE = "关于在社区设置共享工具间的建议"
DOCUMENT = "渝民函〔2026〕801号"


@pytest.mark.journey
def test_a_proposal_goes_from_intake_to_the_signed_reply_and_the_deputys_receipt(meet: Meet) -> None:
    office, drafter, helper, signer = (
        by_password(meet(), who) for who in ("proposals_office", "civil", "justice", "civil_head")
    )
    number, code = take_in(office)
    office.open(f"/o/{number}/")
    hand_over(office)
    prepare(drafter, helper, number)
    sign(signer, number)
    drafter.open(f"/o/{number}/")
    drafter.take("公开答复")
    drafter.reads("“公开答复”已记录。")
    receive(meet(**PHONE), number, code)
    seen_by_everybody(meet(**PHONE))


def prepare(drafter: Visitor, helper: Visitor, number: str) -> None:
    drafter.open(f"/o/{number}/")
    drafter.take("签收")
    helper.open(f"/o/{number}/")
    helper.take("提交协办意见", 协办意见="法律上没有障碍。")
    draft(drafter, number)
    drafter.open(f"/o/{number}/")
    drafter.take("送会签")
    helper.open(f"/o/{number}/")
    helper.take("会签同意")
    drafter.open(f"/o/{number}/")
    drafter.take("报请签发")


def seen_by_everybody(reader: Visitor) -> None:
    reader.open("/proposals/")
    reader.page.set_viewport_size(SMALLEST)
    reader.open("/proposals/rates/?large=1")
    reader.reads("重庆市民政局", "100.0%")
    reader.open("/proposals/?q=共享工具间")
    reader.click(f"0801 {TITLE}", "link")
    reader.reads("抓落实", "满意")
    reader.misses("法律上没有障碍")


def by_password(visitor: Visitor, username: str) -> Visitor:
    visitor.sign_in_by_password(username, "/proposals/")
    return visitor


def take_in(office: Visitor) -> tuple[str, str]:
    office.click("登记提案", "link")
    for label, text in {
        "哪次会议": "市政协六届四次会议",
        "编号": "0801",
        "案由": TITLE,
        "提出人": "石晓芸\n龙启明",
        "提案内容": "请在社区设置共享工具间。",
    }.items():
        office.page.get_by_label(label, exact=True).fill(text)
    office.click("登记")
    office.reads("提案已登记", TITLE)
    number, code = (fact.inner_text().split()[0] for fact in office.page.locator("dl.facts > dd").all())
    return number, code


def hand_over(office: Visitor) -> None:
    step = office.step("交办")
    step.locator("summary").click()
    step.get_by_label("主办单位").select_option(label="重庆市民政局")
    step.get_by_label("重庆市司法局").check()
    office.click("确认交办", within=step)
    office.reads("“交办”已记录。", "重庆市民政局")


def draft(drafter: Visitor, number: str) -> None:
    drafter.open(f"/proposals/{number}/draft/")
    text = drafter.page.get_by_label("答复正文")
    text.fill("您们的提案收悉，现答复如下。\n今年已收到提案{{ proposals.recieved }}件。")
    drafter.click("预览（不保存）")
    drafter.reads("没有“proposals.recieved”这个指标。相近的有：proposals.received")
    drafter.page.get_by_label("答复正文").fill("您们的提案收悉，现答复如下。\n今年已收到提案（件）：")
    drafter.page.get_by_label("数据", exact=False).first.select_option("proposals.received")
    drafter.click("插入到正文末尾")
    drafter.reads("按今天的数据预览")
    drafter.page.get_by_label("答复类别").select_option("A")
    drafter.page.get_by_label("联系人").fill("向明远")
    drafter.page.get_by_label("联系电话").fill("023-00000000")
    drafter.click("保存草稿")
    drafter.reads("草稿已保存。", "法律上没有障碍")
    drafter.page.get_by_role("heading", name="按今天的数据预览").locator("..").get_by_role(
        "link"
    ).first.click()
    drafter.page.wait_for_load_state()
    assert urlsplit(drafter.page.url).path == "/figures/proposals.received/"


def sign(signer: Visitor, number: str) -> None:
    signer.open(f"/o/{number}/")
    step = signer.step("签发")
    step.locator("summary").click()
    step.get_by_label("发文字号").fill(DOCUMENT)
    step.get_by_label("签发人").fill("局长 代春晖")
    step.get_by_label("是否公开").select_option(label="全文公开")
    signer.click("确认签发", within=step)
    signer.reads("“签发”已记录。", DOCUMENT)
    signer.open(f"/proposals/{number}/replies/1/")
    signer.reads("文中数据", "签发时固定")
    with signer.page.expect_download() as kept:
        signer.page.get_by_role("link", name="下载 DOCX").click()
    assert kept.value.suggested_filename == f"{DOCUMENT}.docx"


def receive(deputy: Visitor, number: str, code: str) -> None:
    deputy.open("/proposals/receipt/")
    deputy.page.get_by_label("办理编号").fill(number)
    deputy.page.get_by_label("查询码").fill(code)
    deputy.click("查看")
    deputy.reads(DOCUMENT)
    deputy.page.get_by_label("您对办理是否满意").select_option(label="满意")
    deputy.click("满意或基本满意")
    deputy.reads("谢谢您，意见已记录。", "您的意见：满意")
