"""A ballot says that it is one that the question admits, and not which."""

import json
import re
from itertools import product
from typing import Any

import pytest

from gongzhi.lib.belenios import Refused, ballots, credentials, group
from gongzhi.lib.belenios.parameters import P
from gongzhi.lib.belenios.proofs import prove_knowledge
from gongzhi.lib.belenios.text import compact, fingerprint, secure
from gongzhi.lib.tests.belenios.elections import MOTION, ONE, UUID, small

GROUPS = ("BELENIOS-2048", "Ed25519")
both = pytest.mark.parametrize("name", GROUPS)


def refusal(name: str, text: str) -> str:
    held = small(name)
    with pytest.raises(Refused) as refused:
        ballots.check(held.election, text, held.publics)
    return refused.value.reason


def changed(name: str, *path: Any, to: Any) -> str:
    """A ballot with one value exchanged, and signed as if the voter's own device had done so."""
    held = small(name)
    said = json.loads(held.ballots[0])
    place = said
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = to
    bare = {key: value for key, value in said.items() if key != "signature"}
    said["signature"]["hash"] = fingerprint(compact(bare))
    return compact(said)


@both
def test_every_answer_that_the_questions_admit_makes_a_good_ballot_and_no_other(name: str) -> None:
    held = small(name)
    for first in product((0, 1), repeat=3):
        for second in product((0, 1), repeat=3) if sum(first) == 1 else [(0, 1, 0)]:
            if ONE.admits(first) and MOTION.admits(second):
                text = ballots.make(held.election, held.pairs[0][0], [first, second])
                assert ballots.check(held.election, text, held.publics) == fingerprint(text)
            else:
                with pytest.raises(Refused, match="answer_not_admitted"):
                    ballots.make(held.election, held.pairs[0][0], [first, second])
    assert [marks for marks in product((0, 1), repeat=3) if MOTION.admits(marks)] == [
        (0, 0, 1),
        (0, 1, 0),
        (1, 0, 0),
    ]


@both
def test_a_ballot_of_somebody_who_is_not_on_the_list_is_refused(name: str) -> None:
    held = small(name)
    stranger = credentials.fresh()
    assert (
        refusal(name, ballots.make(held.election, stranger, [[0, 0, 0], [1, 0, 0]])) == "credential_unknown"
    )


@both
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (("answers", 0, "individual_proofs", 1, 0, "response"), "signature"),
        (("answers", 0, "overall_proof", 0, "response"), "signature"),
        (("election_uuid",), "election_uuid"),
        (("election_hash",), "election_hash"),
        (("signature", "proof", "response"), "signature"),
        (("signature", "proof", "challenge"), "signature"),
    ],
)
def test_a_changed_ballot_is_refused_with_its_reason(name: str, path: tuple[Any, ...], reason: str) -> None:
    assert refusal(name, changed(name, *path, to="12345")) == reason


@both
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (("individual_proofs", 1, 0, "response"), "individual_proof"),
        (("overall_proof", 0, "challenge"), "overall_proof"),
        (("blank_proof", 1, "challenge"), "blank_proof"),
    ],
)
def test_a_proof_that_does_not_hold_is_refused_even_with_a_good_signature(
    name: str, path: tuple[Any, ...], reason: str
) -> None:
    """The voter lies: the ballot is signed anew over the forged proof."""
    held = small(name)
    said = json.loads(held.ballots[0])
    place = said["answers"][1]
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "12345"
    assert refusal(name, _signed(name, said)) == reason


@both
def test_an_element_outside_of_the_group_is_refused_wherever_it_stands(name: str) -> None:
    """p - 1 has order 2; the point of order 2 and one without a square are none of Ed25519's."""
    outside = {"BELENIOS-2048": _minus_one(), "Ed25519": "ec" + "ff" * 30 + "7f"}[name]
    for question, part in product((0, 1), ("alpha", "beta")):
        forged = changed(name, "answers", question, "choices", 1, part, to=outside)
        assert refusal(name, forged) == "not_in_group"


@both
def test_what_is_not_written_as_it_should_be_is_refused(name: str) -> None:
    text = small(name).ballots[0]
    assert refusal(name, text.replace(":", ": ", 1)) == "not_canonical"
    assert refusal(name, text[:-1]) == "json"
    assert refusal(name, "[]") == "shape"
    assert refusal(name, text.replace('"answers"', '"anSwers"')) == "shape"
    assert refusal(name, re.sub(r'"response":"', '"response":"0', text, count=1)) == "signature_hash"
    assert refusal(name, changed(name, "answers", 0, "choices", 0, "alpha", to="07")) == "not_an_element"
    assert refusal(name, changed(name, "answers", 0, "overall_proof", 0, "response", to="-1")) == (
        "not_an_exponent"
    )
    q = str(group(name).q)
    assert (
        refusal(name, changed(name, "answers", 0, "overall_proof", 0, "response", to=q)) == "not_an_exponent"
    )


@both
def test_a_ballot_cannot_be_carried_to_another_credential(name: str) -> None:
    held = small(name)
    assert refusal(name, held.ballots[0].replace(held.pairs[0][1], held.pairs[1][1])) == "signature_hash"
    assert refusal(name, changed(name, "credential", to=held.pairs[1][1])) == "signature"


@both
def test_a_credential_is_known_by_its_last_character_and_derives_its_public_half(name: str) -> None:
    used = group(name)
    for secret, public in credentials.generate(used, UUID, 5):
        assert credentials.derive(used, UUID, secret).text == public
        assert credentials.normal(f" {secret.replace('-', '')} ") == secret
        slip = secret[:-1] + ("2" if secret[-1] == "3" else "3")
        with pytest.raises(Refused, match="credential_mistyped"):
            credentials.normal(slip)
        assert credentials.derive(used, UUID + "2", secret).text != public
    with pytest.raises(Refused, match="credential_form"):
        credentials.normal("0OIl")


def _minus_one() -> str:
    return str(P - 1)


def _signed(name: str, said: dict[str, Any]) -> str:
    held = small(name)
    bare = {key: value for key, value in said.items() if key != "signature"}
    digest = fingerprint(compact(bare))
    secret = credentials.derive(held.election.group, UUID, held.pairs[0][0]).secret
    proof = prove_knowledge(held.election.group, secret, f"sig|{digest}", secure)
    return compact({**bare, "signature": {"hash": digest, "proof": proof.json()}})
