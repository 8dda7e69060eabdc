"""Several holders make one key together, each on a machine of their own, with the commands that the pages name."""

from contextlib import chdir
from pathlib import Path

from django.core.management import call_command

from .places import Place
from .polls import desk, kept


def together(place: Place, poll: str, lead: str, holders: list[str]) -> dict[str, Path]:
    """Make a key of which some holders are enough; answers where each keeps their part."""
    machines = {username: place.folder / username for username in holders}
    office = place.folder / "office"
    office.mkdir()
    certificate, polynomial, *_later = _commands(place, holders[0], f"{poll}keys/")
    *_before, route, _share, conclude = _commands(place, lead, f"{poll}desk/")
    for machine in machines.values():
        machine.mkdir()
        _run(certificate, machine)
    _collect(machines, "cert.json", office / "certs.txt")
    for machine in machines.values():
        (machine / "certs.txt").write_text((office / "certs.txt").read_text())
        _run(polynomial, machine)
    _collect(machines, "polynomial.json", office / "polynomials.txt")
    _run(route, office)
    for n, (username, machine) in enumerate(machines.items(), 1):
        (machine / f"{n}.vinput").write_text((office / f"{n}.vinput").read_text())
        share = next(c for c in _commands(place, username, f"{poll}keys/") if " share " in c)
        _run(share, machine)
    _collect(machines, "voutput.json", office / "voutputs.txt")
    _run(conclude, office)
    for n, machine in enumerate(machines.values(), 1):
        (machine / f"{n}.dkey").write_text((office / f"{n}.dkey").read_text())
    desk(place.who(lead), poll, "提交共同生成的密钥文件", office / "threshold.json")
    place.who(lead).reads("已收下共同密钥的公开部分。")
    return machines


def decrypted(place: Place, poll: str, username: str, machine: Path) -> None:
    """Open one's part: the archive is taken home and verified there, the result handed in on the page."""
    [command] = _commands(place, username, f"{poll}keys/")
    own = place.who(username)
    kept(own, "下载选举档案", machine)
    _run(command, machine)
    own.page.get_by_label("解密结果文件").set_input_files(next(machine.glob("*.partial.json")))
    own.click("提交文件")
    own.reads("您的部分已经完成。")


def _commands(place: Place, username: str, page: str) -> list[str]:
    return place.who(username, page).page.locator("pre", has_text="gongzhi trustee").all_inner_texts()


def _run(command: str, machine: Path) -> None:
    _gongzhi, *words = command.split()
    with chdir(machine):
        call_command(*words)


def _collect(machines: dict[str, Path], name: str, file: Path) -> None:
    file.write_text("".join((machine / name).read_text() for machine in machines.values()))
