"""Trustees with a browser and trustees with the command make one key; any two of three open the count."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pytest

from gongzhi.lib.belenios import Partial, Question, Refused, archive, ballots, ceremony, group, verify
from gongzhi.lib.belenios import tally as tallies
from gongzhi.lib.belenios import trustees as trusted
from gongzhi.lib.tests.belenios.elections import hold
from tests.ballots import BELENIOS, GROUP, Refusal, Scripts, node


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with node() as running:
        yield running


class Sat:
    """A ceremony of three: the first two in a browser, the third with the command's functions."""

    def __init__(self, script: Scripts, name: str) -> None:
        self.script, self.name, self.group = script, name, group(name)
        made = [script("certificate", name) for _ in range(2)]
        seed, certificate = ceremony.certificate(self.group)
        self.seeds = [*(each["privateKey"] for each in made), seed]
        self.certs = [*(each["given"] for each in made), certificate]
        self.joined = "\n".join(self.certs) + "\n"
        sent = [script("polynomial", name, seed, self.joined, 2) for seed in self.seeds[:2]]
        self.codes = {each["code"] for each in sent}
        self.polynomials = [each["given"] for each in sent]
        self.polynomials.append(ceremony.polynomial(self.group, seed, self.certs, 2))
        self.inputs = ceremony.route(self.group, self.certs, 2, self.polynomials)

    @cached_property
    def finished(self) -> tuple[str, list[str]]:
        outputs = [self.share(place) for place in range(2)]
        outputs.append(ceremony.share(self.group, self.seeds[2], self.certs, 2, self.inputs[2]))
        return ceremony.conclude(self.group, self.certs, 2, self.polynomials, outputs)

    def share(self, place: int, vinput: str = "") -> str:
        given = vinput or self.inputs[place]
        return str(self.script("share", self.name, self.seeds[place], self.joined, 2, given)["given"])


@pytest.fixture(scope="module", params=["Ed25519", GROUP])
def sat(request: pytest.FixtureRequest, script: Scripts) -> Sat:
    return Sat(script, request.param)


def test_browser_and_command_sit_in_one_ceremony_and_each_reads_its_key(sat: Sat) -> None:
    parameters, keys = sat.finished
    made = trusted.Trustees.make(sat.group, pedersen=[parameters])
    assert [made.missing(there) for there in ([1], [3], [1, 3], [1, 2])] == [1, 1, 0, 0]
    secrets = [ceremony.decryption_key(sat.group, *each) for each in zip(sat.seeds, keys, strict=True)]
    assert [sat.group.g.power(each) for each in secrets] == made.keys
    assert len(sat.codes) == 1


def test_a_browser_names_who_sent_it_a_wrong_share(sat: Sat) -> None:
    other = ceremony.polynomial(sat.group, sat.seeds[2], sat.certs, 2)
    forged = {**json.loads(sat.polynomials[2]), "secrets": json.loads(other)["secrets"]}
    sent = [*sat.polynomials[:2], json.dumps(forged)]
    with pytest.raises(Refusal, match="share 3"):
        sat.share(0, ceremony.route(sat.group, sat.certs, 2, sent)[0])


@pytest.mark.parametrize("name", ["polynomial", "coefexps"])
def test_a_browser_refuses_what_the_carrier_exchanged(sat: Sat, name: str) -> None:
    forged = json.loads(sat.inputs[0])
    forged[name] = json.loads(sat.inputs[1])[name] if name == "polynomial" else forged[name][::-1]
    with pytest.raises(Refusal, match="message"):
        sat.share(0, json.dumps(forged))


def test_a_browser_refuses_the_seed_of_nobody_and_a_certificate_that_was_changed(sat: Sat) -> None:
    stranger = sat.script("certificate", sat.name)["privateKey"]
    for seed, certs, why in (
        (stranger, sat.certs, "key"),
        ("short", sat.certs, "key"),
        (sat.seeds[0], [sat.certs[0], sat.certs[0]], "message"),
        (sat.seeds[0], [sat.certs[0], _other_key(sat)], "message"),
    ):
        with pytest.raises(Refusal, match=why):
            sat.script("polynomial", sat.name, seed, "\n".join(certs), 2)


def _other_key(sat: Sat) -> str:
    own, other = (json.loads(each) for each in sat.certs[1:])
    return json.dumps({**own, "message": other["message"]})


def test_another_list_of_certificates_has_another_code(sat: Sat) -> None:
    fewer = sat.script("polynomial", sat.name, sat.seeds[0], "\n".join(sat.certs[:2]), 2)
    assert fewer["code"] not in sat.codes


@pytest.fixture(scope="module")
def opened(sat: Sat) -> "Opened":
    return Opened(sat)


class Opened:
    """Three have voted, the count is closed, the first two decrypt in their browsers."""

    def __init__(self, sat: Sat) -> None:
        parameters, self.keys = sat.finished
        self.trustees = trusted.Trustees.make(sat.group, pedersen=[parameters])
        motion = Question("是否同意？", ("同意", "不同意"), 1, 1)
        self.held = hold(
            sat.name, [[[1, 0]], [[1, 0]], [[0, 1]]], questions=[motion], keys=(self.trustees, ())
        )
        voted = [ballots.parse(self.held.election, each) for each in self.held.ballots]
        self.tally = tallies.encrypt(self.held.election, voted, self.held.weights)
        self.parts = {
            place + 1: sat.script("decryptTogether", *self.texts, sat.seeds[place], self.keys[place])
            for place in range(2)
        }

    @property
    def texts(self) -> tuple[str, str]:
        return self.held.election.text, self.tally.text

    def file(self, *owners: int) -> bytes:
        partials = {number: self.parts[number]["partialDecryption"] for number in owners}
        keys, counted = self.trustees.keys, self.tally
        factors = {
            number: tallies.check_partial(self.held.election, counted, keys[number - 1], text)
            for number, text in partials.items()
        }
        result, _votes = tallies.result(self.trustees, counted, factors)
        made = replace(
            self.held.voted(),
            closed=True,
            sized_tally=counted.sized(),
            tally=counted.text,
            partials=tuple(Partial(*each) for each in partials.items()),
            result=result,
        )
        return archive.write(made)


def test_two_browsers_open_the_count_while_the_third_trustee_is_away(sat: Sat, opened: Opened) -> None:
    report = verify(opened.file(1, 2))
    assert report.ok
    assert report.about["result"] == "[[2, 1]]"
    shown = [sat.group.text(key) for key in opened.trustees.keys[:2]]
    assert [part["publicKey"] for part in opened.parts.values()] == shown


def test_one_browser_alone_does_not_open_the_count(opened: Opened) -> None:
    with pytest.raises(Refused, match="decryptions_missing"):
        opened.file(1)


def test_the_seed_of_one_does_not_open_the_key_of_another(sat: Sat, opened: Opened) -> None:
    with pytest.raises(Refusal, match="other"):
        sat.script("decryptTogether", *opened.texts, sat.seeds[0], opened.keys[1])


@pytest.mark.skipif(BELENIOS is None, reason="needs Debian's belenios-tool")
def test_debians_tool_accepts_what_browsers_made_and_decrypted_together(
    sat: Sat, opened: Opened, tmp_path: Path
) -> None:
    if sat.name != GROUP:
        return  # version 2.0 knows no other
    (tmp_path / "election.bel").write_bytes(opened.file(1, 2))
    done = subprocess.run(
        [str(BELENIOS), "election", "verify", "--dir", str(tmp_path)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
