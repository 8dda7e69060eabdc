"""A voter and a trustee at their browsers: nothing that must stay there is sent, under the policy of such pages."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote

import pytest
from playwright.sync_api import Browser, Request, expect

from gongzhi.kernel.people.confined import POLICY
from tests.ballots import BELENIOS, GROUP, ToolElection, found, node
from tests.test_browser_ballots import CHAIR, MEMBERS

from .conftest import visitors
from .visitor import PHONE, Meet, Visitor

PAGES = Path(__file__).parent / "ballot"
BUILT = Path(__file__).parents[2] / "gongzhi" / "shell" / "static"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html"}

THANKS = """<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><link rel="icon" href="/static/built/logo.svg">
<title>收到</title><main><h1>收到</h1></main></html>"""


@dataclass
class Served:
    """What the server has to give, and what was handed in: path and fields of each form."""

    texts: dict[str, str]
    sent: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)


class Answerer(BaseHTTPRequestHandler):
    def __init__(self, served: Served, *rest: object) -> None:
        self.served = served
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            return self.answer((BUILT / path.removeprefix("/static/")).read_bytes(), Path(path).suffix)
        policy = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return self.answer(self.served.texts[path].encode(), ".html", **policy)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.served.sent.append((self.path, parse_qs(body)))
        self.send_response(303)
        self.send_header("Location", "/thanks/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def answer(self, body: bytes, suffix: str, **headers: str) -> None:
        self.send_response(200)
        for name, value in {"Content-Type": KINDS[suffix], "Content-Length": len(body), **headers}.items():
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Nothing."""


@dataclass(frozen=True)
class Hall:
    election: ToolElection
    served: Served
    meet: Meet
    key: str  # the private one
    asked: list[Request] = field(default_factory=list)

    def visitor(self) -> Visitor:
        visitor = self.meet(**PHONE)
        visitor.page.context.on("request", lambda request: self.asked.append(request))
        return visitor

    def never_sent(self, *secrets: str) -> None:
        for request in self.asked:
            said = "".join((unquote(request.url), unquote(request.post_data or ""), str(request.headers)))
            for secret in secrets:
                assert secret not in said, (secret, request.url)

    def counts(self, ballot: str, tracker: str) -> None:
        """Check that belenios-tool accepts the ballot and knows it by this tracker."""
        self.election.add("Ballot", ballot + "\n")
        self.election.tool("election", "verify")
        assert self.election.tool("sha256-b64", said=ballot).strip() == tracker


@pytest.fixture
def hall(browser: Browser, tmp_path: Path) -> Iterator[Hall]:
    if BELENIOS is None:
        pytest.skip("needs Debian's belenios-tool")
    with node() as script:
        trustee = script("generateTrustee", GROUP)
    election = found(tmp_path, [CHAIR, MEMBERS], 2, trustee["publicKey"])
    texts = {f"/{path.stem}/": path.read_text("utf-8") for path in PAGES.glob("*.html")}
    public = json.loads(trustee["publicKey"])["public_key"]
    texts["/decrypt/"] = texts["/decrypt/"].replace("{public_key}", public)
    texts["/thanks/"] = THANKS
    texts["/election.json"] = election.text
    served = Served(texts)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Answerer, served)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with visitors(browser, f"http://127.0.0.1:{server.server_port}") as meet:
            yield Hall(election, served, meet, trustee["privateKey"])
        server.shutdown()


LEFT = """document.querySelector("form").addEventListener("submit", () =>
    sessionStorage.left = document.querySelectorAll("[name=q0], dd").length)"""


@pytest.mark.journey
def test_a_ballot_is_encrypted_on_the_phone_and_nothing_else_is_sent(hall: Hall) -> None:
    credential = hall.election.credentials[0]
    visitor = hall.visitor()
    page = visitor.page
    visitor.open(f"/vote/#{credential}")
    for name in ("李强", "周伟"):
        page.get_by_label(name).check()
    visitor.click("加密选票")
    expect(page.get_by_role("heading", name="请核对，然后投出")).to_be_focused()
    visitor.look()
    expect(page.locator("[data-chosen] dd")).to_have_text(["李强", "周伟"])
    expect(page.locator("[data-said]")).to_have_text("已加密 100%")
    visitor.click("重新选择")
    page.get_by_label("王芳").check()
    visitor.click("加密选票")
    expect(page.locator("[data-chosen] dd")).to_have_text(["王芳", "周伟"])
    page.evaluate(LEFT)
    tracker = page.locator("[data-tracker]").inner_text()
    visitor.click("投出选票")
    visitor.reads("收到")
    assert page.evaluate("sessionStorage.left") == "0"
    [(path, sent)] = hall.served.sent
    assert (path, sorted(sent)) == ("/cast/", ["ballot", "csrfmiddlewaretoken"])
    hall.never_sent(credential, credential.replace("-", ""), "王芳", "周伟", "q0", "q1")
    hall.counts(sent["ballot"][0], tracker)


