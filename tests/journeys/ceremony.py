"""Several holders make one key together, each on a machine of their own: with the page, or with the command it names."""

from contextlib import chdir
from pathlib import Path

from django.core.management import call_command
from playwright.sync_api import expect

from .places import Place
from .polls import kept
from .visitor import Visitor

GIVEN = "这一步已收下。"


def together(place: Place, poll: str, holders: list[str], by_command: str) -> dict[str, Path]:
    """Make a key of which some holders are enough; answers where each keeps their part."""
    machines = {username: place.folder / username for username in holders}
    for machine in machines.values():
        machine.mkdir()
    steps = ([], ["下载 certs.txt"], ["下载 certs.txt", "下载 {n}.vinput"])
    codes = []
    for number, files in enumerate(steps, 1):
        for n, (username, machine) in enumerate(machines.items(), 1):
            own = place.who(username)
            own.open(f"{poll}keys/")
            own.reads(f"共同生成密钥：第{number}步，共三步")
            if username == by_command:
                _with_command(own, machine, [link.format(n=n) for link in files])
            elif number == 1:
                _keep(own, machine)
            else:
                codes.append(_in_page(own, machine))
            own.reads("共同密钥已生成" if (number, n) == (3, len(holders)) else GIVEN)
    assert len(set(codes)) == 1
    return machines


def decrypted(place: Place, poll: str, username: str, machine: Path, by_command: str) -> None:
    """Open one's part, in the page or with the command, which verifies the archive first."""
    own = place.who(username)
    own.open(f"{poll}keys/")
    if username == by_command:
        _with_command(own, machine, ["下载选举档案", *_dkey(own)])
    else:
        own.page.get_by_label("密钥文件").set_input_files(machine / "seed.key")
        own.click("在本机解密")
        own.click("提交解密结果")
    own.reads("您的部分已经完成。")


def _dkey(own: Visitor) -> list[str]:
    return own.page.get_by_role("link", name=".dkey").all_inner_texts()


def _keep(own: Visitor, machine: Path) -> None:
    own.click("在本机生成密钥")
    with own.page.expect_download() as download:
        own.page.get_by_role("link", name="保存密钥文件").click()
    download.value.save_as(machine / "seed.key")
    own.click("已保存，提交")


def _in_page(own: Visitor, machine: Path) -> str:
    """Answers the code that the holders compare."""
    own.page.get_by_label("密钥文件（seed.key）").set_input_files(machine / "seed.key")
    own.click("在本机计算")
    shown = own.page.locator("[data-code]")
    expect(shown).to_be_visible()
    code = shown.inner_text()
    own.click("核对无误，提交")
    return code


def _with_command(own: Visitor, machine: Path, links: list[str]) -> None:
    for link in links:
        kept(own, link, machine)
    there = {file.name for file in machine.iterdir()}
    _gongzhi, *words = own.page.locator("pre", has_text="gongzhi trustee").inner_text().split()
    with chdir(machine):
        call_command(*words)
    [made] = [file for file in machine.iterdir() if file.name not in there | {"seed.key"}]
    own.page.locator("input[type=file][name=file]").set_input_files(made)
    own.click("提交文件")
