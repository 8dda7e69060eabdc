"""Proofs of knowledge that reveal nothing (specification, 4.5, 4.12 to 4.14): made, and checked.

`scope` is what a proof is bound to, so that it cannot be carried elsewhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from gongzhi.lib.belenios.groups import Element, Fixed, Group, scalar
from gongzhi.lib.belenios.text import Random, fields


class Proof(NamedTuple):
    challenge: int
    response: int

    def json(self) -> dict[str, str]:
        return {"challenge": str(self.challenge), "response": str(self.response)}


class Cipher(NamedTuple):
    """An ElGamal pair: (g^r, y^r · g^m)."""

    alpha: Element
    beta: Element


@dataclass(frozen=True)
class Branch:
    """One case of a disjunction: `cipher` without its claimed value is (g^r, y^r)."""

    alpha: Element
    beta: Element


def read_proof(group: Group, value: Any) -> Proof:
    challenge, response = fields(value, ("challenge", "response"))
    return Proof(scalar(group, challenge), scalar(group, response))


def challenge(group: Group, prefix: str, commitments: Iterable[Element]) -> int:
    """Answer SHA-256 of the prefix, a bar and the commitments, as an exponent."""
    said = f"{prefix}|{','.join(map(group.text, commitments))}"
    return int.from_bytes(sha256(said.encode()).digest(), "big") % group.q


def prove_knowledge(group: Group, secret: int, prefix: str, random: Random, *bases: Element) -> Proof:
    """Prove that `secret` is the exponent over the generator, and over each of the bases too."""
    w = random(group.q)
    c = challenge(group, prefix, [group.g.power(w), *(group.power(base, w) for base in bases)])
    return Proof(c, (w - secret * c) % group.q)


def check_knowledge(group: Group, public: Element, prefix: str, proof: Proof) -> bool:
    commitment = group.commit(group.g, proof.response, public, proof.challenge)
    return challenge(group, prefix, [commitment]) == proof.challenge


def check_equality(
    group: Group, public: Element, base: Element, power: Element, prefix: str, proof: Proof
) -> bool:
    """Check that `power` is to `base` what `public` is to the generator."""
    first = group.commit(group.g, proof.response, public, proof.challenge)
    second = group.mul(group.power(base, proof.response), group.power(power, proof.challenge))
    return challenge(group, prefix, [first, second]) == proof.challenge


def branches(group: Group, cipher: Cipher, values: Iterable[int]) -> list[Branch]:
    """Answer one case for each value that the cipher may hold."""
    return [Branch(cipher.alpha, without(group, cipher.beta, value)) for value in values]


def without(group: Group, beta: Element, value: int) -> Element:
    return group.mul(beta, _taken(group, value)) if value else beta


@lru_cache(maxsize=2048)
def _taken(group: Group, value: int) -> Element:
    return group.inverse(group.g.power(value))


def prove_one(
    group: Group, y: Fixed, cases: Sequence[Branch], true: int, r: int, prefix: str, random: Random
) -> list[Proof]:
    """Prove that one of the cases is encrypted with `r`, without saying that it is the one numbered `true`."""
    w = random(group.q)
    proofs, commitments = [Proof(0, 0)] * len(cases), []
    for n, case in enumerate(cases):
        if n == true:
            commitments += [group.g.power(w), y.power(w)]
        else:
            proofs[n] = Proof(random(group.q), random(group.q))
            commitments += _commitments(group, y, case, proofs[n])
    c = (challenge(group, prefix, commitments) - sum(each.challenge for each in proofs)) % group.q
    proofs[true] = Proof(c, (w - r * c) % group.q)
    return proofs


def check_one(group: Group, y: Fixed, cases: Sequence[Branch], proofs: Sequence[Proof], prefix: str) -> bool:
    commitments: list[Element] = []
    for case, proof in zip(cases, proofs, strict=True):
        commitments += _commitments(group, y, case, proof)
    return challenge(group, prefix, commitments) == sum(each.challenge for each in proofs) % group.q


def _commitments(group: Group, y: Fixed, case: Branch, proof: Proof) -> tuple[Element, Element]:
    return (
        group.commit(group.g, proof.response, case.alpha, proof.challenge),
        group.commit(y, proof.response, case.beta, proof.challenge),
    )
