"""Trustees with a browser and trustees with the command make one key; any two of three open the count."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from gongzhi.lib.belenios import Archive, Question, ceremony, group
from gongzhi.lib.belenios import archive as archives
from gongzhi.lib.belenios import trustees as trusted
from gongzhi.lib.belenios.refusal import Refused
from tests.ballots import GROUP, Refusal, Scripts, node


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
    parameters, keys = sat.finished()
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


def test_two_browsers_open_a_count_and_one_does_not(sat: Sat) -> None:
    """The third is away; the seed of one does not open the key of another."""
    parameters, keys = sat.finished()
    held = _held(sat, parameters)
    tally = held.tally
    assert tally is not None
    parts = [
        json.loads(json.dumps(sat.script("decryptTogether", held.election, tally, *each)))
        for each in zip(sat.seeds[:2], keys[:2], strict=True)
    ]
    public = [sat.group.text(each) for each in trusted.Trustees.parse(sat.group, held.trustees).keys]
    assert [each["publicKey"] for each in parts] == public[:2]
    assert _result(held, parts) == "[[2,1]]"
    with pytest.raises(Refused, match="missing"):
        _result(held, parts[:1])
    with pytest.raises(Refusal, match="other"):
        sat.script("decryptTogether", held.election, tally, sat.seeds[0], keys[1])
