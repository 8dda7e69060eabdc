"""An urban community elects its committee by its representatives, from the notice to the handover, over three weeks.

Other than in a village: a meeting of representatives chooses who leads it, the new representatives are published with
the roll and vote alone, more than two thirds of them, and nobody by proxy. Here two of three holders open the box.
"""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from . import ceremony, electing
from .conftest import visitors
from .meetings import Chair, scan
from .neighbours import CHAIRS, HEIR, MEMBERS, RESIDENT, ROLL, VOTE, WOMEN
from .places import BEGUN, CLOSES, ELECTED, REVIEWED, Place, deed, narrow, page_of, tool
from .polls import make_credentials, proved
from .running import ROOT, free_port, furnished

STATION = "社区服务中心二楼"
ON_PAPER = [name for name in VOTE[2:] if name != "葛志高"]  # who stays at home
BALLOT = (HEIR, *MEMBERS[:4])
PAPERS = {"俞文清": 5, "柏广田": 1, "水清源": 6, "窦月娥": 6, "云海棠": 6, "苏建业": 4, "潘家骏": 2}


@pytest.fixture(scope="module")
def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    port = free_port()
    with (
        furnished(tmp_path_factory.mktemp("community")) as env,
        visitors(browser, f"http://localhost:{port}") as meet,
    ):
        command = [sys.executable, "-m", "tests.journeys.community"]
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
        yield Place(port, env, meet, tmp_path_factory.mktemp("carried"))


@pytest.mark.journey
@pytest.mark.timeout(600)
def test_a_community_elects_by_its_representatives(place: Place) -> None:
    with place.at(BEGUN):
        matter = electing.started(place, "community", "居")
        led(place, matter)
        registered(place, matter)
        nominated(place, matter)
    with place.at(REVIEWED):
        electing.looked_at(place, matter, "lead1", "subdistrict")
        electing.met(place, matter, "lead1", STATION)
        no_proxies(place, matter)
    place.known.clear()  # nobody stays signed in for two weeks
    with place.at(ELECTED):
        holders = "watch，居务监督委员会主任\nlawyer，社区法律顾问\nsubdistrict，街道工作人员"
        poll = electing.prepared(place, matter, "lead1", holders, STATION, 开票所需人数="2")
        machines = ceremony.together(place, poll, ["watch", "lawyer", "subdistrict"], "lawyer")
        slips = make_credentials(place.who("lead1"), poll, place.folder)
        voted(place, matter, poll, slips)
    with place.at(CLOSES):
        counted(place, matter, poll)
        for username in ("watch", "lawyer"):  # the third has lost the file
            ceremony.decrypted(place, poll, username, machines[username], "lawyer")
        declared(place, matter, poll)
        users = {"lead": "lead1", "township": "subdistrict", "giver": "community", "taker": "heir"}
        electing.handed_over(place, matter, **users)
        archive, certificate = electing.taken_home(place, matter, poll)
    proved(archive)
    proved(certificate, "verify")


def led(place: Place, matter: str) -> None:
    """The representatives' meeting chooses who leads the election; then its plan is published."""
    clerk = place.who("community")
    rows = "主任 卓启明 lead1\n委员 阮素琴 lead2\n委员 简从周 lead3\n候补 左思齐"
    deed(clerk, page_of(matter, "committee"), "登记选举委员会人选", **{"选举委员会人选（一行一人）": rows})
    chair = Chair(clerk, matter, BEGUN)
    meeting = chair.call("村（居）民代表会议", "推选居民选举委员会", secret=True)
    chair.sign_by_sheet(meeting)
    clerk.click("开始表决")
    chair.count(同意=21, 反对=2, 弃权=2)
    chair.conclude(meeting, "推选卓启明等三人组成居民选举委员会。")
    clerk.reads("会议有效，表决通过。")
    clerk.open(matter)
    clerk.reads("选举委员会已产生，待定方案")
    electing.planned(place, matter, "lead1", "居民代表选举", 4, f"{STATION}，8时至18时。")


