"""What every election does, in a village and in a community: the roll shown, candidates, the poll, the handover."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from . import polls
from .meetings import path_of, scan
from .places import CLOSES, OPENS, REVIEWED, Place, deed, fill, narrow, page_of, tool
from .polls import kept
from .visitor import PHONE, SMALLEST, Visitor

DEPARTMENTS = ("纪检监察机关", "公安机关", "民政部门", "司法行政部门")


def started(place: Place, clerk: str, body: str) -> str:
    """The clerk gives notice of an election. Answers the address of the matter."""
    visitor = place.who(clerk, "/elections/")
    visitor.click("启动选举", "link")
    choice = visitor.page.get_by_label("选举哪个组织")
    choice.select_option(label=next(t for t in choice.locator("option").all_inner_texts() if body in t))
    visitor.page.get_by_label("换届选举").check()
    visitor.click("启动")
    return path_of(visitor)


def planned(place: Place, matter: str, lead: str, way: str, members: int, stations: str) -> None:
    """Day, way and seats are published; voters may register."""
    visitor = place.who(lead, matter)
    step = visitor.step("公布选举方案")
    step.locator("summary").click()
    fill(step, {"选举日": f"{OPENS:%Y-%m-%dT%H:%M}", "选举方式": way, "投票站和时间": stations})
    fill(step, {"应选主任人数": "1", "应选委员人数": str(members)})
    visitor.click("确认公布选举方案", within=step)
    visitor.reads("选民登记中")


def published(place: Place, matter: str, lead: str, reader: str) -> None:
    """The roll is out; its numbers are read there."""
    place.who(lead, matter).take("公布选民名单")
    anybody = place.who(reader, page_of(matter, "roll"))
    narrow(anybody)
    for row in anybody.page.locator("tbody tr").all():
        number, name, *_more = row.locator("td").all_inner_texts()
        place.numbers[name] = int(number)


def looked_at(place: Place, matter: str, lead: str, township: str) -> None:
    """Nominations end, every department looks at every candidate, who stands is published."""
    place.who(lead, matter).take("结束提名，交部门联审")
    town = place.who(township)
    for department in DEPARTMENTS:
        town.page.goto(town.url + page_of(matter, "candidates"))
        form = town.page.locator("details").filter(has_text="登记联审意见").first
        form.locator("summary").click()
        for box in form.get_by_role("checkbox").all():
            box.check()
        fill(form, {"部门": department})
        form.get_by_role("button", name="登记联审意见", exact=True).click()
        town.reads("“登记联审意见”已记录。")
    town.look()
    place.who(lead, matter).take("公布候选人")


def met(place: Place, matter: str, lead: str, where: str) -> None:
    soon = REVIEWED + timedelta(days=3)
    place.who(lead, matter).take("公告候选人见面会", 时间=f"{soon:%Y-%m-%dT10:00}", 地点=where)


def prepared(place: Place, matter: str, lead: str, holders: str, station: str, **more: str) -> str:
    """After the meeting the vote is prepared: who holds the key, where one votes on paper. Answers its address."""
    visitor = place.who(lead, matter)
    visitor.take("登记见面会情况", 见面会情况="到会63人，候选人介绍设想并回答提问。")
    hours = {"投票开始时间": f"{OPENS:%Y-%m-%dT%H:%M}", "投票截止时间": f"{CLOSES:%Y-%m-%dT%H:%M}"}
    visitor.take("准备投票", **hours)
    visitor.page.get_by_role("link", name="第 1 次投票").click()
    visitor.look()
    poll = path_of(visitor)
    tool(visitor, poll, "指定密钥持有人", 密钥持有人=holders, **more)
    tool(visitor, poll, "设立投票站或流动票箱", 名称=station)
    visitor.reads("还没有提交公钥", station)
    return poll


def on_the_phone(place: Place, poll: str, username: str, credential: str, *choices: tuple[str, ...]) -> None:
    """Scan one's slip, sign in, vote, vote again: the last one counts, and is found on the board."""
    phone, trackers = place.meet(**PHONE), []
    for names in choices:
        phone.open(f"{poll}vote/#{credential}")
        if "/accounts/" in phone.page.url:
            phone.type_password(username)
            phone.page.wait_for_url(lambda url: "/accounts/" not in url)
        narrow(phone)
        trackers.append(polls.vote(phone, *names))
    assert len(set(trackers)) == len(choices)
    phone.reads("重新投票", trackers[-1])
    place.known[username] = phone
    anybody = place.meet(viewport=SMALLEST)
    anybody.open(poll)
    anybody.page.get_by_label("查找我的选票号").fill(trackers[-1])
    anybody.click("查找")
    expect(anybody.page.locator("li .number.is-long")).to_have_text([trackers[-1]])
    anybody.page.goto("about:blank")


