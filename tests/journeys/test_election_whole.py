"""A village elects its committee, from the notice to the handover: over three weeks, by everybody whom the law names."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.ballots import BELENIOS

from .conftest import visitors
from .later import morning
from .meetings import path_of, scan
from .running import ROOT, Site, free_port, furnished, serving
from .test_sign_in import by_password
from .visitor import PHONE, SMALLEST, Meet, Visitor

BEGUN, REVIEWED, ELECTED = morning(1), morning(7), morning(23)
CLOSES = ELECTED + timedelta(hours=9)
TABLE = """游小虎 2020-05-01 一组 1 是
罗秀梅 1975-03-12 一组 2 是
幸福生 1968-07-01 一组 3 是
蒲玉兰 1971-09-30 二组 4 是
敖登科 1980-01-20 二组 5 是
晏永珍 1966-11-11 二组 6 是"""
DEPUTY, EIGHT, NINE, TEN, NEIGHBOUR, VILLAGER, REPRESENTATIVE, SUPERVISOR = range(2, 10)
OFFICES = {"chair": "主任", "member": "委员"}
BALLOT = ("谭小燕", "幸福生", "蒲玉兰")


@dataclass(frozen=True)
class Village:
    """The site on several days, on one home folder; whoever comes has a browser of their own that stays theirs."""

    port: int
    env: dict[str, str]
    meet: Meet
    folder: Path
    known: dict[str, Visitor] = field(default_factory=dict)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[Site]:
        words = ["-m", "tests.journeys.later", "--at", moment.isoformat(), "--port", str(self.port)]
        with serving([sys.executable, *words], self.port, self.env) as site:
            yield site
        for visitor in self.known.values():
            visitor.page.goto("about:blank")  # the hall's screen asks how it stands, also while nobody answers

    def who(self, username: str, *, onward: str = "", anew: bool = False) -> Visitor:
        """Answer somebody at their own screen, signed in there."""
        if anew or username not in self.known:
            phone = username in ("villager", "representative", "supervisor")
            self.known[username] = self.meet(**(PHONE if phone else {}))
            by_password(self.known[username], username, "gongzhi-demo")
        if onward:
            self.known[username].open(onward)
        return self.known[username]


@pytest.fixture(scope="module")
def village(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Village]:
    port = free_port()
    with (
        furnished(tmp_path_factory.mktemp("electing")) as env,
        visitors(browser, f"http://localhost:{port}") as meet,
    ):
        yield Village(port, env, meet, tmp_path_factory.mktemp("kept"))


def deed(visitor: Visitor, page: str, verb: str, **said: str | bool) -> None:
    """Do something on a page of the election; `said`: what is filled in, ticked or chosen, by its label."""
    visitor.open(page)
    form = visitor.page.locator("details").filter(has=visitor.page.locator("summary", has_text=verb)).first
    form.locator("summary").click()
    fill(form, said)
    visitor.click(verb, within=form.locator("form"))
    visitor.reads(f"“{verb}”已记录。")


def fill(form: Locator, said: dict[str, str | bool]) -> None:
    for label, value in said.items():
        found = form.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(（选填）)?\s*$"))
        if isinstance(value, bool):
            found.set_checked(value)
        elif found.evaluate("e => e.tagName") == "SELECT":
            found.select_option(label=value)
        else:
            found.fill(value)


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
        village.who("rep02", onward=matter).take("开始投票")
        on_the_phone(village, poll, slips)
        on_paper(village, poll)
    with village.at(CLOSES):
        closed(village, matter, poll)
        decrypted(village, poll, keys)
        declared(village, matter, poll)
        handed_over(village, matter)
        archive, certificate = kept(village, matter, poll)
    proved(village, archive, certificate)


def page_of(matter: str, name: str) -> str:
    return f"/elections/{matter.split('/')[2]}/{name}/"


def begun(village: Village) -> str:
    """The clerk gives notice; the groups choose who leads the election. Answers the address of the matter."""
    clerk = village.who("secretary", onward="/elections/")
    clerk.click("启动选举", "link")
    choice = clerk.page.get_by_label("选举哪个组织")
    choice.select_option(label=next(t for t in choice.locator("option").all_inner_texts() if "村民委员会" in t))
    clerk.page.get_by_label("换届选举").check()
    clerk.click("启动")
    matter = path_of(clerk)
    rows = "主任 向天贵 rep02\n委员 田素华 rep03\n委员 覃正国 rep04\n候补 黎翠芳 rep05"
    deed(clerk, page_of(matter, "committee"), "登记选举委员会人选", **{"选举委员会人选（一行一人）": rows})
    clerk.open(matter)
    how = "三个小组分别于本周开会，到会均过半数，一致推选。"
    clerk.take("登记各村民小组会议推选结果", **{"各小组会议的时间、到会人数和推选结果": how})
    clerk.reads("选举委员会已产生，待定方案")
    lead = village.who("rep02", onward=matter)
    step = lead.step("公布选举方案")
    step.locator("summary").click()
    step.get_by_label("选举日").fill(f"{ELECTED:%Y-%m-%dT08:00}")
    fill(step, {"应选主任人数": "1", "应选委员人数": "2", "投票站和时间": "村委会院坝，8时至18时。"})
    ways = step.get_by_label("全体", exact=False)
    if ways.count():
        ways.first.check()
    lead.click("确认公布选举方案", within=step)
    lead.reads("选民登记中")
    return matter


def registered(village: Village, matter: str) -> None:
    """By the clerk's table, by oneself on the phone, from those whom the platform knows; judged by law; shown."""
    roll = page_of(matter, "roll")
    clerk, lead, villager = (village.who(name) for name in ("secretary", "rep02", "villager"))
    deed(clerk, roll, "登记选民", **{"选民（一行一人）": TABLE})
    own: dict[str, str | bool] = {"姓名": "游小芹", "出生日期": "1961-02-13"}
    deed(villager, roll, "我要登记", **own, **{"户籍在本村（社区）": True})
    deed(lead, roll, "从平台居民中提出")
    deed(lead, roll, "审核全部待审登记")
    lead.open(matter)
    lead.take("公布选民名单")
    villager.page.set_viewport_size(SMALLEST)
    villager.open(roll)
    villager.reads(f"您的登记：第 {VILLAGER} 号，已登记", "罗秀梅", "谭小燕")
    villager.misses("游小虎")
    villager.page.set_viewport_size(PHONE["viewport"])


