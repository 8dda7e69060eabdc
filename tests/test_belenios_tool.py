"""Debian's belenios-tool, which shares nothing with us, accepts what we make and refuses what was changed."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from gongzhi.lib.belenios import (
    Archive,
    Question,
    Trustees,
    archive,
    ballots,
    ceremony,
    group,
    verify,
    voters,
)
from gongzhi.lib.tests.belenios.elections import Held, hold, many, small

GROUP = "BELENIOS-2048"
VOTERS = 300
STEP = ("setup", "generate-trustee-key-threshold", "--group", GROUP, "--step")
MOTION = Question("是否同意动用维修资金？", ("同意", "不同意"), 1, 1)


@dataclass(frozen=True)
class Tool:
    path: str
    folder: Path

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.path, *words],
            cwd=self.folder,
            input=given,
            text=True,
            capture_output=True,
            env={**os.environ, "BELENIOS_USE_URANDOM": "1"},
        )

    def does(self, *words: str, given: str = "") -> str:
        done = self.run(*words, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def accepts(self, data: bytes) -> bool:
        """`belenios-tool election verify` of this archive, alone in a folder of its own."""
        place = self.folder / "verify"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / "election.bel").write_bytes(data)
        return self.run("election", "verify", "--dir", str(place)).returncode == 0


@pytest.fixture(scope="session")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Tool:
    path = os.environ.get("GONGZHI_BELENIOS") or shutil.which("belenios-tool")
    if not path:
        pytest.skip("needs Debian's belenios-tool (tools/ensure_belenios.py, as root)")
    return Tool(path, tmp_path_factory.mktemp("belenios"))


@pytest.fixture(scope="session")
def committee() -> Archive:
    """300 voters, two candidates for one seat, two of three trustees."""
    return many(GROUP, VOTERS, 2, 1).finished(1, 3)


@pytest.fixture(scope="session")
def owners() -> Held:
    """300 flats: one ballot of each; areas in 0.01 m²."""
    chance = Random(2)
    choices = [[chance.choice(([1, 0], [0, 1]))] for _ in range(VOTERS)]
    areas = [chance.randrange(4_000, 20_000) for _ in range(VOTERS)]
    return hold(GROUP, choices, questions=[MOTION], weights=areas)


def both(tool: Tool, data: bytes) -> tuple[bool, bool]:
    return verify(data).ok, tool.accepts(data)


def test_a_committee_election_of_300_voters_is_accepted_and_every_change_refused(
    tool: Tool, committee: Archive
) -> None:
    assert both(tool, archive.write(committee)) == (True, True)
    said = json.loads(committee.ballots[150])
    proof = said["answers"][0]["overall_proof"][0]
    proof["response"] = str(int(proof["response"]) ^ 1)
    forged = json.dumps(said, separators=(",", ":"))
    one_ballot = replace(committee, ballots=(*committee.ballots[:150], forged, *committee.ballots[151:]))
    assert both(tool, archive.write(one_ballot)) == (False, False)
    votes = json.loads(committee.result or "")["result"]
    votes[0][0] += 1
    one_vote = replace(committee, result=json.dumps({"result": votes}, separators=(",", ":")))
    assert both(tool, archive.write(one_vote)) == (False, False)


def test_an_owners_vote_is_one_set_of_ballots_and_two_archives(tool: Tool, owners: Held) -> None:
    by_area = owners.finished(1, 2)
    by_person = replace(owners, weights=dict.fromkeys(owners.weights, 1)).finished(2, 3)
    assert by_area.ballots == by_person.ballots
    for each in (by_area, by_person):
        assert both(tool, archive.write(each)) == (True, True)
    weights = dict(owners.weights)
    weights[owners.publics[7]] += 1
    one_weight = replace(by_area, credentials=voters.roll(weights))
    assert both(tool, archive.write(one_weight)) == (False, False)


def test_an_election_under_way_is_accepted_and_a_second_vote_too(tool: Tool) -> None:
    held = small(GROUP)
    again = ballots.make(held.election, held.pairs[1][0], [[1, 1, 0], [0, 0, 1]])
    data = archive.write(replace(held.voted(), ballots=(*held.ballots, again)))
    assert both(tool, data) == (True, True)


def test_a_ballot_taken_away_after_the_count_is_missed(tool: Tool) -> None:
    held = small(GROUP)
    assert both(tool, held.file(1, 2)) == (True, True)
    one_less = replace(held.finished(1, 2), ballots=held.ballots[:-1])
    assert both(tool, archive.write(one_less)) == (False, False)


def test_an_election_held_with_belenios_tool_is_accepted_by_us(tool: Tool) -> None:
    """Its credentials, ceremony, ballots, count, decryptions, result: everything is theirs."""
    place = replace(tool, folder=tool.folder / "theirs")
    place.folder.mkdir()
    secrets, keys = _set_up(place)
    for secret, marks in zip(secrets, ([0, 1, 0], [1, 0, 0], [0, 0, 1]), strict=True):
        (place.folder / "secret").write_text(secret)
        (place.folder / "choices").write_text(json.dumps([marks]))
        _event(place, "Ballot", "generate-ballot", "--privcred", "secret", "--ballot", "choices")
    _event(place, "EndBallots")
    _event(place, "EncryptedTally", "compute-encrypted-tally")
    for number in (1, 3):
        key = ("--key", keys[number - 1], "--decryption-key", keys[number - 1].replace(".key", ".dkey"))
        _event(place, "PartialDecryption", "decrypt-threshold", *key, "--trustee-id", str(number))
    _event(place, "Result", "compute-result")
    report = verify(next(place.folder.glob("*.bel")).read_bytes())
    assert report.findings == ()
    assert report.about["result"] == "[[12050, 5, 1]]"


def test_one_ceremony_may_be_held_with_both_programs_and_each_reads_the_keys_of_the_other(tool: Tool) -> None:
    """Trustee 1 uses ours, 2 and 3 theirs; both coordinate; then theirs decrypts with the key that ours made."""
    place = replace(tool, folder=tool.folder / "mixed")
    place.folder.mkdir()
    used = group(GROUP)
    seed, certificate = ceremony.certificate(used)
    for _ in range(2):
        place.does(*STEP, "1")
    keys = sorted(place.folder.glob("*.key"))
    certs = [certificate, *(key.with_suffix(".cert").read_text().strip() for key in keys)]
    _lines(place, "certs", certs)
    common = ("--certs", "certs")
    polynomials = [ceremony.polynomial(used, seed, certs, 2)]
    polynomials += [place.does(*STEP, "3", *common, "--key", key.name, "--threshold", "2") for key in keys]
    _lines(place, "polynomials", polynomials)
    inputs = ceremony.route(used, certs, 2, polynomials)
    place.does(*STEP, "4", *common, "--polynomials", "polynomials")
    assert {each.read_text().strip() for each in place.folder.glob("*.vinput")} == set(inputs)
    outputs = [ceremony.share(used, seed, certs, 2, inputs[0])]
    for key, each in zip(keys, inputs[1:], strict=True):
        outputs.append(place.does(*STEP, "5", *common, "--key", key.name, given=each + "\n").strip())
    parameters, encrypted = ceremony.conclude(used, certs, 2, polynomials, outputs)
    given = "\n".join(outputs) + "\n"
    assert place.does(*STEP, "6", *common, "--polynomials", "polynomials", given=given).strip() == parameters
    _decrypted_by_theirs(place, seed, encrypted[0], Trustees.make(used, (), [parameters]))
    assert verify(next(place.folder.glob("*.bel")).read_bytes()).findings == ()


def _decrypted_by_theirs(place: Tool, seed: str, encrypted: str, made: Trustees) -> None:
    """An election of ours, in which their program votes for voter 1 and decrypts for trustee 1."""
    held = hold(GROUP, [[[1, 0]], [[0, 1]]], questions=[MOTION], keys=(made, ()))
    (place.folder / "election.bel").write_bytes(archive.write(held.voted()))
    files = {"seed": seed, "encrypted": encrypted, "secret": held.pairs[0][0], "choices": "[[0,1]]"}
    for name, text in files.items():
        (place.folder / name).write_text(text + "\n")
    (place.folder / "election.bel").rename(place.folder / f"{held.election.uuid}.bel")
    _event(place, "Ballot", "generate-ballot", "--privcred", "secret", "--ballot", "choices")
    _event(place, "EndBallots")
    _event(place, "EncryptedTally", "compute-encrypted-tally")
    key = ("--key", "seed", "--decryption-key", "encrypted", "--trustee-id", "1")
    _event(place, "PartialDecryption", "decrypt-threshold", *key)


def _lines(place: Tool, name: str, lines: list[str]) -> None:
    (place.folder / name).write_text("".join(f"{line.strip()}\n" for line in lines))


def _set_up(place: Tool) -> tuple[list[str], list[str]]:
    """Answer the secret credentials of three voters, and the names of three trustees' key files."""
    uuid = place.does("setup", "generate-token").strip()
    named = ("--uuid", uuid, "--group", GROUP)
    (place.folder / "voters").write_text("a@x.cn,,5\nb@x.cn,,12050\nc@x.cn,,1\n")
    place.does("setup", "generate-credentials", *named, "--file", "voters")
    secrets = [line.split()[1] for line in next(place.folder.glob("*.privcreds")).read_text().splitlines()]
    next(place.folder.glob("*.pubcreds")).rename(place.folder / "public_creds.json")
    keys = _ceremony(place)
    (place.folder / "public_keys.jsons").touch()
    place.does("setup", "make-trustees")
    asked = [replace(MOTION, blank=True).json()]
    template = {"description": "说明", "name": "选举", "questions": asked}
    (place.folder / "template.json").write_text(json.dumps(template, ensure_ascii=False))
    place.does("setup", "make-election", *named, "--template", "template.json")
    place.does("archive", "init")
    return secrets, keys


def _event(place: Tool, kind: str, *words: str) -> None:
    made = place.does("election", *words) if words else ""
    place.does("archive", "add-event", "--type", kind, given=made)


def _ceremony(place: Tool) -> list[str]:
    for _ in range(3):
        place.does(*STEP, "1")
    keys = sorted(each.name for each in place.folder.glob("*.key"))
    _join(place, "certs.jsons", [key.replace(".key", ".cert") for key in keys])
    with (place.folder / "polynomials.jsons").open("w") as file:
        for key in keys:
            file.write(place.does(*STEP, "3", "--certs", "certs.jsons", "--key", key, "--threshold", "2"))
    given = ("--certs", "certs.jsons", "--polynomials", "polynomials.jsons")
    place.does(*STEP, "4", *given)
    outputs = []
    for key in keys:
        vinput = (place.folder / key.replace(".key", ".vinput")).read_text()
        outputs.append(place.does(*STEP, "5", "--certs", "certs.jsons", "--key", key, given=vinput))
    (place.folder / "threshold.json").write_text(place.does(*STEP, "6", *given, given="".join(outputs)))
    return keys


def _join(place: Tool, name: str, parts: list[str]) -> None:
    (place.folder / name).write_text("".join((place.folder / part).read_text() for part in parts))