def closed(
    place: Place, matter: str, poll: str, lead: str, second: str, papers: int, counts: dict[str, str]
) -> None:
    """The protocol of the station is entered by one of the committee and confirmed by another; the board is sealed."""
    visitor = place.who(lead, matter)
    visitor.take("截止投票")
    visitor.open(f"{poll}desk/")
    step = visitor.step("录入计票单")
    step.locator("summary").click()
    box = {"发出选票": str(papers), "收回选票": str(papers), "废票": "0"}
    fill(step, {**box, "监票人、唱票人、计票人": "石方林、邬光荣、晏永珍", **counts})
    step.locator("input[type=file]").set_input_files([scan("protocol")])
    visitor.click("确认", within=step)
    visitor.click("核对无误，确认")
    visitor.reads("计票单须由录入人以外的人核对确认。")
    other = place.who(second, f"{poll}desk/")
    other.click("核对无误，确认")
    other.reads("计票单已核对确认。")
    tool(visitor, poll, "封存在线选票，开始开票")
    visitor.reads("已封存。请密钥持有人开票。")


def declared(place: Place, matter: str, poll: str, lead: str, watching: str, votes: dict[str, int]) -> None:
    """The count is confirmed, the hall sees it, the law judges it."""
    visitor, hall = place.who(lead, matter), place.who(watching)
    visitor.take("确认计票结果")
    hall.reads("计票结束", "计票结果")
    hall.look()
    narrow(hall)
    for name, number in votes.items():
        expect(hall.page.get_by_role("row").filter(has_text=name).locator("td")).to_have_text([str(number)])
    visitor.open(matter)
    visitor.take("宣布选举结果")


def certified(anybody: Visitor, matter: str, name: str) -> None:
    """Whoever is elected has a certificate that everybody can read; the result hangs at the board."""
    anybody.click("打印结果", "link")
    anybody.reads(name)
    narrow(anybody)
    anybody.open(matter)
    narrow(anybody)
    row = anybody.page.locator("li").filter(has_text=name).filter(has_text="当选")
    row.get_by_role("link", name="当选证书").click()
    anybody.look()
    narrow(anybody)
    anybody.reads("依法当选为", name)


def handed_over(place: Place, matter: str, *, lead: str, township: str, giver: str, taker: str) -> None:
    """The township has the result; each thing is ticked by who gives it and by who takes it."""
    page, seal = page_of(matter, "handover"), "公章一枚"
    visitor = place.who(lead)
    place.who(township, matter).take("收到备案", 备案情况="材料齐全。")
    deed(visitor, page, "列入移交清单", 类别="印章", **{"移交什么、多少": seal})
    deed(place.who(giver), page, "移交方确认", 哪一项=f"印章：{seal}")
    deed(place.who(taker), page, "接收方确认", 哪一项=f"印章：{seal}")
    visitor.open(matter)
    visitor.take("完成移交", **{"监督移交的乡镇（街道）人员": "在场监督的工作人员"})
    visitor.reads("选举完成", "工作移交完成")


def taken_home(place: Place, matter: str, poll: str) -> tuple[Path, Path]:
    """Anybody takes home the archive of the vote and the certificate of the procedure."""
    anybody = place.meet(**PHONE)
    anybody.open(poll)
    archive = kept(anybody, re.compile("下载档案"), place.folder)
    anybody.open(matter)
    certificate = kept(anybody, "核验用文件（JSON）", place.folder)
    anybody.page.goto("about:blank")
    return archive, certificate