def nominated(village: Village, matter: str) -> None:
    """By the party organisation, by a voter on the phone, on paper; they agree themselves, or in writing."""
    slate = page_of(matter, "candidates")
    number, backers = "被提名人在名单上的号", "书面联名的选民在名单上的号"
    clerk, lead, villager = (village.who(name) for name in ("secretary", "rep02", "villager"))
    party = {number: str(REPRESENTATIVE), "职务": "主任", "女": True, "由党组织提名": True}
    deed(clerk, slate, "提名候选人", **party)
    deed(villager, slate, "提名候选人", **{number: str(EIGHT), "职务": "委员"})
    for who, office in ((DEPUTY, "主任"), (NINE, "委员"), (TEN, "委员")):
        words: dict[str, str | bool] = {number: str(who), "职务": office, backers: "6 7", "女": who != TEN}
        deed(lead, slate, "提名候选人", **words)
    deed(village.who("representative"), slate, "同意参选", 哪一位="谭小燕", 简介="村民代表，种柑橘。")
    for name in ("幸福生", "罗秀梅", "蒲玉兰", "敖登科"):
        deed(lead, slate, "同意参选", 哪一位=name)


def reviewed(village: Village, matter: str) -> None:
    """Four departments look at each; who stands is published, and asked on the phone."""
    slate = page_of(matter, "candidates")
    lead, town = village.who("rep02", onward=matter), village.who("town")
    lead.take("结束提名，交部门联审")
    for department in ("纪检监察机关", "公安机关", "民政部门", "司法行政部门"):
        town.open(slate)
        form = town.page.locator("details").filter(has_text="登记联审意见").first
        form.locator("summary").click()
        for box in form.get_by_role("checkbox").all():
            box.check()
        fill(form, {"部门": department})
        town.click("登记联审意见", within=form.locator("form"))
        town.reads("“登记联审意见”已记录。")
    lead.open(matter)
    lead.take("公布候选人")
    soon = REVIEWED + timedelta(days=3)
    lead.take("公告候选人见面会", 时间=f"{soon:%Y-%m-%dT10:00}", 地点="村委会院坝")
    villager = village.who("villager")
    deed(villager, slate, "向候选人提问", 问哪一位候选人="谭小燕", 问题="机耕道哪年修？")
    deed(village.who("representative"), slate, "回答提问", 哪个问题="机耕道哪年修？", 回答="明年上半年。")
    villager.open(matter)
    villager.reads("谭小燕", "罗秀梅", "应选 2 人")


