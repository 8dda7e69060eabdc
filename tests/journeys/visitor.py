"""Somebody at a screen: looks at every page as a person does, and as a person with a screen reader would."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

AXE = (Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js").read_text("utf-8")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},  # of WCAG 2.2; off unless asked for
    "resultTypes": ["violations"],
}
FOUND = """async rules => (await axe.run(document, rules)).violations.map(
    v => `${v.id}: ${v.help}\\n` + v.nodes.map(n => `    ${n.html}\\n    ${n.failureSummary}`).join("\\n"))"""
PASSWORD = "gongzhi-demo"
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
    "user_agent": "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Mobile Safari/537.36",
}
SMALLEST = {"width": 320, "height": 640}


@dataclass
class Visitor:
    """`url`: where the site answers. `complaints`: what went wrong unseen; must stay empty."""

    page: Page
    url: str
    scripts: bool = True
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("response", self._answered)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource")  # told by its response
        if message.type == "error" and not refused:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        """A page may refuse, which its reader sees; nothing that it is made of may be missing."""
        if response.status >= (500 if response.request.is_navigation_request() else 400):
            self.complaints.append(f"{response.status} {response.url}")

    def open(self, path: str) -> Response:
        response = self.page.goto(self.url + path)
        assert response is not None
        self.look()
        return response

    def look(self) -> None:
        """Check the page before us: axe finds nothing, one heading, no sideways scrolling."""
        expect(self.page.locator("h1")).to_have_count(1)
        if not self.scripts:
            return
        self.fits()
        self.page.evaluate(AXE)
        found = self.page.evaluate(FOUND, RULES)
        assert not found, f"{self.page.url}\n" + "\n".join(found)

    def fits(self) -> None:
        width, seen = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width <= seen, f"{self.page.url} is {width} px wide on a screen of {seen}"

    def click(self, name: str, role: Any = "button", *, within: Locator | None = None) -> None:
        """Press the thing of this very name; what it opens is looked at."""
        (within or self.page).get_by_role(role, name=name, exact=True).click()
        self.page.wait_for_load_state()
        self.look()

    def take(self, verb: str, **said: str | bool) -> None:
        """Take a step of the matter before us; `said`: what is handed in, by its label."""
        step = self.step(verb)
        step.locator("summary").click()
        for label, value in said.items():
            field = step.get_by_label(label)
            field.set_checked(value) if isinstance(value, bool) else field.fill(value)
        self.click(f"确认{verb}", within=step)

    def step(self, verb: str) -> Locator:
        return self.page.locator("details.step").filter(
            has=self.page.get_by_text(verb, exact=True).and_(self.page.locator("summary"))
        )

    def timeline(self) -> list[tuple[str, str]]:
        """Answer what was done, and when and by whom, as it stands on the page."""
        lines = self.page.locator(".timeline > li")
        return [
            (line.locator(".sentence").inner_text(), line.locator(".when").inner_text())
            for line in lines.all()
        ]

    def reads(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def misses(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def sign_in(self, username: str, onward: str = "") -> None:
        """By the demo's button."""
        self.open(f"/accounts/login/?next={onward}")
        self.page.locator(f"button[name=username][value={username}]").click()
        self.page.wait_for_load_state()
        self.look()

    def sign_in_by_password(self, username: str, onward: str) -> None:
        """As people do whom the demo has no button for."""
        self.page.goto(f"{self.url}/accounts/login/?next={onward}")
        self.type_password(username)
        self.page.wait_for_load_state()
        self.look()

    def type_password(self, username: str) -> None:
        self.page.get_by_label("用户名或手机号").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("main").get_by_role("button", name="登录", exact=True).click()


Meet = Callable[..., Visitor]
