"""A community begins its election: the clerk names who is to lead it, a resident finds it on the phone."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from .visitor import PHONE, SMALLEST, Meet

COMMUNITY = "500103001003"
LIST = f"/elections/?area={COMMUNITY}"


@pytest.mark.journey
def test_an_election_is_begun_and_its_committee_named(meet: Meet) -> None:
    worker = meet("community", LIST)
    worker.click("启动选举", "link")
    worker.page.get_by_label("选举哪个组织").select_option(index=1)
    worker.page.get_by_label("换届选举").check()
    worker.click("启动")
    worker.reads("已启动", "待推选选举委员会")
    number = urlsplit(worker.page.url).path.split("/")[2]

    worker.open(f"/elections/{number}/committee/")
    worker.page.locator("summary", has_text="登记选举委员会人选").click()
    rows = worker.page.get_by_label("选举委员会人选（一行一人）")
    rows.fill("组长 甲某")
    worker.click("登记选举委员会人选")
    worker.reads("第1行的职务不对")
    expect(rows).to_have_value("组长 甲某")
    rows.fill("主任 甲某\n委员 乙某\n委员 丙某\n候补 丁某")
    worker.click("登记选举委员会人选")
    worker.reads("“登记选举委员会人选”已记录。", "丁某")

    _everybody_finds_it(meet, number)


def _everybody_finds_it(meet: Meet, number: str) -> None:
    resident = meet("resident", LIST, **PHONE)
    resident.reads("换届选举", "届满一年内的组织")
    resident.open(f"/elections/{number}/roll/")
    resident.reads("名单还没有公布")
    resident.open(f"/elections/{number}/candidates/")
    resident.reads("还没有候选人")

    stranger = meet(viewport=SMALLEST)
    stranger.open(f"/o/{number}/")
    stranger.reads("进行到哪一步", "待推选选举委员会")