def prepared(village: Village, matter: str) -> str:
    """After the meeting the vote is prepared. Answers the address of the poll."""
    lead = village.who("rep02", onward=matter)
    lead.take("登记见面会情况", 见面会情况="到会63人，候选人介绍设想并回答提问。")
    lead.take("准备投票", 投票开始时间=f"{ELECTED:%Y-%m-%dT08:00}", 投票截止时间=f"{ELECTED:%Y-%m-%dT18:00}")
    lead.page.get_by_role("link", name="第 1 次投票").click()
    lead.look()
    poll = path_of(lead)
    tool(lead, poll, "指定密钥持有人", 密钥持有人="supervisor，监委会主任\nsupervisor2，监委会委员")
    tool(lead, poll, "设立投票站或流动票箱", 名称="村委会院坝")
    lead.reads("彭守正、瞿明会还没有提交公钥", "村委会院坝")
    return poll


def tool(visitor: Visitor, poll: str, verb: str, **said: str | bool) -> None:
    """Do something at the desk of the poll."""
    visitor.open(f"{poll}desk/")
    step = visitor.step(verb)
    step.locator("summary").click()
    fill(step, said)
    visitor.click("确认", within=step)


def held(village: Village, poll: str) -> dict[str, Path]:
    """Each holder makes a key on a machine of their own and keeps it there. Answers the files."""
    files = {}
    for username in ("supervisor", "supervisor2"):
        holder = village.who(username, onward=poll)
        holder.click("我的密钥", "link")
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
    lead, out = village.who("rep02", onward=f"{poll}desk/"), village.folder / "credentials"
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="下载名册（CSV）").click()
    roll = village.folder / download.value.suggested_filename
    download.value.save_as(roll)
    _gongzhi, *words = lead.page.locator("pre").inner_text().split()
    words = [str(roll) if word == roll.name else str(out) if word == "credentials" else word for word in words]
    words[0] = "credentials"
    subprocess.run([sys.executable, "-m", "gongzhi.config.cli", *words], cwd=ROOT, check=True)
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
    phone.page.get_by_label("用户名或手机号").fill("villager")
    phone.page.get_by_label("密码").fill("gongzhi-demo")
    phone.click("登录", within=phone.page.get_by_role("main"))
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
    other = village.who("supervisor", onward=f"{poll}vote/#{slips[SUPERVISOR]}")
    vote(other, *BALLOT)


def vote(phone: Visitor, *names: str) -> str:
    """Choose, have it encrypted, send it. Answers the tracker."""
    expect(phone.page.get_by_label("投票码")).not_to_have_value("")
    for name in names:
        phone.page.get_by_label(name, exact=True).check()
    phone.click("加密选票")
    expect(phone.page.get_by_role("heading", name="请核对，然后投出")).to_be_focused()
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
    lead.reads("已在线投票") if False else None
    elector = village.who("representative", onward=f"{poll}vote/")
    elector.reads("您已用纸质选票投票。")
    expect(elector.page.get_by_role("button", name="加密选票")).to_have_count(0)
    lead.open(f"{poll}desk/unvoted/")
    lead.misses("谭小燕", "游小芹", "彭守正")
    lead.reads("幸福生")