def registered(place: Place, matter: str) -> None:
    """The law asks that residents say they take part; whoever was put forward by others is told, and may still."""
    roll = page_of(matter, "roll")
    clerk, lead, resident = (place.who(name) for name in ("community", "lead1", "resident"))
    table = "\n".join(f"{name} 1970-01-01 {n % 3 + 1}栋 {n}-1 是" for n, name in enumerate(ROLL, 1))
    deed(clerk, roll, "登记选民", **{"选民（一行一人）": table})
    deed(clerk, roll, "从平台居民中提出")
    deed(lead, roll, "审核全部待审登记")
    resident.open(roll)
    resident.reads("不予登记", "本人没有表示（申请）参加选举")
    for username, name in (("resident", RESIDENT), ("heir", HEIR)):
        own = {"姓名": name, "出生日期": "1961-02-13", "户籍在本村（社区）": True}
        deed(place.who(username), roll, "我要登记", **own)
    deed(lead, roll, "审核全部待审登记", again=True)
    lead.open(matter)
    lead.reads("请先登记居民代表")
    deed(clerk, roll, "登记户代表或者居民代表", **{"户代表或者居民代表（一行一人）": "\n".join(VOTE)})
    electing.published(place, matter, "lead1", "resident")
    assert set(place.numbers) == {*ROLL, RESIDENT, HEIR}
    assert resident.page.get_by_role("cell", name="居民代表").count() == len(VOTE)
    resident.reads(f"您的登记：第 {place.numbers[RESIDENT]} 号，已登记 · 居民代表")


def nominated(place: Place, matter: str) -> None:
    """By the party organisation, or by ten voters together; nine are too few."""
    slate, number = page_of(matter, "candidates"), "被提名人在名单上的号"
    branch, lead = place.who("branch"), place.who("lead1")
    heir = {number: str(place.numbers[HEIR]), "职务": "主任", "由党组织提名": True}
    deed(branch, slate, "提名候选人", **heir)
    ten = " ".join(map(str, sorted(place.numbers.values())[:10]))
    for name in (CHAIRS[1], *MEMBERS):
        office = "主任" if name in CHAIRS else "委员"
        words = {number: str(place.numbers[name]), "职务": office, "女": name in WOMEN}
        deed(lead, slate, "提名候选人", again=True, **words, **{"书面联名的选民在名单上的号": ten})
    deed(place.who("heir"), slate, "同意参选", 哪一位=HEIR, 简介="退休教师，愿为邻里跑腿。")
    for name in (CHAIRS[1], *MEMBERS):
        deed(lead, slate, "同意参选", again=True, 哪一位=name)


def no_proxies(place: Place, matter: str) -> None:
    lead = place.who("lead1")
    pair = {
        "委托人在名单上的号": str(place.numbers["葛志高"]),
        "受托人在名单上的号": str(place.numbers[RESIDENT]),
    }
    deed(lead, page_of(matter, "roll"), "受理委托投票", **pair, 书面委托的照片=[scan("letter")])
    lead.open(matter)
    lead.reads("一件委托投票不予受理：居民代表选举不实行委托投票")


def voted(place: Place, matter: str, poll: str, slips: dict[int, str]) -> None:
    """On the phone, and on paper at the station; whoever is no representative is on no list there."""
    place.who("lead1", matter).take("开始投票")
    assert set(slips) == {place.numbers[name] for name in VOTE}
    slip = {name: slips[place.numbers[name]] for name in (RESIDENT, HEIR)}
    first = (CHAIRS[1], *MEMBERS[1:])
    electing.on_the_phone(place, poll, "resident", slip[RESIDENT], first, BALLOT)
    electing.on_the_phone(place, poll, "heir", slip[HEIR], BALLOT)
    lead = place.who("lead1")
    for name in ON_PAPER:
        tool(lead, poll, "登记发出纸质选票", again=True, 名册号=str(place.numbers[name]))
        lead.reads("已登记，此人不能再在线投票。")
    tool(lead, poll, "登记发出纸质选票", 名册号=str(place.numbers["奚望春"]))
    lead.reads("名册上没有")


def counted(place: Place, matter: str, poll: str) -> None:
    chair, members = "主任（最多选1人）：", "委员（最多选4人）："
    counts = {f"{chair if name in CHAIRS else members}{name}": str(n) for name, n in PAPERS.items()}
    electing.closed(place, matter, poll, "lead1", "lead2", len(ON_PAPER), counts)
    place.who("lead3", f"{poll}hall/").reads("正在计票。")


def declared(place: Place, matter: str, poll: str) -> None:
    votes = {name: n + 2 * (name in BALLOT) for name, n in PAPERS.items()}
    electing.declared(place, matter, poll, "lead1", "lead3", votes)
    anybody = place.who("resident", matter)
    anybody.reads("名单9人，发出8票，收回8票，选举有效", "潘家骏")
    narrow(anybody)
    electing.certified(anybody, matter, HEIR)
