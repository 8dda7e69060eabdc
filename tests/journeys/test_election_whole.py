"""A village elects its committee, from the notice to the handover: over three weeks, by everybody whom the law names."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from . import electing
from .candidates import begun, nominated, registered, reviewed
from .conftest import visitors
from .places import BEGUN, CLOSES, ELECTED, REVIEWED, Place, narrow, tool
from .polls import decrypt, make_credentials, make_key, proved, vote
from .running import free_port, furnished

BALLOT = ("谭小燕", "幸福生", "蒲玉兰")


@pytest.fixture(scope="module")
def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    port = free_port()
    with (
        furnished(tmp_path_factory.mktemp("electing")) as env,
        visitors(browser, f"http://localhost:{port}") as meet,
    ):
        yield Place(port, env, meet, tmp_path_factory.mktemp("kept"))


@pytest.mark.journey
@pytest.mark.timeout(600)
def test_a_village_elects_its_committee_and_everybody_can_verify_it(place: Place) -> None:
    with place.at(BEGUN):
        matter = begun(place)
        registered(place, matter)
        nominated(place, matter)
    with place.at(REVIEWED):
        reviewed(place, matter)
    place.known.clear()  # nobody stays signed in for two weeks
    with place.at(ELECTED):
        holders = "supervisor，监委会主任\nsupervisor2，监委会委员"
        poll = electing.prepared(place, matter, "rep02", holders, "村委会院坝")
        keys = held(place, poll)
        slips = make_credentials(place.who("rep02"), poll, place.folder)
        place.who("rep02", matter).take("开始投票")
        on_the_phone(place, poll, slips)
        on_paper(place, poll)
    with place.at(CLOSES):
        closed(place, matter, poll)
        decrypted(place, poll, keys)
        declared(place, matter, poll)
        users = {"lead": "rep02", "township": "town", "giver": "secretary", "taker": "representative"}
        electing.handed_over(place, matter, **users)
        archive, certificate = electing.taken_home(place, matter, poll)
    proved(archive)
    proved(certificate, "verify")


def held(place: Place, poll: str) -> dict[str, Path]:
    """Each holder makes a key on a machine of their own and keeps it there. Answers where."""
    folders = {}
    for username in ("supervisor", "supervisor2"):
        folders[username] = place.folder / username
        folders[username].mkdir()
        holder = place.who(username)
        make_key(holder, poll, folders[username])
        narrow(holder)
    return folders


def on_the_phone(place: Place, poll: str, slips: dict[int, str]) -> None:
    """She votes twice; he votes once, where he is signed in."""
    slip = slips[place.numbers["游小芹"]]
    electing.on_the_phone(place, poll, "villager", slip, ("罗秀梅", "敖登科", "蒲玉兰"), BALLOT)
    vote(place.who("supervisor", f"{poll}vote/#{slips[place.numbers['彭守正']]}"), *BALLOT)


def on_paper(place: Place, poll: str) -> None:
    """Who is handed a paper at the station is struck off: the screen refuses them from then on."""
    lead = place.who("rep02")
    for name in ("谭小燕", "罗秀梅", "晏永珍", "游小芹"):
        number = place.numbers[name]
        tool(lead, poll, "登记发出纸质选票", again=name != "游小芹", 名册号=str(number))
    lead.reads(f"名册第{number}号已在线投票，不能再领纸质选票")
    elector = place.who("representative", f"{poll}vote/")
    elector.reads("您已用纸质选票投票。")
    expect(elector.page.get_by_role("button", name="加密选票")).to_have_count(0)
    lead.open(f"{poll}desk/unvoted/")
    lead.misses("谭小燕", "游小芹", "彭守正")
    lead.reads("幸福生")


def closed(place: Place, matter: str, poll: str) -> None:
    chair, members = "主任（最多选1人）：", "委员（最多选2人）："
    counts = {f"{chair}谭小燕": "2", f"{chair}罗秀梅": "1", f"{members}幸福生": "3", f"{members}蒲玉兰": "2"}
    electing.closed(place, matter, poll, "rep02", "rep03", 3, {**counts, f"{members}敖登科": "1"})


def decrypted(place: Place, poll: str, keys: dict[str, Path]) -> None:
    """Each holder opens their part with the file they kept, on the machine where they made it."""
    hall = place.who("rep04", f"{poll}hall/")
    hall.reads("正在计票。")
    for username, folder in keys.items():
        decrypt(place.who(username), poll, folder, "人数")


def declared(place: Place, matter: str, poll: str) -> None:
    votes = {"谭小燕": 4, "罗秀梅": 1, "幸福生": 5, "蒲玉兰": 4, "敖登科": 1}
    electing.declared(place, matter, poll, "rep02", "rep04", votes)
    anybody = place.who("villager", matter)
    anybody.reads("名单8人，发出5票，收回5票，选举有效")
    electing.certified(anybody, matter, "谭小燕")
