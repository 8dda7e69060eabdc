"""A village or a community on the days of its election: who comes to which screen, how things are done there."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Locator

from .later import morning
from .running import Site, serving
from .visitor import PHONE, SMALLEST, Meet, Visitor

PHONES = ("villager", "representative", "supervisor", "resident", "heir")
BEGUN, REVIEWED, ELECTED = morning(1), morning(7), morning(23)
OPENS, CLOSES = ELECTED - timedelta(hours=1), ELECTED + timedelta(hours=9)


@dataclass(frozen=True)
class Place:
    """The site on several days, on one home folder; whoever comes has a browser of their own that stays theirs.

    `numbers`: of those on the roll, by name, as it was published.
    """

    port: int
    env: dict[str, str]
    meet: Meet
    folder: Path
    known: dict[str, Visitor] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

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
            self.known[username] = self.meet(**(PHONE if username in PHONES else {}))
            self.known[username].page.goto(f"http://localhost:{self.port}/accounts/login/")
            signed_in(self.known[username], username)
        if onward:
            self.known[username].open(onward)
        return self.known[username]


def signed_in(visitor: Visitor, username: str) -> None:
    """Sign in on the page before us."""
    visitor.type_password(username)
    visitor.page.wait_for_url(lambda url: "/accounts/" not in url)


def page_of(matter: str, name: str) -> str:
    return f"/elections/{matter.split('/')[2]}/{name}/"


Said = str | bool | Sequence[dict[str, str | bytes]]


def deed(visitor: Visitor, page: str, verb: str, again: bool = False, **said: Said) -> None:
    """Do something on a page of the election; `said`: what is filled in, ticked, chosen, handed in, by its label.

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


def tool(visitor: Visitor, poll: str, verb: str, again: bool = False, **said: Said) -> None:
    """Do something at the desk of the poll, as a `deed` is done."""
    visitor.page.goto(f"{visitor.url}{poll}desk/")
    step = visitor.step(verb)
    step.locator("summary").click()
    narrow(visitor)
    fill(step, said)
    step.get_by_role("button", name="确认", exact=True).click()
    visitor.page.wait_for_load_state()
    if not again:
        visitor.look()


def narrow(visitor: Visitor) -> None:
    """Check that the page before us fits on the smallest screen."""
    size = visitor.page.viewport_size
    assert size is not None
    visitor.page.set_viewport_size(SMALLEST)
    visitor.fits()
    visitor.page.set_viewport_size(size)


def fill(form: Locator, said: Mapping[str, Said]) -> None:
    for label, value in said.items():
        found = form.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(（选填）)?\s*$"))
        if isinstance(value, bool):
            found.set_checked(value)
        elif not isinstance(value, str):
            found.set_input_files(list(value))
        elif found.evaluate("e => e.tagName") == "SELECT":
            found.select_option(label=value)
        else:
            found.fill(value)
