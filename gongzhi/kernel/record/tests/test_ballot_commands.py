"""What runs without a database: credentials on the authority's machine, trustees on theirs, verification anywhere."""

import csv
import json
import os
import re
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gongzhi.kernel.record.ballot_verdicts import ALL, words
from gongzhi.kernel.record.management.commands.credentials import slip
from gongzhi.kernel.record.papers import qr
from gongzhi.lib.belenios import archive, credentials, group, voters
from gongzhi.lib.certificate import Finding
from gongzhi.lib.tests.belenios.elections import SUMS, UUID, small
from tests.house import PACKAGE, ROOT


def said(*words_: Any) -> tuple[int, str]:
    """Answer exit code and text."""
    out = StringIO()
    try:
        call_command(*map(str, words_), stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    path = tmp_path / "roll.csv"
    path.write_text("编号,姓名,权重\n001,张三,9856\n002,李四,12034\n", "utf-8-sig")
    return path


def test_a_finished_election_holds_and_says_its_result_to_people_and_machines(tmp_path: Path) -> None:
    file = tmp_path / "election.bel"
    file.write_bytes(small("BELENIOS-2048").file(1, 2))
    code, text = said("verify_election", file)
    assert code == 0
    assert text.startswith("核验通过 HOLDS：election.bel")
    assert f"结果 result：{SUMS}" in text
    facts = json.loads(said("verify_election", file, "--json", "--workers", "2")[1])
    assert (facts["ok"], facts["about"]["result"]) == (True, SUMS)


def test_a_changed_election_is_refused_with_the_number_of_the_ballot(tmp_path: Path) -> None:
    held = small("Ed25519")
    data = archive.write(held.voted()).replace(b'"height":2', b'"height":3')
    file = tmp_path / "election.bel"
    file.write_bytes(data)
    code, text = said("verify_election", file, "--json")
    assert code == 1
    assert json.loads(text)["findings"][0]["code"] == "archive_hash"
    with pytest.raises(CommandError, match="cannot read"):
        said("verify_election", tmp_path / "nothing.bel")


def test_it_runs_with_no_database_and_no_home(tmp_path: Path) -> None:
    """In a process of its own, as anybody would who has the file."""
    file, home = tmp_path / "election.bel", tmp_path / "home"
    file.write_bytes(small("Ed25519").file(1, 2))
    env = {"HOME": str(home), "GONGZHI_HOME": str(home), "DATABASE_URL": "oracle://nobody@nowhere/nothing"}
    command = [sys.executable, str(ROOT / "manage.py"), "verify-election", str(file), "--json"]
    done = subprocess.run(command, env={**env, "PATH": os.environ["PATH"]}, capture_output=True, text=True)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["about"]["stage"] == "finished"
    assert not home.exists()


def test_every_reason_of_the_library_has_its_words() -> None:
    sources = "".join(path.read_text("utf-8") for path in (PACKAGE / "lib/belenios").glob("*.py"))
    reasons = set(re.findall(r'(?:Refused|finding)\(\s*"(\w+)"', sources))
    assert reasons == set(ALL)
    chinese, english = words(Finding("individual_proof", {"ballot": 7, "question": 1, "choice": 2}))
    assert chinese == "第 7 张选票，第 1 题，第 2 项：不能证明这一项只投了 0 票或者 1 票"
    assert english.startswith("ballot 7, question 1, choice 2: ")


def test_credentials_are_made_with_their_slips_and_the_lists_agree(roll: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    address = "https://gongzhi.example/v/1/"
    said("credentials", "--uuid", UUID, "--voters", roll, "--out", out, "--address", address)
    secrets = list(csv.DictReader((out / "private_creds.csv").read_text("utf-8-sig").splitlines()))
    register = list(csv.DictReader((out / "register.csv").read_text("utf-8-sig").splitlines()))
    used = group("Ed25519")
    weights = voters.read_roll(used, (out / "public_creds.json").read_text().strip())
    assert [weights[row["credential"]] for row in register] == [9856, 12034]
    for row, entry in zip(secrets, register, strict=True):
        assert credentials.derive(used, UUID, row["secret"]).text == entry["credential"]
    assert (out / "slips.pdf").read_bytes().startswith(b"%PDF-")
    assert all("张三" not in path.read_text("utf-8") for path in out.iterdir() if path.suffix != ".pdf")
    assert {stat.S_IMODE(path.stat().st_mode) for path in out.iterdir()} == {0o600}


def test_each_slip_has_a_code_that_leads_to_the_page_with_its_own_credential() -> None:
    address, secret = "https://gongzhi.example/v/1/", "abc-def-ghi-jkm-npq"
    assert slip("7", secret, address)["qr"] == qr(f"{address}#{secret}")
    assert slip("7", secret, "")["qr"] == qr(secret)


def test_votes_that_are_counted_by_area_and_by_person_have_both_weights(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text("编号,面积,人数\n1-101,9856,1\n1-102,12034,0\n")
    words_ = ("credentials", "--uuid", UUID, "--voters", roll, "--weight", "面积", "--weight", "人数")
    said(*words_, "--out", tmp_path / "out")
    lines = json.loads((tmp_path / "out" / "public_creds.json").read_text())
    assert sorted(line.partition(",")[2] for line in lines) == ["12034,0", "9856,1"]
    with pytest.raises(CommandError, match="没有“户数”一栏"):
        said(*words_, "--weight", "户数", "--out", tmp_path / "other")


def test_credentials_are_never_written_over(roll: Path, tmp_path: Path) -> None:
    words_ = ("credentials", "--uuid", UUID, "--voters", roll, "--out", tmp_path / "out")
    said(*words_)
    before = (tmp_path / "out" / "private_creds.csv").read_bytes()
    with pytest.raises(CommandError, match="空文件夹"):
        said(*words_)
    assert (tmp_path / "out" / "private_creds.csv").read_bytes() == before


@pytest.mark.parametrize(
    "table", ["编号\n1\n1\n", "编号,权重\n1,0\n", "编号,权重\n1,1.5\n", "编号\n", "姓名\n甲\n"]
)
def test_a_roll_with_a_mistake_is_refused_and_nothing_is_written(table: str, tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text(table)
    with pytest.raises(CommandError, match="什么也没有写"):
        said("credentials", "--uuid", UUID, "--voters", roll, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_three_trustees_make_a_key_by_files_and_two_of_them_decrypt(tmp_path: Path) -> None:
    names = [tmp_path / name for name in "abc"]
    common = ("--certs", tmp_path / "certs", "--threshold", 2)
    for each in names:
        said("trustee", "certificate", "--out", each)
    _join(tmp_path / "certs", [each / "cert.json" for each in names])
    for each in names:
        said("trustee", "polynomial", *common, "--key", each / "seed.key", "--out", each)
    _join(tmp_path / "polynomials", [each / "polynomial.json" for each in names])
    sent = ("--polynomials", tmp_path / "polynomials")
    said("trustee", "route", *common, *sent, "--out", tmp_path)
    for number, each in enumerate(names, 1):
        key = ("--key", each / "seed.key", "--vinput", tmp_path / f"{number}.vinput")
        said("trustee", "share", *common, *key, "--out", each)
    _join(tmp_path / "voutputs", [each / "voutput.json" for each in names])
    said("trustee", "conclude", *common, *sent, "--voutputs", tmp_path / "voutputs", "--out", tmp_path)
    assert json.loads((tmp_path / "threshold.json").read_text())["threshold"] == 2
    assert stat.S_IMODE((tmp_path / "a" / "seed.key").stat().st_mode) == 0o600
    with pytest.raises(CommandError, match="File exists"):
        said("trustee", "certificate", "--out", tmp_path / "a")


def _join(path: Path, parts: list[Path]) -> None:
    path.write_text("".join(part.read_text() for part in parts))


def test_a_trustee_decrypts_only_what_was_verified_and_counted(tmp_path: Path) -> None:
    held = small("Ed25519")
    key = tmp_path / "private.key"
    key.write_text(json.dumps(str(held.secrets[1])))
    whole = held.finished(1, 2)
    file = tmp_path / "election.bel"
    words_ = ("trustee", "decrypt", file, "--key", key, "--out", tmp_path)
    file.write_bytes(archive.write(held.voted()))
    with pytest.raises(CommandError, match="选票还没有汇总"):
        said(*words_)
    file.write_bytes(archive.write(whole).replace(b"8903", b"8904"))
    with pytest.raises(CommandError, match="被改动"):
        said(*words_)
    file.write_bytes(archive.write(whole))
    said(*words_)
    assert (tmp_path / "election.2.partial.json").exists()
    key.write_text('"12345"')
    with pytest.raises(CommandError, match="不属于"):
        said(*words_)
