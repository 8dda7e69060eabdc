"""Ballots (specification, 4.14 and 4.15): made by a voter, checked by everybody."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from gongzhi.lib.belenios import text as texts
from gongzhi.lib.belenios.answers import Answer, check_answer, make_answer, read_answer
from gongzhi.lib.belenios.credentials import derive
from gongzhi.lib.belenios.election import Election
from gongzhi.lib.belenios.groups import Element
from gongzhi.lib.belenios.proofs import Proof, check_knowledge, prove_knowledge, read_proof
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.text import Random, secure

FIELDS = ("election_uuid", "election_hash", "credential", "answers")


@dataclass(frozen=True)
class Ballot:
    """A ballot as it was read; `credential` is the public one, as it is written."""

    text: str
    credential: str
    key: Element
    answers: tuple[Answer, ...]
    hash: str
    proof: Proof

    @property
    def tracker(self) -> str:
        """What the voter keeps, and finds on the public board."""
        return texts.fingerprint(self.text)

    @property
    def elements(self) -> list[Element]:
        """Every group element of the ballot."""
        ciphers = [part for answer in self.answers for cipher in answer.choices for part in cipher]
        return [self.key, *ciphers]


def make(
    election: Election, secret_credential: str, answers: Sequence[Sequence[int]], random: Random = secure
) -> str:
    """Answer the text of a ballot: for each question a list of 0 and 1, blank first. Raises Refused."""
    if len(answers) != len(election.questions):
        raise Refused("length", wanted=len(election.questions), seen=len(answers))
    pair = derive(election.group, election.uuid, secret_credential)
    scope = f"{election.fingerprint}|{pair.text}"
    made = [
        make_answer(election, question, marks, scope, random).json(election.group)
        for question, marks in zip(election.questions, answers, strict=True)
    ]
    said = {
        **dict(zip(FIELDS, (election.uuid, election.fingerprint, pair.text, made), strict=True)),
    }
    digest = texts.fingerprint(texts.compact(said))
    proof = prove_knowledge(election.group, pair.secret, f"sig|{digest}", random)
    return texts.compact({**said, "signature": {"hash": digest, "proof": proof.json()}})


def parse(election: Election, text: str) -> Ballot:
    """Read a ballot of this election; elements and proofs are not yet checked. Raises Refused."""
    value = texts.read_canonical(text)
    uuid, fingerprint, credential, answers, signature = texts.fields(value, (*FIELDS, "signature"))
    if uuid != election.uuid:
        raise Refused("election_uuid")
    if fingerprint != election.fingerprint:
        raise Refused("election_hash")
    digest, proof = texts.fields(signature, ("hash", "proof"))
    if digest != _digest(text, value):
        raise Refused("signature_hash")
    group = election.group
    return Ballot(
        text=text,
        credential=credential,
        key=group.read(credential),
        answers=tuple(
            read_answer(group, question, each)
            for question, each in zip(
                election.questions, texts.array(answers, len(election.questions)), strict=True
            )
        ),
        hash=digest,
        proof=read_proof(group, proof),
    )


def prove(election: Election, ballot: Ballot) -> None:
    """Check the signature and every proof of a ballot whose elements are members. Raises Refused."""
    if not check_knowledge(election.group, ballot.key, f"sig|{ballot.hash}", ballot.proof):
        raise Refused("signature")
    scope = f"{election.fingerprint}|{ballot.credential}"
    for n, (question, answer) in enumerate(zip(election.questions, ballot.answers, strict=True), 1):
        try:
            check_answer(election, question, answer, scope)
        except Refused as refusal:
            raise refusal.within(question=n) from refusal


def check(election: Election, text: str, public_credentials: Container[str]) -> str:
    """Check everything about one ballot and answer its tracker. Raises Refused with the reason."""
    ballot = parse(election, text)
    if ballot.credential not in public_credentials:
        raise Refused("credential_unknown")
    if election.group.outsiders(ballot.elements):
        raise Refused("not_in_group")
    prove(election, ballot)
    return ballot.tracker


def _digest(text: str, value: dict[str, Any]) -> str:
    """Answer the hash of the ballot without its signature, fields in the order of the specification."""
    if tuple(value) != (*FIELDS, "signature"):
        raise Refused("not_canonical")
    signature = texts.compact(value["signature"])
    return texts.fingerprint(text.removesuffix(f',"signature":{signature}}}') + "}")
