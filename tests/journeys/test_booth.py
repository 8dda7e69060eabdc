"""The page of a station without a line, opened as a file: it works with what was signed and with nothing else."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.template.loader import render_to_string
from playwright.sync_api import Browser, expect

from gongzhi.lib.notes import SigningKey, sign
from gongzhi.shell.poll_desk import BOOTH, BOOTH_WORDS

from .conftest import visitors
from .visitor import PHONE, Meet, Visitor

KEY = SigningKey("log.example/city", Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
ROLL = [
    {"number": n, "name": name, "shown": name, "voted": voted, "acts": acts}
    for n, name, voted, acts in [
        *((1, "李强", False, 0), (2, "王芳", True, 0), (3, "周伟", False, None)),
        *((4, "陈静", False, 2), (5, "杨勇", False, 0), (6, "黄丽", False, 0)),
    ]
]
NOTE = sign(f"gongzhi.roll/v1\n{json.dumps({'roll': ROLL}, ensure_ascii=False)}\n", KEY)


def page_of(note: str) -> str:
    shown = {"extract": note, "vkey": KEY.vkey, "words": {k: str(v) for k, v in BOOTH_WORDS.items()}}
    given = {"station": SimpleNamespace(name="流动票箱"), "poll": SimpleNamespace(title="换届选举")}
    return render_to_string("shell/poll_booth.html", {**shown, **given, "script": BOOTH.read_text("utf-8")})


@pytest.fixture
def meet(browser: Browser, tmp_path: Path) -> Iterator[Meet]:
    (tmp_path / "booth.html").write_text(page_of(NOTE), "utf-8")
    (tmp_path / "changed.html").write_text(page_of(NOTE.replace("黄丽", "黄莉")), "utf-8")
    with visitors(browser, f"file://{tmp_path}") as found:
        yield found


def mark(visitor: Visitor, number: int, agent: str, said: str) -> None:
    visitor.page.get_by_label("名册号", exact=True).fill(str(number))
    visitor.page.get_by_label("受托人的名册号（代投时填写）").fill(agent)
    visitor.click("登记发出选票")
    expect(visitor.page.get_by_role("status")).to_contain_text(said)


@pytest.mark.journey
def test_a_station_without_a_line_marks_whom_the_signed_roll_allows(meet: Meet, tmp_path: Path) -> None:
    visitor = meet(**PHONE)
    page = visitor.page
    page.goto(f"{visitor.url}/booth.html")
    expect(page.get_by_role("status")).to_contain_text("签名核对无误")
    visitor.look()
    visitor.reads(KEY.vkey)
    for number, agent, said in (
        *((1, "", "已登记：李强"), (1, "", "已领过"), (2, "", "已经投票"), (9, "", "没有这个号码")),
        *((5, "3", "候选人"), (5, "4", "已登记：杨勇"), (6, "4", "已接受三人委托")),
    ):
        mark(visitor, number, agent, said)
    with page.expect_download() as saved:
        visitor.click("保存登记文件")
    given = json.loads(saved.value.path().read_text())
    assert given["extract"] == sha256(NOTE.encode()).hexdigest()
    assert [(row["number"], row["agent"]) for row in given["marks"]] == [(1, None), (5, 4)]


@pytest.mark.journey
def test_a_roll_that_was_changed_after_it_was_signed_is_refused(meet: Meet) -> None:
    visitor = meet(**PHONE)
    visitor.page.goto(f"{visitor.url}/changed.html")
    expect(visitor.page.get_by_role("status")).to_contain_text("可能被改过")
    expect(visitor.page.get_by_label("名册号", exact=True)).to_be_hidden()
