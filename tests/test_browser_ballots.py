"""What voters' and trustees' browsers compute is accepted by others: Debian's belenios-tool and our own library."""

import base64
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from gongzhi.lib.belenios import credentials
from tests.ballots import BELENIOS, GROUP, Refusal, Scripts, found, node

needs_belenios = pytest.mark.skipif(BELENIOS is None, reason="needs Debian's belenios-tool")
CHAIR = {"answers": ["王芳", "李强", "赵敏"], "min": 1, "max": 1, "question": "主任（选一人）"}
MEMBERS = {
    "answers": ["陈静", "杨勇", "黄丽", "周伟"],
    "blank": True,
    "min": 1,
    "max": 3,
    "question": "委员（选一至三人，可以弃权）",
}
MOTION = {"answers": ["同意"], "min": 0, "max": 1, "question": "公约"}
QUESTIONS: list[dict[str, Any]] = [CHAIR, MEMBERS, MOTION]
VOTES = [
    [[1, 0, 0], [0, 1, 1, 1, 0], [1]],
    [[0, 1, 0], [1, 0, 0, 0, 0], [0]],
    [[1, 0, 0], [0, 0, 0, 0, 1], [1]],
]


@pytest.fixture(scope="module")
def script() -> Iterator[Scripts]:
    with node() as running:
        yield running


@needs_belenios
def test_debians_tool_accepts_keys_ballots_and_decryptions_made_in_browsers(
    script: Scripts, tmp_path: Path
) -> None:
    trustees = [script("generateTrustee", GROUP) for _ in range(2)]
    election = found(tmp_path, QUESTIONS, len(VOTES), *(trustee["publicKey"] for trustee in trustees))
    for credential, vote in zip(election.credentials, VOTES, strict=True):
        made = script("encrypt", election.text, credential, vote)
        assert made["tracker"] == election.tool("sha256-b64", said=made["ballot"]).strip()
        election.add("Ballot", made["ballot"] + "\n")
    election.tool("election", "verify")
    tally = election.close()
    for owner, trustee in enumerate(trustees, 1):
        made = script("decrypt", election.text, tally, trustee["privateKey"])
        assert made["publicKey"] == json.loads(trustee["publicKey"])["public_key"]
        election.add_decryption(owner, made["partialDecryption"])
    assert election.result() == [[2, 1, 0], [1, 1, 1, 1, 1], [2]]


@needs_belenios
def test_debians_tool_refuses_a_ballot_of_a_browser_when_one_digit_is_changed(
    script: Scripts, tmp_path: Path
) -> None:
    election = found(tmp_path, [CHAIR], 1, script("generateTrustee", GROUP)["publicKey"])
    ballot = json.loads(script("encrypt", election.text, election.credentials[0], [[0, 0, 1]])["ballot"])
    response = ballot["answers"][0]["overall_proof"][0]["response"]
    ballot["answers"][0]["overall_proof"][0]["response"] = str(int(response) ^ 1)
    election.add("Ballot", json.dumps(ballot, separators=(",", ":")) + "\n")
    with pytest.raises(AssertionError, match="ballot"):
        election.tool("election", "verify")


@pytest.fixture
def election(script: Scripts) -> str:
    """The text of an election that no tool made."""
    public = json.loads(script("generateTrustee", "Ed25519")["publicKey"])["public_key"]
    said = {"version": 1, "description": "", "name": "选举", "group": "Ed25519", "public_key": public}
    return json.dumps({**said, "questions": [CHAIR, MEMBERS], "uuid": "H1wzXUW5TfxWA2"}, ensure_ascii=False)


CREDENTIAL = "111-111-111-111-111"