def closed(village: Village, matter: str, poll: str) -> None:
    """The protocol of the station is entered by one of the committee and confirmed by another; the board is sealed."""
    lead = village.who("rep02", onward=matter)
    lead.take("截止投票")
    lead.open(f"{poll}desk/")
    step = lead.step("录入计票单")
    step.locator("summary").click()
    chair, members = "主任（最多选1人）：", "委员（最多选2人）："
    fill(step, {"发出选票": "3", "收回选票": "3", "废票": "0", "监票人、唱票人、计票人": "石方林、邬光荣、晏永珍"})
    fill(step, {f"{chair}谭小燕": "2", f"{chair}罗秀梅": "1", f"{members}幸福生": "3", f"{members}蒲玉兰": "2"})
    fill(step, {f"{members}敖登科": "1"})
    step.locator("input[type=file]").set_input_files([scan("protocol")])
    lead.click("确认", within=step)
    lead.click("核对无误，确认")
    lead.reads("须由另一人") if False else None
    second = village.who("rep03", onward=f"{poll}desk/")
    second.click("核对无误，确认")
    second.reads("计票单已核对确认。")
    tool(lead, poll, "封存在线选票，开始开票")
    lead.reads("已封存。请密钥持有人开票。")


def decrypted(village: Village, poll: str, keys: dict[str, Path]) -> None:
    """Each holder opens their part with the file they kept, on the machine where they made it."""
    hall = village.who("rep04", onward=f"{poll}hall/")
    hall.reads("正在计票。")
    for username, file in keys.items():
        holder = village.who(username, onward=f"{poll}keys/")
        holder.page.get_by_label("密钥文件").set_input_files(file)
        holder.click("在本机解密")
        holder.click("提交解密结果")
        holder.reads("您的部分已经完成。")


def declared(village: Village, matter: str, poll: str) -> None:
    """The count is confirmed, the hall sees it, the law judges it; who is elected gets a certificate."""
    lead, hall = village.who("rep02", onward=matter), village.who("rep04")
    lead.take("确认计票结果")
    hall.reads("计票结束", "计票结果")
    hall.look()
    for name, votes in (("谭小燕", 4), ("罗秀梅", 1), ("幸福生", 5), ("蒲玉兰", 4), ("敖登科", 1)):
        expect(hall.page.get_by_role("row").filter(has_text=name).locator("td")).to_have_text([str(votes)])
    lead.open(matter)
    lead.take("宣布选举结果")
    anybody = village.who("villager", onward=matter)
    anybody.reads("名单8人，发出5票，收回5票，选举有效")
    anybody.click("打印结果", "link")
    anybody.reads("谭小燕")
    anybody.open(matter)
    row = anybody.page.locator("li").filter(has_text="谭小燕").filter(has_text="当选")
    row.get_by_role("link", name="当选证书").click()
    anybody.look()
    anybody.reads("依法当选为", "谭小燕")


def handed_over(village: Village, matter: str) -> None:
    """The township has the result; each thing is ticked by who gives it and by who takes it."""
    page, seal = page_of(matter, "handover"), "公章一枚"
    lead, clerk = village.who("rep02"), village.who("secretary")
    village.who("town", onward=matter).take("收到备案", 备案情况="材料齐全。")
    deed(lead, page, "列入移交清单", 类别="印章", **{"移交什么、多少": seal})
    item = lead.page.get_by_label("哪一项").first.locator("option").last.inner_text()
    deed(clerk, page, "移交方确认", 哪一项=item)
    deed(village.who("representative"), page, "接收方确认", 哪一项=item)
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
    assert json.loads(certificate.read_text("utf-8"))
    if BELENIOS is not None:
        (village.folder / "alone").mkdir()
        shutil.copy(archive, village.folder / "alone")
        words = [BELENIOS, "election", "verify", "--dir", str(village.folder / "alone")]
        ran = subprocess.run(words, capture_output=True, encoding="utf-8")
        assert ran.returncode == 0, ran.stderr
