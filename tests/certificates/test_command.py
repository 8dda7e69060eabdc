"""`gongzhi verify`: anywhere, in two languages, with reasons."""

import json
import os
import re
import subprocess
import sys
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gongzhi.kernel.record.verdicts import ALL, words
from gongzhi.lib.certificate import finding
from tests.certificates import world
from tests.certificates.world import Certificate
from tests.house import PACKAGE, ROOT


@pytest.fixture
def file(good: Certificate, tmp_path: Path) -> Path:
    return written(tmp_path / "four-deliberations.json", good)


def written(path: Path, certificate: Certificate) -> Path:
    path.write_bytes(world.text_of(certificate))
    return path


def said(file: Path, *words: str) -> tuple[int, str]:
    """Answer exit code and text."""
    out = StringIO()
    try:
        call_command("verify", str(file), *words, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_what_holds_is_said_in_two_languages(file: Path) -> None:
    code, text = said(file, "--key", world.LOG.vkey)
    assert code == 0
    assert "核验通过 HOLDS" in text
    assert "9 项办理记录完整" in text
    assert "All 9 acts are whole" in text
    assert "不能证明记录与现场情况一致" in text
    assert "公布的公钥" not in text


def test_a_changed_count_is_refused_with_its_reason(good: Certificate, tmp_path: Path) -> None:
    good["acts"][5]["payload"]["meeting"]["yes"] = 12
    code, text = said(written(tmp_path / "forged.json", good))
    assert code == 1
    assert "不予认可 REFUSED" in text
    assert "第 6 项记录（deliberation.resolve）的内容被改动" in text
    assert "What act 6 (deliberation.resolve) says was changed" in text
    assert "能够证明 What it proves" not in text


def test_a_meeting_of_nine_of_fifteen_is_refused_with_its_numbers(good: Certificate, tmp_path: Path) -> None:
    meeting = good["acts"][5]["payload"]["meeting"]
    meeting |= {"present": 9, "yes": 8, "no": 1, "abstain": 0}
    forged = world.logged(world.rehashed(good), world.LOG)
    code, text = said(written(tmp_path / "forged.json", forged), "--key", world.LOG.vkey)
    assert code == 1
    assert "应到 15 人、实到 9 人，未达到法定人数" in text


def test_without_a_key_it_says_where_to_compare_it(file: Path) -> None:
    assert "请与 gongzhi.example/50 公布的公钥" in said(file)[1]


def test_a_key_may_be_a_file(file: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.pub"
    key.write_text(world.LOG.vkey + "\n", "utf-8")
    assert said(file, "--key", str(key))[0] == 0
    key.write_text(world.FORGER.vkey + "\n", "utf-8")
    code, text = said(file, "--key", str(key))
    assert code == 1
    assert "不是您给出的公钥" in text


def test_attachments_are_compared_where_their_folder_is_named(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "attachments"
    folder.mkdir()
    for name in ("会议记录.pdf", "签到表.jpg"):
        (folder / name).write_text(name, "utf-8")
    assert "逐字节相同" in said(file, "--attachments", str(folder))[1]
    (folder / "签到表.jpg").write_text("另一张", "utf-8")
    code, text = said(file, "--attachments", str(folder))
    assert code == 1
    assert f"内容已被改动：{world.FILES[1]}" in text


def test_machines_read_the_same(file: Path) -> None:
    facts = json.loads(said(file, "--json")[1])
    assert (facts["ok"], facts["about"]["number"]) == (True, world.NUMBER)
    assert facts["proved"][0]["code"] == "whole"
    assert set(facts["proved"][0]) == {"code", "values", "zh", "en"}


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="读不到文件"):
        said(tmp_path / "nothing.json")


def test_every_finding_has_words_in_both_languages() -> None:
    for code in ALL:
        places = dict.fromkeys(re.findall(r"\{(\w+)\}", str(ALL[code])), "X")
        chinese, english = words(finding(code, **places))
        assert chinese != english, code
        assert "X" in english or not places


def test_no_finding_is_without_words() -> None:
    sources = "\n".join(p.read_text("utf-8") for p in (PACKAGE / "lib" / "certificate").glob("*.py"))
    named = set(re.findall(r'(?:finding|Malformed)\(\s*"(\w+)"', sources))
    assert named <= set(ALL)
    assert set(ALL) - named == {"no_paper", "paper_unsigned", "paper_changed", "paper_intact", "paper_key"}


@pytest.mark.parametrize("tampered", [False, True])
def test_it_runs_with_no_database_no_home_and_no_network(
    good: Certificate, tmp_path: Path, tampered: bool
) -> None:
    """In a process of its own, whose database, home and network cannot be used."""
    certificate = deepcopy(good)
    if tampered:
        del certificate["acts"][3]
    file = written(tmp_path / "certificate.json", certificate)
    home = tmp_path / "home"
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "GONGZHI_HOME": str(home / "gongzhi"),
        "DATABASE_URL": "oracle://nobody@nowhere/nothing",
        "PYTHONPATH": f"{tmp_path}:{ROOT}",
    }
    (tmp_path / "sitecustomize.py").write_text(
        "import socket, sqlite3\n"
        "def refuse(*args, **more): raise AssertionError('not offline')\n"
        "socket.socket.connect = socket.getaddrinfo = sqlite3.connect = refuse\n"
    )
    done: Any = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "verify", str(file)],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    assert done.returncode == (1 if tampered else 0), done.stdout
    assert ("缺少第 4 项记录" in done.stdout) is tampered
    assert not home.exists()
