"""A village elects its committee, from the notice to the handover: over three weeks, by everybody whom the law names."""

import csv
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.ballots import BELENIOS

from .candidates import begun, nominated, registered, reviewed
from .conftest import visitors
from .meetings import path_of, scan
from .running import ROOT, free_port, furnished
from .village import (
    BEGUN,
    CLOSES,
    DEPUTY,
    ELECTED,
    NEIGHBOUR,
    OPENS,
    REPRESENTATIVE,
    REVIEWED,
    SUPERVISOR,
    VILLAGER,
    Village,
    deed,
    fill,
    narrow,
    page_of,
    signed_in,
    tool,
)
from .visitor import PHONE, SMALLEST, Visitor

BALLOT = ("谭小燕", "幸福生", "蒲玉兰")


@pytest.fixture(scope="module")
def village(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    port = free_port()
    with (
        furnished(tmp_path_factory.mktemp("electing")) as env,
        visitors(browser, f"http://localhost:{port}") as meet,
    ):
        yield Village(port, env, meet, tmp_path_factory.mktemp("kept"))


@pytest.mark.journey
@pytest.mark.timeout(300)
def test_a_village_elects_its_committee_and_everybody_can_verify_it(village: Village) -> None:
    with village.at(BEGUN):
        matter = begun(village)
        registered(village, matter)
        nominated(village, matter)
    with village.at(REVIEWED):
        reviewed(village, matter)
    village.known.clear()  # nobody stays signed in for two weeks
    with village.at(ELECTED):
        poll = prepared(village, matter)
        keys = held(village, poll)
        slips = credentials(village, poll)
        village.who("rep02", matter).take("开始投票")
        on_the_phone(village, poll, slips)
        on_paper(village, poll)
    with village.at(CLOSES):
        closed(village, matter, poll)
        decrypted(village, poll, keys)
        declared(village, matter, poll)
        handed_over(village, matter)
        archive, certificate = kept(village, matter, poll)
    proved(village, archive, certificate)


def prepared(village: Village, matter: str) -> str:
    """After the meeting the vote is prepared. Answers the address of the poll."""
    lead = village.who("rep02", matter)
    lead.take("登记见面会情况", 见面会情况="到会63人，候选人介绍设想并回答提问。")
    lead.take("准备投票", 投票开始时间=f"{OPENS:%Y-%m-%dT%H:%M}", 投票截止时间=f"{CLOSES:%Y-%m-%dT%H:%M}")
    lead.page.get_by_role("link", name="第 1 次投票").click()
    lead.look()
    poll = path_of(lead)
    tool(lead, poll, "指定密钥持有人", 密钥持有人="supervisor，监委会主任\nsupervisor2，监委会委员")
    tool(lead, poll, "设立投票站或流动票箱", 名称="村委会院坝")
    lead.reads("彭守正、瞿明会还没有提交公钥", "村委会院坝")
    return poll


def held(village: Village, poll: str) -> dict[str, Path]:
    """Each holder makes a key on a machine of their own and keeps it there. Answers the files."""
    files = {}
    for username in ("supervisor", "supervisor2"):
        holder = village.who(username, poll)
        narrow(holder)
        holder.click("我的密钥", "link")
        narrow(holder)
        holder.click("在本机生成密钥")
        send = holder.page.get_by_role("button", name="已保存，提交公钥")
        expect(send).to_be_disabled()
        with holder.page.expect_download() as download:
            holder.page.get_by_role("link", name="保存密钥文件").click()
        files[username] = village.folder / f"{username}.privkey"
        download.value.save_as(files[username])
        send.click()
        holder.reads("您的公钥已收下。")
    return files


def credentials(village: Village, poll: str) -> dict[int, str]:
    """The township makes them on its own machine from numbers alone. Answers what is printed, by number."""
    lead, out = village.who("rep02", f"{poll}desk/"), village.folder / "credentials"
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="下载名册（CSV）").click()
    roll = village.folder / download.value.suggested_filename
    download.value.save_as(roll)
    _gongzhi, *words = lead.page.locator("pre").inner_text().split()
    words = [
        str(roll) if word == roll.name else str(out) if word == "credentials" else word for word in words
    ]
    words[0] = "credentials"
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True)
    step = lead.step("提交投票凭证的公开部分")
    step.locator("summary").click()
    step.locator("input[type=file]").set_input_files(out / "public_creds.json")
    lead.click("确认", within=step)
    lead.reads("已收下投票凭证 8 个。", "已经齐备，可以开始投票。")
    with (out / "private_creds.csv").open(encoding="utf-8-sig", newline="") as file:
        return {int(row["number"]): row["secret"] for row in csv.DictReader(file)}


