"""A village on the days of its election: who comes to which screen, and how things are done there."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator

from .later import morning
from .meetings import PASSWORD
from .running import Site, serving
from .visitor import PHONE, SMALLEST, Meet, Visitor

BEGUN, REVIEWED, ELECTED = morning(1), morning(7), morning(23)
OPENS, CLOSES = ELECTED - timedelta(hours=1), ELECTED + timedelta(hours=9)
# their numbers on the roll; the first of it is refused, and votes neither
DEPUTY, EIGHT, NINE, TEN, NEIGHBOUR, VILLAGER, REPRESENTATIVE, SUPERVISOR = range(2, 10)


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
            visitor.page.goto(
                "about:blank"
            )  # the hall's screen asks how it stands, also while nobody answers

    def who(self, username: str, onward: str = "") -> Visitor:
        """Answer somebody at their own screen, signed in there."""
        if username not in self.known:
            phone = username in ("villager", "representative", "supervisor")
            self.known[username] = self.meet(**(PHONE if phone else {}))
            self.known[username].page.goto(f"http://localhost:{self.port}/accounts/login/")
            signed_in(self.known[username], username)
        if onward:
            self.known[username].open(onward)
        return self.known[username]


def signed_in(visitor: Visitor, username: str) -> None:
    """Sign in on the page before us."""
    visitor.page.get_by_label("用户名或手机号").fill(username)
    visitor.page.get_by_label("密码").fill(PASSWORD)
    visitor.page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()
    visitor.page.wait_for_url(lambda url: "/accounts/" not in url)


def page_of(matter: str, name: str) -> str:
    return f"/elections/{matter.split('/')[2]}/{name}/"


def deed(visitor: Visitor, page: str, verb: str, again: bool = False, **said: str | bool) -> None:
    """Do something on a page of the election; `said`: what is filled in, ticked or chosen, by its label.

    What comes after it is looked at, unless it is the same `again`.
    """
    visitor.page.goto(visitor.url + page)
    narrow(visitor)
    form = visitor.page.locator("details").filter(has=visitor.page.locator("summary", has_text=verb)).first
    form.locator("summary").click()
    fill(form, said)
    form.get_by_role("button", name=verb, exact=True).click()
    visitor.reads(f"“{verb}”已记录。")
    if not again:
        visitor.look()


def tool(visitor: Visitor, poll: str, verb: str, **said: str | bool) -> None:
    """Do something at the desk of the poll."""
    visitor.page.goto(f"{visitor.url}{poll}desk/")
    step = visitor.step(verb)
    step.locator("summary").click()
    narrow(visitor)
    fill(step, said)
    visitor.click("确认", within=step)


def narrow(visitor: Visitor) -> None:
    """Check that the page before us fits on the smallest screen."""
    size = visitor.page.viewport_size
    assert size is not None
    visitor.page.set_viewport_size(SMALLEST)
    visitor.fits()
    visitor.page.set_viewport_size(size)


def fill(form: Locator, said: dict[str, str | bool]) -> None:
    for label, value in said.items():
        found = form.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(（选填）)?\s*$"))
        if isinstance(value, bool):
            found.set_checked(value)
        elif found.evaluate("e => e.tagName") == "SELECT":
            found.select_option(label=value)
        else:
            found.fill(value)
