"""Polls at the screen: the desk of whoever runs one, a holder of its key, a voter."""

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.ballots import BELENIOS

from .running import ROOT
from .visitor import Visitor


def desk(visitor: Visitor, poll: str, word: str, *files: object, **said: str) -> Locator:
    """Take one of the tools on the desk of a poll."""
    visitor.open(f"{poll}desk/")
    tool = visitor.step(word)
    tool.locator("summary").click()
    for label, value in said.items():
        tool.get_by_label(label).fill(value)
    if files:
        tool.locator("input[type=file]").set_input_files(list(files))  # type: ignore[arg-type]
    visitor.click("确认", within=tool)
    return tool


def make_key(own: Visitor, poll: str, folder: Path) -> None:
    """Make a key in the holder's browser and keep its file in the folder, before the public half is sent."""
    own.open(f"{poll}keys/")
    own.click("在本机生成密钥")
    with own.page.expect_download() as download:
        own.page.get_by_role("link", name="保存密钥文件").click()
    download.value.save_as(folder / "key")
    own.click("已保存，提交公钥")
    own.reads("您的公钥已收下。")


def decrypt(own: Visitor, poll: str, folder: Path, *sums: str) -> None:
    """Decrypt each of the sums, in their order, with the key in the folder."""
    own.open(f"{poll}keys/")
    for title in sums:
        own.reads(f"开票：按{title}")
        own.page.get_by_label("密钥文件").set_input_files(folder / "key")
        own.click("在本机解密")
        own.click("提交解密结果")
    own.reads("您的部分已经完成。")


def cast(owner: Visitor, credential: str, *choices: str) -> str:
    """Vote; answers the tracker of the ballot."""
    owner.page.get_by_role("link", name=re.compile("^(去|重新)投票$")).click()
    for question, choice in zip(owner.page.get_by_role("group").all(), choices, strict=True):
        question.get_by_label(choice, exact=True).check()
    owner.page.get_by_label("投票码").fill(credential)
    owner.click("加密选票")
    expect(owner.page.get_by_role("heading", name="请核对，然后投出")).to_be_focused()
    expect(owner.page.locator("[data-chosen] dd")).to_have_text(list(choices))
    tracker = owner.page.locator("[data-tracker]").inner_text()
    owner.click("投出选票")
    owner.reads("您的选票已收下。", tracker)
    return tracker


def make_credentials(runner: Visitor, poll: str, folder: Path) -> dict[int, str]:
    """Make them on the township's own machine, with the command that stands on the desk; answers what is printed."""
    runner.open(f"{poll}desk/")
    kept(runner, "下载名册（CSV）", folder)
    command = runner.page.locator("pre", has_text="gongzhi credentials").inner_text().split()
    words = [sys.executable, ROOT / "manage.py", *command[1:]]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)
    made = folder / "credentials"
    desk(runner, poll, "提交投票凭证的公开部分", made / "public_creds.json")
    runner.reads("已收下，投票凭证与名册一一对应。", "已经齐备，可以开始投票。")
    with (made / "private_creds.csv").open(encoding="utf-8-sig", newline="") as file:
        return {int(row["number"]): row["secret"] for row in csv.DictReader(file)}


def vote(phone: Visitor, *names: str) -> str:
    """Choose by name on the page that the slip opened, have it encrypted, send it. Answers the tracker."""
    expect(phone.page.get_by_label("投票码")).not_to_have_value("")
    for name in names:
        phone.page.get_by_label(name, exact=True).check()
    phone.click("加密选票")
    expect(phone.page.get_by_role("heading", name="请核对，然后投出")).to_be_focused()
    tracker = phone.page.locator("[data-tracker]").inner_text()
    phone.click("投出选票")
    phone.reads("您的选票已收下。", tracker)
    return tracker


def kept(visitor: Visitor, link: str | re.Pattern[str], folder: Path) -> Path:
    """Take home what a link of the page before us leads to."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("link", name=link).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def proved(file: Path, command: str = "verify-election") -> None:
    """Check that our verifier accepts it; an archive, that Debian's does, which shares nothing with ours."""
    words = [sys.executable, ROOT / "manage.py", command, file]
    ran = subprocess.run(words, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    if BELENIOS is not None and file.suffix == ".bel":
        alone = file.parent / f"{file.stem}-alone"
        alone.mkdir()
        shutil.copy(file, alone)
        ran = subprocess.run(
            [BELENIOS, "election", "verify", "--dir", alone], capture_output=True, encoding="utf-8"
        )
        assert ran.returncode == 0, ran.stderr
