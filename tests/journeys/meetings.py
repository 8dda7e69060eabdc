"""Meetings at the screen: called, opened, signed in at by phone or by the sheet, voted in, ended."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import segno
from playwright.sync_api import Locator, expect

from .pictures import paper
from .visitor import Visitor


def path_of(visitor: Visitor) -> str:
    return re.sub(r"^https?://[^/]+", "", visitor.page.url)


def scan(name: str) -> dict[str, str | bytes]:
    return {"name": f"{name}.png", "mimeType": "image/png", "buffer": paper(name)}


@dataclass(frozen=True)
class Chair:
    """Whoever runs the meetings on one matter: their screen; the address of the matter; the day, as the site has it."""

    visitor: Visitor
    matter: str
    day: datetime

    def call(self, title: str, motion: str, *, secret: bool = False) -> str:
        """Give notice for ten o'clock of this day and open it; answers the address of the meeting."""
        self.visitor.open(self.matter)
        step = self.visitor.step(f"召集{title}")
        step.locator("summary").click()
        step.get_by_label("开会时间").fill(f"{self.day:%Y-%m-%d}T10:00")
        step.get_by_label("开会地点").fill("村委会二楼会议室")
        step.get_by_label("提请表决的事项").fill(motion)
        if secret:
            step.get_by_label("无记名投票").check()
        self.visitor.click("发出会议通知", within=step)
        self.visitor.reads("会议通知已发出。", motion)
        self.visitor.click("开始签到")
        self.visitor.reads("可以签到了。")
        return path_of(self.visitor)

    def invitation(self, meeting: str) -> str:
        """Answer where the code on the room's screen leads now; whoever has no camera types its digits."""
        self.visitor.open(f"{meeting}room/")
        digits = self.visitor.page.locator(".room-digits").inner_text()
        address = f"{self.visitor.url}{meeting}?code={digits}"
        drawn = segno.make(address, error="m").svg_inline(scale=8, border=2, light="#fff", dark="#000")
        shown = self.visitor.page.locator(".room-code svg path").last.get_attribute("d")
        assert f'd="{shown}"' in drawn, "the QR code does not lead to the meeting"
        return f"{meeting}?code={digits}"

    def sign_by_sheet(self, meeting: str, names: Iterable[str] = ()) -> None:
        """Enter who signed the sheet, all when nobody is named, with its photo."""
        tool = self._tool(meeting, "按签到表登记到会")
        for name in names:
            tool.get_by_label(name).check()
        for box in [] if names else tool.get_by_role("checkbox").all():
            box.check()
        tool.locator("input[type=file]").set_input_files([scan("sheet")])
        self.visitor.click("确认", within=tool)
        self.visitor.reads("已按签到表登记。")

    def hear(self, meeting: str, speaker: str, words: str) -> None:
        tool = self._tool(meeting, "记下发言")
        tool.get_by_label("发言人").fill(speaker)
        tool.get_by_label("发言要点").fill(words)
        self.visitor.click("确认", within=tool)
        self.visitor.reads("发言已记下。", words)

    def enter_votes(self, meeting: str, votes: Iterable[tuple[str, str]]) -> None:
        """Enter the votes of people without a phone: name, choice."""
        self.visitor.open(meeting)
        for name, choice in votes:
            step = self.visitor.page.locator("details.step").filter(has_text="登记没有手机的人的表决")
            step.locator("summary").click()
            step.get_by_label("谁").select_option(label=name)
            step.get_by_label(choice, exact=True).check()
            step.get_by_role("button", name="登记这一票").click()
            self.visitor.reads("已登记这一票。")

    def count(self, **ballots: int) -> None:
        """End the vote; of a secret one with the counts of the tellers."""
        for label, number in ballots.items():
            self.visitor.page.get_by_role("spinbutton", name=label).fill(str(number))
        self.visitor.click("结束表决并计票")
        self.visitor.reads("表决结束，票数已记录。")

    def conclude(self, meeting: str, minutes: str) -> None:
        tool = self._tool(meeting, "散会，形成会议记录")
        tool.get_by_label("会议记录").fill(minutes)
        self.visitor.click("确认", within=tool)
        self.visitor.reads("会议已结束，结果由系统依法认定，见下。", minutes)

    def _tool(self, meeting: str, word: str) -> Locator:
        self.visitor.open(meeting)
        tool = self.visitor.step(word)
        tool.locator("summary").click()
        return tool


def sign_in_at_the_meeting(phone: Visitor, invitation: str, username: str) -> None:
    """Scan the code, sign in to the platform if need be, and at the meeting."""
    phone.page.goto(phone.url + invitation)
    entrance = phone.page.get_by_role("link", name="请先登录，再签到")
    if entrance.count():
        entrance.click()
        phone.type_password(username)
    expect(phone.page.get_by_label("会场屏幕上的6位数字")).to_have_value(re.compile(r"^\d{6}$"))
    phone.page.get_by_role("button", name="确认签到").click()
    phone.reads("您已签到。")