@pytest.mark.parametrize(
    "vote",
    [
        [[1, 1, 0], [0, 1, 0, 0, 0]],
        [[0, 0, 0], [0, 1, 0, 0, 0]],
        [[1, 0, 0], [0, 0, 0, 0, 0]],
        [[1, 0, 0], [1, 1, 0, 0, 0]],
        [[1, 0, 0], [0, 1, 1, 1, 1]],
        [[2, 0, 0], [1, 0, 0, 0, 0]],
        [[1, 0, 0]],
        [[1, 0, 0, 0], [1, 0, 0, 0, 0]],
    ],
)
def test_what_the_question_does_not_allow_is_not_encrypted(
    script: Scripts, election: str, vote: list[list[int]]
) -> None:
    with pytest.raises(Refusal, match="answers"):
        script("encrypt", election, CREDENTIAL, vote)


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("public_key", "01".ljust(64, "0"), "element"),  # would encrypt nothing
        ("public_key", "00" * 32, "element"),  # of order 4
        ("public_key", "02".ljust(64, "0"), "element"),
        ("group", "RFC-3526-2048", "group"),
        ("version", 2, "version"),
        ("questions", [CHAIR, {"type": "NonHomomorphic", "value": CHAIR}], "question"),
    ],
)
def test_an_election_that_would_betray_its_voters_or_is_unknown_gets_no_ballot(
    script: Scripts, election: str, field: str, value: object, word: str
) -> None:
    changed = json.dumps({**json.loads(election), field: value})
    with pytest.raises(Refusal, match=word):
        script("encrypt", changed, CREDENTIAL, [[1, 0, 0], [1, 0, 0, 0, 0]])


def test_progress_is_told_proof_by_proof_to_the_end(script: Scripts, election: str) -> None:
    steps = script.call("encrypt", election, CREDENTIAL, [[1, 0, 0], [1, 0, 0, 0, 0]])["steps"]
    assert steps == [[n, 11] for n in range(1, 12)]


def test_the_tracker_is_the_hash_of_the_ballot_and_no_two_ballots_are_alike(
    script: Scripts, election: str
) -> None:
    vote = [[1, 0, 0], [1, 0, 0, 0, 0]]
    one, other = (script("encrypt", election, CREDENTIAL, vote) for _ in range(2))
    digest = sha256(one["ballot"].encode()).digest()
    assert one["tracker"] == base64.b64encode(digest).decode().rstrip("=")
    assert one["tracker"] != other["tracker"]


@pytest.mark.parametrize(
    "typed", ["111-111-111-111-111", "111111111111111", " 111 111—111_111\n111", "１１１-" * 5]
)
def test_a_credential_is_known_however_it_is_grouped(script: Scripts, typed: str) -> None:
    assert script("check", typed) == {"credential": CREDENTIAL}


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (" ", {"problem": "empty"}),
        ("111-111-111-111-11O", {"problem": "character", "found": "O"}),
        ("111-111-111-11", {"problem": "length", "found": 11}),
        ("111-111-111-111-112", {"problem": "checksum"}),
        ("211-111-111-111-111", {"problem": "checksum"}),
    ],
)
def test_a_mistyped_credential_is_told_for_what_it_is(
    script: Scripts, typed: str, problem: dict[str, object]
) -> None:
    assert script("check", typed) == problem


@needs_belenios
def test_every_credential_of_debians_tool_is_known_by_the_page_and_by_the_server(
    script: Scripts, tmp_path: Path
) -> None:
    trustee = script("generateTrustee", GROUP)["publicKey"]
    made = [
        *found(tmp_path, [MOTION], 400, trustee).credentials,
        "3eo-NPR-TTB-7r2-6vv",
    ]  # the last: nothing lacking
    assert [script("check", text) for text in made] == [{"credential": text} for text in made]
    assert [credentials.normal(text) for text in made] == made


@pytest.mark.parametrize("key", ["", "0", "x", '"12', "9" * 80, '{"secret":"5"}'])
def test_a_file_without_a_key_decrypts_nothing(script: Scripts, election: str, key: str) -> None:
    with pytest.raises(Refusal, match="key"):
        script("decrypt", election, "[]", key)


@pytest.mark.parametrize("written", ['"{}"', "{}", '{{"decryption_key": "{}"}}', ' "{}"\n'])
def test_a_key_is_read_in_each_of_its_written_forms(script: Scripts, election: str, written: str) -> None:
    trustee = script("generateTrustee", "Ed25519")
    key = written.format(json.loads(trustee["privateKey"]))
    public = json.loads(trustee["publicKey"])["public_key"]
    assert script("decrypt", election, "[]", key)["publicKey"] == public


def test_a_tally_that_would_betray_the_key_is_not_decrypted(script: Scripts, election: str) -> None:
    crooked = json.dumps([[{"alpha": "00" * 32, "beta": "00" * 32}]])
    with pytest.raises(Refusal, match="element"):
        script("decrypt", election, crooked, "5")
