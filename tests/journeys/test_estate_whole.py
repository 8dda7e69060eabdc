"""An estate decides, from the notice to the handover: a secret vote by heads and by area that anybody can verify."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from . import flats
from .committee import CHAIR, handed_over, member, sealed
from .conftest import visitors
from .later import morning
from .meetings import path_of, scan
from .polls import cast, decrypt, desk, kept, make_credentials, make_key, proved
from .running import ROOT, Times, free_port, furnished
from .visitor import PHONE, SMALLEST, Meet, Visitor

TITLE = "屋顶加装光伏板、续聘物业服务企业"
ROOF, MANAGER = "利用屋顶加装光伏板", "续聘物业服务企业两年"
HOLDERS = {flats.username(3): "副主任", "community": "社区工作人员"}
OTHER = flats.ON_PAPER - 1  # does not vote
ROOF_YES, MANAGER_YES = (
    [1, *(n for n in flats.OTHERS if flats.choice(n)[item] == flats.YES), flats.ON_PAPER] for item in (0, 1)
)
SCHEMES = {"area": "专有部分面积", "person": "人数"}
# Days; the last with any holidays behind the week of the result.
NOTICED, POLLED, COUNTED, IN_FORCE = 1, 16, 21, 61


@pytest.fixture(scope="module")
def times(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Times]:
    port = free_port()
    with (
        furnished(tmp_path_factory.mktemp("estate")) as env,
        visitors(browser, f"http://localhost:{port}") as meet,
    ):
        by_themselves(env)
        yield Times(port, env, meet)


def by_themselves(env: dict[str, str], *words: str, said: str = "") -> None:
    """Have done what nobody watches: see estate.py."""
    command = [sys.executable, "-m", "tests.journeys.estate", *words]
    subprocess.run(command, cwd=ROOT, env=env, input=said, text=True, check=True, capture_output=True)


@pytest.mark.journey
@pytest.mark.timeout(600)
def test_an_estate_decides_in_secret_and_hands_its_papers_over(times: Times, tmp_path: Path) -> None:
    meet = times.meet
    with times.on_day(NOTICED):
        matter = noticed(meet)
    with times.on_day(POLLED) as site:
        poll = polled(times, matter, tmp_path)
        assert site.sent_to(flats.phone(OTHER), "请您在(.+)前表决").endswith("18:00")
    with times.on_day(COUNTED):
        chair, stranger = member(meet, CHAIR, matter), meet(**PHONE)
        counted(meet, chair, matter, poll, tmp_path)
        published(chair, stranger, matter, poll)
        archives = downloaded(stranger, poll, tmp_path)
    for archive in archives:
        proved(archive)
    with times.on_day(IN_FORCE):
        stranger = meet(**PHONE)
        estate = in_force(stranger, matter)
        chair = member(meet, CHAIR, f"{estate}seal/")
        sealed(meet, chair, estate)
        handed_over(meet, chair, estate)
        for page in ("", "rules/", "seal/", "handover/"):
            stranger.open(f"{estate}{page}")
            no_name(stranger)


def noticed(meet: Meet) -> str:
    """The committee puts two items to the owners and gives notice; answers the address of the matter."""
    chair = member(meet, CHAIR, f"/owners/?q={flats.NAME}")
    chair.click(flats.NAME, "link")
    chair.click("提出表决事项", "link")
    page = chair.page
    page.get_by_label("会议名称").fill(TITLE)
    page.get_by_label("为什么，怎样做").fill("合同年底到期；屋顶可以出租给光伏企业。")
    for place, (title, subject) in enumerate({ROOF: "改变共有部分", MANAGER: "选聘和解聘"}.items()):
        item = page.locator("form details").nth(place)
        if place:
            item.locator("summary").click()
        kind = item.get_by_label("属于哪一类事项")
        kind.select_option(label=kind.locator("option", has_text=subject).inner_text())
        item.get_by_label("题目").fill(title)
        item.get_by_label("内容").fill("方案见附件。")
    chair.click("确认提出")
    chair.take("通知全体业主", 还怎样通知="各单元门口张贴")
    matter = path_of(chair)
    shown = chair.page.get_by_role("link", name=re.compile("^召开业主大会会议的通知"))
    shown.first.click()
    chair.reads("公示中", ROOF, MANAGER)
    chair.page.set_viewport_size(SMALLEST)
    chair.look()
    return matter


def polled(times: Times, matter: str, folder: Path) -> str:
    """Prepared, opened, voted in on screens and on paper; answers the address of the poll."""
    meet, chair = times.meet, member(times.meet, CHAIR, matter)
    poll = prepared(chair)
    keys_made(meet, poll, folder)
    slips = make_credentials(chair, poll, folder)
    opened(chair, matter)
    voted_on_a_phone(meet, poll, slips)
    by_themselves(times.env, "vote", said=json.dumps(slips))
    signed_on_paper(chair, poll)
    reminded(chair, matter)
    return poll


def prepared(chair: Visitor) -> str:
    """A secret poll of today until the fourth day from now; answers its address."""
    hours = {
        "投票开始时间": f"{morning(POLLED):%Y-%m-%d}T08:00",
        "投票截止时间": f"{morning(POLLED + 4):%Y-%m-%d}T18:00",
    }
    chair.take("准备表决", **hours, 无记名投票=True)
    chair.click("看表决", "link")
    poll = path_of(chair)
    chair.click("主持这次投票", "link")
    chair.reads("还没有指定密钥持有人。", "还没有收到投票凭证的公开部分")
    lines = "\n".join(f"{who}，{office}" for who, office in HOLDERS.items())
    desk(chair, poll, "指定密钥持有人", 密钥持有人=lines)
    return poll


def holder(meet: Meet, username: str) -> Visitor:
    return meet("community") if username == "community" else member(meet, username, "/")


def keys_made(meet: Meet, poll: str, folder: Path) -> None:
    for username in HOLDERS:
        make_key(holder(meet, username), poll, folder / username)


def opened(chair: Visitor, matter: str) -> None:
    chair.open(matter)
    chair.take("开始投票")
    chair.reads("去表决")


def voted_on_a_phone(meet: Meet, poll: str, slips: dict[int, str]) -> None:
    """The owner of two flats votes once for both, votes again, and finds the second ballot on the board."""
    owner = meet("resident", "/owners/mine/", **PHONE)
    owner.reads(f"{flats.NAME} 1栋1-1", f"{flats.NAME} 1栋1-2")
    owner.open(poll)
    turnout(owner, 0)
    first = cast(owner, slips[1], "反对", "反对")
    turnout(owner, 1)
    second = cast(owner, slips[1], "同意", "同意")
    assert first != second
    turnout(owner, 1)
    board = owner.page.get_by_role("region", name="公示板：收到的选票")
    board.get_by_label("查找我的选票号").fill(second)
    owner.click("查找", within=board)
    expect(board.locator("li .number")).to_have_text([second])
    owner.page.set_viewport_size(SMALLEST)
    owner.look()


def turnout(visitor: Visitor, *numbers: int) -> None:
    """Check that both bars count exactly these owners."""
    heads = sum(n > 0 for n in numbers)
    everybody = range(1, flats.ON_PAPER + 1)
    visitor.reads(f"{heads}，共 {flats.ON_PAPER}", f"{metres(*numbers)}，共 {metres(*everybody)}")


def metres(*numbers: int) -> str:
    return f"{flats.area_of(*numbers) / 100:,.2f} 平方米"


def signed_on_paper(chair: Visitor, poll: str) -> None:
    chair.open(f"{poll}desk/")
    tool = chair.step("登记书面表决票")
    tool.locator("summary").click()
    tool.get_by_label("名册号").fill(str(flats.ON_PAPER))
    for question in tool.get_by_role("group").all():
        question.get_by_label("同意", exact=True).check()
    tool.locator("input[type=file]").set_input_files([scan("signed")])
    chair.click("确认", within=tool)
    chair.reads("已登记。", "记名表决 1 人")
    turnout(chair, 1, *flats.OTHERS, flats.ON_PAPER)
    chair.click("还没有投票的名单", "link")
    chair.reads(flats.PEOPLE[OTHER - 1])
    chair.misses(flats.RESIDENT, flats.PEOPLE[-1])


def reminded(chair: Visitor, matter: str) -> None:
    chair.open(matter)
    chair.click("逐个房号看是否参与", "link")
    chair.reads("31 个房号，参与 24 个。", "已达到法定人数和面积")
    chair.click("提醒还没有表决的业主")
    chair.reads("已提醒7名业主。")


def counted(meet: Meet, chair: Visitor, matter: str, poll: str, folder: Path) -> None:
    """Closed and sealed; the holders decrypt both sums; the hall sees the count as soon as it is confirmed."""
    hall = meet()
    chair.take("截止投票")
    hall.open(f"{poll}hall/")
    hall.reads("已截止，计票中", "正在计票。")
    desk(chair, poll, "封存在线选票，开始开票")
    for username in HOLDERS:
        decrypt(holder(meet, username), poll, folder / username, *SCHEMES.values())
    chair.open(matter)
    chair.take("确认计票结果")
    for question, yes in ((ROOF, ROOF_YES), (MANAGER, MANAGER_YES)):
        line = hall.page.get_by_role("region", name=question).get_by_role("row", name="同意")
        expect(line).to_contain_text(f"{len(yes)}{metres(*yes)}")
    hall.look()
    hall.page.close()


def published(chair: Visitor, stranger: Visitor, matter: str, poll: str) -> None:
    """What is public has numbers and articles, never a name."""
    chair.take("公布表决结果")
    stranger.open(matter)
    no_name(stranger)
    stranger.page.get_by_role("link", name=re.compile("表决结果")).first.click()
    stranger.look()
    taken = [1, *flats.OTHERS, flats.ON_PAPER]
    stranger.reads(
        "公示中，至少到", "应参与表决30人", f"参与表决{len(taken)}人、{flats.area_of(*taken) / 100:.2f}㎡"
    )
    stranger.reads(f"1. {ROOF}：未通过。同意{len(ROOF_YES)}人", "《民法典》第二百七十八条")
    stranger.reads(f"2. {MANAGER}：通过。同意{len(MANAGER_YES)}人、{flats.area_of(*MANAGER_YES) / 100:.2f}㎡")
    no_name(stranger)
    stranger.page.set_viewport_size(SMALLEST)
    for path in (matter, poll, f"{poll}hall/", f"{poll}?page=2"):
        stranger.open(path)
        no_name(stranger)
    stranger.open(matter)
    stranger.click("逐个房号看是否参与", "link")
    stranger.reads("2栋8-1")
    no_name(stranger)


def no_name(visitor: Visitor) -> None:
    visitor.misses(*flats.PEOPLE)


def downloaded(stranger: Visitor, poll: str, folder: Path) -> list[Path]:
    stranger.open(poll)
    return [kept(stranger, f"下载档案（按{title}）", folder) for title in SCHEMES.values()]


def in_force(stranger: Visitor, matter: str) -> str:
    """Answers the address of the estate."""
    stranger.open(matter)
    stranger.reads("结果已生效", "下载凭证（PDF）")
    stranger.click(flats.NAME, "link")
    stranger.reads("已经决定的", f"{ROOF}：未通过", f"{MANAGER}：通过")
    stranger.page.set_viewport_size(SMALLEST)
    return path_of(stranger)
