"""An answer to one question, encrypted and proved to be one that the question admits (specification, 4.11 to 4.13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from gongzhi.lib.belenios.election import Election, Question
from gongzhi.lib.belenios.groups import Group
from gongzhi.lib.belenios.proofs import Branch, Cipher, Proof, branches, check_one, prove_one, read_proof
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.text import Random, array, fields


@dataclass(frozen=True)
class Answer:
    choices: tuple[Cipher, ...]
    individual: tuple[tuple[Proof, ...], ...]
    overall: tuple[Proof, ...]
    blank: tuple[Proof, ...] | None

    def json(self, group: Group) -> dict[str, Any]:
        said = {
            "choices": [cipher_json(group, each) for each in self.choices],
            "individual_proofs": [[proof.json() for proof in each] for each in self.individual],
            "overall_proof": [proof.json() for proof in self.overall],
        }
        return said if self.blank is None else {**said, "blank_proof": [proof.json() for proof in self.blank]}


def cipher_json(group: Group, cipher: Cipher) -> dict[str, str]:
    return {"alpha": group.text(cipher.alpha), "beta": group.text(cipher.beta)}


def read_cipher(group: Group, value: Any) -> Cipher:
    """Answer the pair; whether its parts are members of the group is not yet checked."""
    alpha, beta = fields(value, ("alpha", "beta"))
    return Cipher(group.read(alpha), group.read(beta))


def read_answer(group: Group, question: Question, value: Any) -> Answer:
    """Answer what stands in the ballot, in the shape that the question asks for. Raises Refused."""
    names = ("choices", "individual_proofs", "overall_proof")
    choices, individual, overall, *blank = fields(value, (*names, "blank_proof") if question.blank else names)
    width = question.width
    cases = question.most - question.least + 1 + question.blank
    return Answer(
        choices=tuple(read_cipher(group, each) for each in array(choices, width)),
        individual=tuple(_proofs(group, each, 2) for each in array(individual, width)),
        overall=_proofs(group, overall, cases),
        blank=_proofs(group, blank[0], 2) if question.blank else None,
    )


def make_answer(
    election: Election, question: Question, marks: Sequence[int], scope: str, random: Random
) -> Answer:
    """Encrypt the marks (0 or 1 each; the blank one first, where there is one). Raises Refused."""
    if not question.admits(marks):
        raise Refused("answer_not_admitted", question=question.text)
    group, y = election.group, election.y
    secrets = [random(group.q) for _ in marks]
    choices = tuple(
        Cipher(group.g.power(r), group.mul(y.power(r), group.g.power(m)))
        for r, m in zip(secrets, marks, strict=True)
    )
    individual = tuple(
        tuple(
            prove_one(group, y, branches(group, cipher, (0, 1)), m, r, _prefix(group, scope, cipher), random)
        )
        for cipher, m, r in zip(choices, marks, secrets, strict=True)
    )
    made = _prove_blank if question.blank else _prove_sum
    overall, blank = made(election, question, choices, marks, secrets, scope, random)
    return Answer(choices, individual, tuple(overall), None if blank is None else tuple(blank))


def check_answer(election: Election, question: Question, answer: Answer, scope: str) -> None:
    """Check every proof. Raises Refused, saying which."""
    group, y = election.group, election.y
    for n, (cipher, proofs) in enumerate(zip(answer.choices, answer.individual, strict=True)):
        if not check_one(group, y, branches(group, cipher, (0, 1)), proofs, _prefix(group, scope, cipher)):
            raise Refused("individual_proof", choice=n + 1)
    limits = range(question.least, question.most + 1)
    if answer.blank is None:
        total = _product(group, answer.choices)
        prefix = _prefix(group, _bound(group, scope, answer.choices), total)
        if not check_one(group, y, branches(group, total, limits), answer.overall, prefix):
            raise Refused("overall_proof")
        return
    first, total = answer.choices[0], _product(group, answer.choices[1:])
    bound = _bound(group, scope, answer.choices)
    if not check_one(group, y, _nothing(first, total), answer.blank, f"bproof0|{bound}"):
        raise Refused("blank_proof")
    cases = [*branches(group, first, (1,)), *branches(group, total, limits)]
    if not check_one(group, y, cases, answer.overall, f"bproof1|{bound}"):
        raise Refused("overall_proof")


_Made = tuple[list[Proof], list[Proof] | None]


def _prove_sum(
    election: Election,
    question: Question,
    choices: Sequence[Cipher],
    marks: Sequence[int],
    secrets: Sequence[int],
    scope: str,
    random: Random,
) -> _Made:
    group = election.group
    total = _product(group, choices)
    cases = branches(group, total, range(question.least, question.most + 1))
    true, prefix = sum(marks) - question.least, _prefix(group, _bound(group, scope, choices), total)
    return prove_one(group, election.y, cases, true, sum(secrets) % group.q, prefix, random), None


def _prove_blank(
    election: Election,
    question: Question,
    choices: Sequence[Cipher],
    marks: Sequence[int],
    secrets: Sequence[int],
    scope: str,
    random: Random,
) -> _Made:
    """Prove that it is not blank or nothing is ticked; and that it is blank or as many are ticked as may be."""
    group, y = election.group, election.y
    first, total = choices[0], _product(group, choices[1:])
    bound, blank = _bound(group, scope, choices), bool(marks[0])
    r_first, r_total = secrets[0], sum(secrets[1:]) % group.q
    nothing = prove_one(
        group,
        y,
        _nothing(first, total),
        int(blank),
        r_total if blank else r_first,
        f"bproof0|{bound}",
        random,
    )
    cases = [
        *branches(group, first, (1,)),
        *branches(group, total, range(question.least, question.most + 1)),
    ]
    true = 0 if blank else 1 + sum(marks[1:]) - question.least
    return prove_one(
        group, y, cases, true, r_first if blank else r_total, f"bproof1|{bound}", random
    ), nothing


def _nothing(first: Cipher, total: Cipher) -> list[Branch]:
    return [Branch(first.alpha, first.beta), Branch(total.alpha, total.beta)]


def _product(group: Group, ciphers: Sequence[Cipher]) -> Cipher:
    alphas, betas = zip(*ciphers, strict=True)
    return Cipher(reduce(group.mul, alphas), reduce(group.mul, betas))


def _prefix(group: Group, scope: str, cipher: Cipher) -> str:
    return f"prove|{scope}|{group.text(cipher.alpha)},{group.text(cipher.beta)}"


def _bound(group: Group, scope: str, choices: Sequence[Cipher]) -> str:
    return f"{scope}|{','.join(f'{group.text(c.alpha)},{group.text(c.beta)}' for c in choices)}"


def _proofs(group: Group, value: Any, length: int) -> tuple[Proof, ...]:
    return tuple(read_proof(group, each) for each in array(value, length))