def on_the_phone(village: Village, poll: str, slips: dict[int, str]) -> None:
    """She scans her slip, signs in, votes, votes again: the last one counts, and she finds it on the board."""
    phone = village.meet(**PHONE)
    phone.open(f"{poll}vote/#{slips[VILLAGER]}")
    signed_in(phone, "villager")
    phone.look()
    first = vote(phone, "罗秀梅", "敖登科", "蒲玉兰")
    village.known["villager"] = phone
    phone.open(f"{poll}vote/#{slips[VILLAGER]}")
    second = vote(phone, *BALLOT)
    assert first != second
    phone.reads("重新投票", second)
    anybody = village.meet(viewport=SMALLEST)
    anybody.open(poll)
    anybody.page.get_by_label("查找我的选票号").fill(second)
    anybody.click("查找")
    expect(anybody.page.locator("li .number.is-long")).to_have_text([second])
    anybody.page.goto("about:blank")
    other = village.who("supervisor", f"{poll}vote/#{slips[SUPERVISOR]}")
    vote(other, *BALLOT)


def vote(phone: Visitor, *names: str) -> str:
    """Choose, have it encrypted, send it. Answers the tracker."""
    expect(phone.page.get_by_label("投票码")).not_to_have_value("")
    for name in names:
        phone.page.get_by_label(name, exact=True).check()
    narrow(phone)
    phone.click("加密选票")
    expect(phone.page.get_by_role("heading", name="请核对，然后投出")).to_be_focused()
    narrow(phone)
    tracker = phone.page.locator("[data-tracker]").inner_text()
    phone.click("投出选票")
    phone.reads("您的选票已收下。", tracker)
    return tracker


def on_paper(village: Village, poll: str) -> None:
    """Who is handed a paper at the station is struck off: the screen refuses them from then on."""
    lead = village.who("rep02")
    for number in (REPRESENTATIVE, DEPUTY, NEIGHBOUR):
        tool(lead, poll, "登记发出纸质选票", 名册号=str(number))
    tool(lead, poll, "登记发出纸质选票", 名册号=str(VILLAGER))
    lead.reads(f"名册第{VILLAGER}号已在线投票，不能再领纸质选票")
    elector = village.who("representative", f"{poll}vote/")
    elector.reads("您已用纸质选票投票。")
    expect(elector.page.get_by_role("button", name="加密选票")).to_have_count(0)
    lead.open(f"{poll}desk/unvoted/")
    lead.misses("谭小燕", "游小芹", "彭守正")
    lead.reads("幸福生")


def closed(village: Village, matter: str, poll: str) -> None:
    """The protocol of the station is entered by one of the committee and confirmed by another; the board is sealed."""
    lead = village.who("rep02", matter)
    lead.take("截止投票")
    lead.open(f"{poll}desk/")
    step = lead.step("录入计票单")
    step.locator("summary").click()
    chair, members = "主任（最多选1人）：", "委员（最多选2人）："
    fill(
        step,
        {"发出选票": "3", "收回选票": "3", "废票": "0", "监票人、唱票人、计票人": "石方林、邬光荣、晏永珍"},
    )
    fill(
        step, {f"{chair}谭小燕": "2", f"{chair}罗秀梅": "1", f"{members}幸福生": "3", f"{members}蒲玉兰": "2"}
    )
    fill(step, {f"{members}敖登科": "1"})
    step.locator("input[type=file]").set_input_files([scan("protocol")])
    lead.click("确认", within=step)
    lead.click("核对无误，确认")
    lead.reads("计票单须由录入人以外的人核对确认。")
    second = village.who("rep03", f"{poll}desk/")
    second.click("核对无误，确认")
    second.reads("计票单已核对确认。")
    tool(lead, poll, "封存在线选票，开始开票")
    lead.reads("已封存。请密钥持有人开票。")


