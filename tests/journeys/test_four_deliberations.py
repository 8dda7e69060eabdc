"""四议两公开 from the proposal to the certificate, in a village: over five weeks, by everybody whom the law names."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from .conftest import visitors
from .keyboard import come_to, press, write
from .later import morning
from .meetings import Chair, path_of, scan, sign_in_at_the_meeting
from .running import ROOT, Times, free_port, furnished
from .visitor import PHONE, SMALLEST, Meet, Visitor

TITLE = "修建五组机耕道"
MOTION = "是否同意修建五组机耕道，预算12万元"
ARTICLE = "《村民委员会组织法》第三十条"
REPRESENTATIVES = ["representative", *(f"rep{n:02}" for n in range(2, 13))]
BY_HAND = ["蒲玉兰", "敖登科", "代春蓉", "游建平"]  # the last four: they have no vote of their own on a phone
VILLAGERS_PHONE = "13800000011"
OBJECTION = "五组已经有一条路，钱应当先用来修水渠。"
ANSWER = "水渠已列入明年计划，资金另有来源；机耕道由代表会议依法决议，预算不变。"

HOLDS, REFUSED = (0, "HOLDS"), (1, "REFUSED")


@pytest.fixture(scope="module")
def times(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Times]:
    port = free_port()
    with (
        furnished(tmp_path_factory.mktemp("village")) as env,
        visitors(browser, f"http://localhost:{port}") as meet,
    ):
        yield Times(port, env, meet)


@pytest.mark.journey
@pytest.mark.timeout(600)
def test_a_village_decides_and_the_certificate_proves_it(times: Times, tmp_path: Path) -> None:
    with times.on_day(1) as site:
        matter = decided(times.meet)
        published(times.meet, matter)
        contested(times.meet, matter)
        assert site.sent_to(VILLAGERS_PHONE, "您提出的异议不成立。(.+)") == ANSWER
    with times.on_day(15):
        still_shown(times.meet, matter)
    with times.on_day(28):
        carried_out(times.meet, matter)
    with times.on_day(56):
        file, paper = certified(times.meet, matter, tmp_path)
    assert verified(times.env, file) == {HOLDS}
    assert verified(times.env, paper, "manage.py verify") == {HOLDS}
    assert verified(times.env, with_yes(file, 11)) == {HOLDS}
    assert verified(times.env, with_yes(file, 12)) == {REFUSED}


def decided(meet: Meet) -> str:
    """From the proposal to the resolution; answers the address of the matter."""
    secretary = meet("secretary", "/deliberation/propose/")
    secretary.page.get_by_label("提议事项").fill(TITLE)
    secretary.page.get_by_label("属于哪一类").select_option(label="村庄规划、建设等重要事项")
    secretary.page.get_by_label("提议内容").fill("五组机耕道长800米，雨天泥泞，拟硬化，预算12万元。")
    secretary.click("提议")
    secretary.reads("已提议。接下来由“两委”会议商议。")
    chair = Chair(secretary, path_of(secretary), morning(1))
    two_committees(chair)
    party_members(chair)
    phones = {name: meet(**PHONE) for name in REPRESENTATIVES}
    representatives(chair, phones)
    for phone in phones.values():
        phone.page.close()  # a meeting's page asks how it stands, also while the server is stopped
    secretary.open(chair.matter)
    expect(secretary.page.locator(".stage.is-done")).to_have_count(4)
    return chair.matter


def two_committees(chair: Chair) -> None:
    meeting = chair.call("“两委”会议", MOTION)
    chair.sign_by_sheet(meeting)
    chair.hear(meeting, "罗秀梅", "路面宽度按3.5米设计，请五组先看线路。")
    chair.visitor.click("开始表决")
    chair.enter_votes(meeting, [(name, "同意") for name in ("郑大江", "罗秀梅", "冉光明")])
    chair.count()
    chair.conclude(meeting, "“两委”一致同意提交党员大会审议。")
    chair.visitor.reads("会议有效，表决通过。", "同意 3，反对 0，弃权 0")


def party_members(chair: Chair) -> None:
    """They vote in secret; what the tellers counted is entered."""
    meeting = chair.call("党员大会", MOTION, secret=True)
    chair.sign_by_sheet(meeting)
    chair.visitor.click("开始表决")
    chair.count(同意=8, 反对=1, 弃权=1)
    chair.conclude(meeting, "党员大会审议同意。")
    chair.visitor.reads("会议有效，表决通过。", "同意 8，反对 1，弃权 1")


def representatives(chair: Chair, phones: dict[str, Visitor]) -> None:
    """Nine of fifteen decide nothing; twelve do."""
    meeting = chair.call("代表会议", MOTION)
    come(chair, meeting, dict(list(phones.items())[:9]))
    chair.visitor.open(meeting)
    chair.visitor.reads("还差1人才到法定人数10人")
    chair.conclude(meeting, "到会9人，未达到法定人数，改期再开。")
    chair.visitor.reads("会议无效，没有作出任何决定。可以重新召集。", ARTICLE)

    meeting = chair.call("代表会议", MOTION)
    come(chair, meeting, phones)
    chair.visitor.open(meeting)
    chair.visitor.reads("已达到法定人数10人")
    chair.visitor.click("开始表决")
    for place, phone in enumerate(list(phones.values())[:8]):
        phone.open(meeting) if place == 0 else phone.page.goto(phone.url + meeting)
        vote = "反对" if place == 7 else "同意"
        if place == 0:
            press(phone, "button", vote)
        else:
            phone.page.get_by_role("button", name=vote, exact=True).click()
        phone.reads("您的表决已记录，结束表决前可以改。")
    chair.enter_votes(meeting, [(name, "同意") for name in BY_HAND])
    chair.count()
    chair.conclude(meeting, "代表会议决议：同意修建。")
    chair.visitor.reads("会议有效，表决通过。", "同意 11，反对 1，弃权 0")


def come(chair: Chair, meeting: str, phones: dict[str, Visitor]) -> None:
    for place, (username, phone) in enumerate(phones.items()):
        if place % 4 == 0:  # the code on the screen changes every minute
            invitation = chair.invitation(meeting)
        sign_in_at_the_meeting(phone, invitation, username)
    next(iter(phones.values())).look()


def published(meet: Meet, matter: str) -> None:
    """The resolution is made public, and the supervision committee says what it thinks of that."""
    secretary = meet("secretary", matter)
    secretary.take("公开决议", 标题="关于五组机耕道的决议", 公示内容="代表会议同意修建，预算12万元。")
    supervisor = meet("supervisor", matter)
    supervisor.click("关于五组机耕道的决议", "link")
    supervisor.page.get_by_label("同意公开").check()
    supervisor.page.get_by_label("意见 （不同意时必填）").fill("程序齐全，请把预算明细一并张贴。")
    supervisor.click("签署")
    supervisor.reads("您的签署意见已记录。", "程序齐全，请把预算明细一并张贴。", "村务监督委员会")


def contested(meet: Meet, matter: str) -> None:
    """A resident reads the resolution, objects without a name and without a mouse, and gets an answer."""
    villager = meet("villager", matter, **PHONE)
    villager.page.set_viewport_size(SMALLEST)
    villager.look()
    villager.click("关于五组机耕道的决议", "link")
    villager.reads("代表会议同意修建，预算12万元。", "公示中，至少到")
    villager.page.set_viewport_size(PHONE["viewport"])
    villager.open(matter)
    come_to(villager, villager.step("提出异议").locator("summary"))
    villager.page.keyboard.press("Enter")
    write(villager, "异议和理由", OBJECTION)
    press(villager, "button", "确认提出异议")
    villager.reads("“提出异议”已记录。", "正在处理，公示期停止计算")

    secretary = meet("secretary", matter)
    secretary.reads("一位居民", OBJECTION)
    secretary.misses("游小芹")
    secretary.page.get_by_label("异议不成立，公示期继续计算").check()
    secretary.page.get_by_label("理由", exact=True).fill(ANSWER)
    secretary.click("记录处理结果")
    villager.open(matter)
    villager.reads("异议不成立。", ANSWER)
    villager.misses("正在处理，公示期停止计算")


def still_shown(meet: Meet, matter: str) -> None:
    """Fourteen days later it is not over yet, and nobody is offered to end it."""
    secretary = meet("secretary", matter)
    expect(secretary.page.locator(".stage[aria-current=step]")).to_contain_text("决议公开")
    expect(secretary.step("公示期满")).to_have_count(0)
    shown = secretary.page.get_by_role("region", name="公示内容")
    secretary.click("关于五组机耕道的决议", "link", within=shown)
    secretary.reads("公示中，至少到")


def carried_out(meet: Meet, matter: str) -> None:
    """The fifteen days are over; the work is done, and its result is made public."""
    secretary = meet("secretary", matter)
    secretary.reads("公示期满，没有未处理的异议")
    step = secretary.step("记录实施进展")
    step.locator("summary").click()
    step.get_by_label("进展").fill("路基已完成。")
    step.locator("input[type=file]").set_input_files([scan("roadbed")])
    secretary.click("确认记录实施进展", within=step)
    secretary.reads("实施进展：路基已完成。")
    secretary.take("实施完毕", 实施情况和经费使用="全部完工，实际支出11.6万元。")
    secretary.take("公开实施结果", 标题="五组机耕道修建结果", 公示内容="已竣工验收，实际支出11.6万元。")
    secretary.reads("五组机耕道修建结果")


def certified(meet: Meet, matter: str, folder: Path) -> tuple[Path, Path]:
    """Anybody may take the certificate of the finished matter: as a file, and as a paper."""
    anybody = meet(**PHONE)
    anybody.open(matter)
    expect(anybody.page.locator(".stage.is-done")).to_have_count(6)
    anybody.reads("程序凭证", "应到15人，实到9人：会议无效，没有作出决定")
    kept = []
    for name in ("核验用文件（JSON）", "下载凭证（PDF）"):
        with anybody.page.expect_download() as download:
            anybody.page.get_by_role("link", name=name).click()
        kept.append(folder / download.value.suggested_filename)
        download.value.save_as(kept[-1])
    return kept[0], kept[1]


def with_yes(file: Path, number: int) -> Path:
    """Answer a copy of the certificate in which so many said yes to the resolution."""
    certificate = json.loads(file.read_text("utf-8"))
    held = [act["payload"]["meeting"] for act in certificate["acts"] if "meeting" in act["payload"]]
    [resolution] = [meeting for meeting in held if meeting["rule"] == "village_representatives"]
    assert (resolution["members"], resolution["present"], resolution["yes"]) == (15, 12, 11)
    resolution["yes"] = number
    copy = file.with_name(f"yes{number}.json")
    copy.write_text(json.dumps(certificate, ensure_ascii=False), "utf-8")
    return copy


def verified(env: dict[str, str], file: Path, *tools: str) -> set[tuple[int, str]]:
    """Answer what the verifiers say: the platform's, and the one that is a single file without the platform."""
    said = set()
    for tool in tools or ("manage.py verify", "tools/verify_certificate.py"):
        words = [sys.executable, *tool.split(), str(file)]
        ran = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, encoding="utf-8")
        said |= {(ran.returncode, word) for word in re.findall("HOLDS|REFUSED", ran.stdout + ran.stderr)}
    return said