@pytest.mark.journey
def test_the_page_keeps_to_the_limits_and_leads_to_what_is_missing(hall: Hall) -> None:
    credential = hall.election.credentials[0]
    visitor = hall.visitor()
    page = visitor.page
    visitor.open("/vote/")
    expect(page.get_by_text("需要浏览器的脚本")).to_be_hidden()
    visitor.click("加密选票")
    visitor.reads("请至少选 1 项。", "请输入投票码。")
    expect(page.get_by_label("王芳")).to_be_focused()
    for name in ("王芳", "陈静", "杨勇", "黄丽"):
        page.get_by_label(name).check()
    page.get_by_label("周伟").click()
    visitor.reads("最多选 3 项。", "已选 3 项，最多 3 项")
    expect(page.get_by_label("周伟")).not_to_be_checked()
    page.get_by_label("空白票（弃权）").check()
    expect(page.get_by_label("陈静")).not_to_be_checked()
    typed = page.get_by_label("投票码")
    typed.press_sequentially(credential.replace("-", "")[:14])
    visitor.click("加密选票")
    visitor.reads("投票码共 15 个字符，您输入了 14 个。")
    typed.press_sequentially(credential[-1])
    expect(typed).to_have_value(credential)
    visitor.click("加密选票")
    expect(page.locator("[data-chosen] dd")).to_have_text(["王芳", "空白票（弃权）"])


@pytest.mark.journey
def test_the_code_on_the_slip_fills_in_the_credential_and_leaves_the_address(hall: Hall) -> None:
    credential = hall.election.credentials[1]
    visitor = hall.visitor()
    visitor.open(f"/vote/#{credential}")
    expect(visitor.page.get_by_label("投票码")).to_have_value(credential)
    assert credential not in visitor.page.url
    hall.never_sent(credential)


@pytest.mark.journey
def test_without_script_the_page_names_the_paper_ways_and_offers_nothing_to_send(hall: Hall) -> None:
    visitor = hall.meet(**PHONE, java_script_enabled=False)
    visitor.open("/vote/")
    expect(visitor.page.get_by_text("您也可以到投票站")).to_be_visible()
    expect(visitor.page.locator("input:visible, button:visible")).to_have_count(0)


@pytest.mark.journey
def test_a_page_that_asks_other_questions_than_the_election_encrypts_nothing(hall: Hall) -> None:
    hall.served.texts["/vote/"] = hall.served.texts["/vote/"].replace(
        'name="q0" value="2"', 'name="q0" value="3"'
    )
    visitor = hall.visitor()
    visitor.open(f"/vote/#{hall.election.credentials[0]}")
    visitor.click("加密选票")
    visitor.reads("这一页与选举文件不一致")


@pytest.mark.journey
def test_a_trustee_keeps_the_key_and_sends_the_decryption_alone(hall: Hall, tmp_path: Path) -> None:
    with node() as script:
        for credential in hall.election.credentials:
            vote = [[0, 1, 0], [1, 0, 0, 0, 0]]
            hall.election.add(
                "Ballot", script("encrypt", hall.election.text, credential, vote)["ballot"] + "\n"
            )
    hall.served.texts["/tally.json"] = hall.election.close()
    visitor = hall.visitor()
    page = visitor.page
    visitor.open("/decrypt/")
    visitor.click("计算")
    visitor.reads("请选择您的密钥文件。")
    for name, key in (("other", '"123"'), ("own", hall.key)):
        (tmp_path / name).write_text(key, "utf-8")
    page.get_by_label("密钥文件").set_input_files(tmp_path / "other")
    visitor.click("计算")
    visitor.reads("这不是您在这次选举中的密钥文件。")
    page.get_by_label("密钥文件").set_input_files(tmp_path / "own")
    visitor.click("计算")
    visitor.click("提交计算结果")
    visitor.reads("收到")
    [(path, sent)] = hall.served.sent
    assert (path, list(sent)) == ("/decryption/", ["partial_decryption"])
    hall.never_sent(json.loads(hall.key))
    hall.election.add_decryption(1, sent["partial_decryption"][0])
    assert hall.election.result() == [[0, 2, 0], [2, 0, 0, 0, 0]]


@pytest.mark.journey
def test_a_key_is_made_in_the_browser_and_sent_only_after_it_was_kept(hall: Hall) -> None:
    visitor = hall.visitor()
    page = visitor.page
    visitor.open("/key/")
    visitor.click("生成密钥")
    send = page.get_by_role("button", name="提交公钥")
    expect(send).to_be_disabled()
    with page.expect_download() as download:
        page.get_by_role("link", name="保存密钥文件").click()
    key = json.loads(download.value.path().read_text("utf-8"))
    send.click()
    visitor.reads("收到")
    [(path, sent)] = hall.served.sent
    assert (path, sorted(json.loads(sent["public_key"][0]))) == ("/key/", ["pok", "public_key"])
    hall.never_sent(key)