def decrypted(village: Village, poll: str, keys: dict[str, Path]) -> None:
    """Each holder opens their part with the file they kept, on the machine where they made it."""
    hall = village.who("rep04", f"{poll}hall/")
    hall.reads("正在计票。")
    for username, file in keys.items():
        holder = village.who(username, f"{poll}keys/")
        holder.page.get_by_label("密钥文件").set_input_files(file)
        narrow(holder)
        holder.click("在本机解密")
        holder.click("提交解密结果")
        holder.reads("您的部分已经完成。")


def declared(village: Village, matter: str, poll: str) -> None:
    """The count is confirmed, the hall sees it, the law judges it; who is elected gets a certificate."""
    lead, hall = village.who("rep02", matter), village.who("rep04")
    lead.take("确认计票结果")
    hall.reads("计票结束", "计票结果")
    hall.look()
    narrow(hall)
    for name, votes in (("谭小燕", 4), ("罗秀梅", 1), ("幸福生", 5), ("蒲玉兰", 4), ("敖登科", 1)):
        expect(hall.page.get_by_role("row").filter(has_text=name).locator("td")).to_have_text([str(votes)])
    lead.open(matter)
    lead.take("宣布选举结果")
    anybody = village.who("villager", matter)
    anybody.reads("名单8人，发出5票，收回5票，选举有效")
    anybody.click("打印结果", "link")
    anybody.reads("谭小燕")
    narrow(anybody)
    anybody.open(matter)
    narrow(anybody)
    row = anybody.page.locator("li").filter(has_text="谭小燕").filter(has_text="当选")
    row.get_by_role("link", name="当选证书").click()
    anybody.look()
    narrow(anybody)
    anybody.reads("依法当选为", "谭小燕")


def handed_over(village: Village, matter: str) -> None:
    """The township has the result; each thing is ticked by who gives it and by who takes it."""
    page, seal = page_of(matter, "handover"), "公章一枚"
    lead, clerk = village.who("rep02"), village.who("secretary")
    village.who("town", matter).take("收到备案", 备案情况="材料齐全。")
    deed(lead, page, "列入移交清单", 类别="印章", **{"移交什么、多少": seal})
    deed(clerk, page, "移交方确认", 哪一项=f"印章：{seal}")
    deed(village.who("representative"), page, "接收方确认", 哪一项=f"印章：{seal}")
    lead.open(matter)
    lead.take("完成移交", **{"监督移交的乡镇（街道）人员": "乡政府工作人员"})
    lead.reads("选举完成", "工作移交完成")


def kept(village: Village, matter: str, poll: str) -> tuple[Path, Path]:
    """Anybody takes home the archive of the vote and the certificate of the procedure."""
    anybody, files = village.meet(**PHONE), []
    for address, name in ((poll, re.compile("下载档案")), (matter, "核验用文件（JSON）")):
        anybody.open(address)
        with anybody.page.expect_download() as download:
            anybody.page.get_by_role("link", name=name).click()
        files.append(village.folder / download.value.suggested_filename)
        download.value.save_as(files[-1])
    anybody.page.goto("about:blank")
    return files[0], files[1]


def proved(village: Village, archive: Path, certificate: Path) -> None:
    """By our verifiers, and by Debian's, which shares nothing with ours."""
    for words in (("verify-election", archive), ("verify", certificate)):
        command = [sys.executable, "manage.py", *map(str, words)]
        ran = subprocess.run(command, cwd=ROOT, env=village.env, capture_output=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stdout + ran.stderr
    if BELENIOS is not None:
        (village.folder / "alone").mkdir()
        shutil.copy(archive, village.folder / "alone")
        words = [BELENIOS, "election", "verify", "--dir", str(village.folder / "alone")]
        ran = subprocess.run(words, capture_output=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stderr
