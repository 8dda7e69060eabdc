"""The count (specification, 4.16, 4.18, 4.19): multiply, decrypt in parts, put together. No ballot is opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gongzhi.lib.belenios import text as texts
from gongzhi.lib.belenios.answers import cipher_json, read_cipher
from gongzhi.lib.belenios.ballots import Ballot
from gongzhi.lib.belenios.election import Election
from gongzhi.lib.belenios.groups import Element, Group, member
from gongzhi.lib.belenios.logarithms import Logarithms
from gongzhi.lib.belenios.proofs import Cipher, Proof, check_equality, prove_knowledge, read_proof
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.text import Random, array, compact, fields, secure
from gongzhi.lib.belenios.trustees import Trustees

Grid = tuple[tuple[Any, ...], ...]
Sums = list[list[Cipher]]


@dataclass(frozen=True)
class EncryptedTally:
    """For each question and each choice one ciphertext of the sum of all weights."""

    count: int
    weight: int
    ciphers: tuple[tuple[Cipher, ...], ...]
    text: str

    def sized(self) -> str:
        """Answer what the archive's event points to."""
        digest = sha256(self.text.encode()).hexdigest()
        return compact({"num_tallied": self.count, "total_weight": self.weight, "encrypted_tally": digest})


def last(ballots: Sequence[Ballot]) -> list[Ballot]:
    """Answer the ballots that count: of each credential the last one, in the order of the archive."""
    newest = {ballot.credential: place for place, ballot in enumerate(ballots)}
    return [ballot for place, ballot in enumerate(ballots) if newest[ballot.credential] == place]


def encrypt(election: Election, ballots: Sequence[Ballot], weights: Mapping[str, int]) -> EncryptedTally:
    """Answer the encrypted count of checked ballots in their order; `weights` by public credential."""
    counted = last(ballots)
    parts = [(ballot, weights[ballot.credential]) for ballot in counted]
    return seal(election.group, summed(election, parts), len(counted), sum(weight for _, weight in parts))


def summed(election: Election, parts: Iterable[tuple[Ballot, int]]) -> Sums:
    """Answer the product of the ciphertexts of these ballots, each to the power of its weight."""
    group = election.group
    sums: Sums = [[Cipher(group.one, group.one)] * question.width for question in election.questions]
    for ballot, weight in parts:
        sums = added(
            group, sums, [[_times(group, c, weight) for c in each.choices] for each in ballot.answers]
        )
    return sums


def added(group: Group, one: Sums, more: Sums) -> Sums:
    """Answer the sums of two counts."""
    return [
        [
            Cipher(group.mul(a.alpha, b.alpha), group.mul(a.beta, b.beta))
            for a, b in zip(row, other, strict=True)
        ]
        for row, other in zip(one, more, strict=True)
    ]


def seal(group: Group, sums: Sums, count: int, weight: int) -> EncryptedTally:
    """Answer the encrypted count as it is published: of `count` ballots of this total weight."""
    text = compact([[cipher_json(group, cipher) for cipher in row] for row in sums])
    return EncryptedTally(count, weight, tuple(tuple(row) for row in sums), text)


def read_tally(election: Election, sized: str, text: str) -> EncryptedTally:
    """Answer the encrypted count as it was published, for a trustee to decrypt. Raises Refused."""
    count, weight, digest = fields(texts.read(sized), ("num_tallied", "total_weight", "encrypted_tally"))
    if digest != sha256(text.encode()).hexdigest():
        raise Refused("tally_hash")
    group = election.group
    rows = array(texts.read(text), len(election.questions))
    ciphers = tuple(
        tuple(read_cipher(group, each) for each in array(row, question.width))
        for question, row in zip(election.questions, rows, strict=True)
    )
    if group.outsiders([part for row in ciphers for cipher in row for part in cipher]):
        raise Refused("not_in_group")
    return EncryptedTally(texts.small(count), texts.small(weight), ciphers, text)


def partial_decryption(
    election: Election, tally: EncryptedTally, secret: int, random: Random = secure
) -> str:
    """Answer what the trustee with this secret exponent contributes, with the proofs that it is right."""
    group = election.group
    prefix = _prefix(election, group.g.power(secret))
    factors = [[group.power(cipher.alpha, secret) for cipher in row] for row in tally.ciphers]
    proofs = [
        [prove_knowledge(group, secret, prefix, random, cipher.alpha).json() for cipher in row]
        for row in tally.ciphers
    ]
    texts_ = [[group.text(each) for each in row] for row in factors]
    return compact({"decryption_factors": texts_, "decryption_proofs": proofs})


def check_partial(election: Election, tally: EncryptedTally, public: Element, text: str) -> Grid:
    """Answer the factors of a partial decryption by the trustee with this public key. Raises Refused."""
    group, prefix = election.group, _prefix(election, public)
    names = ("decryption_factors", "decryption_proofs")
    factors, proofs = fields(texts.read_canonical(text), names)
    found = _like(tally, factors, lambda value: member(group, value))
    given = _like(tally, proofs, lambda value: read_proof(group, value))
    for n, row in enumerate(tally.ciphers):
        for m, cipher in enumerate(row):
            proof: Proof = given[n][m]
            if not check_equality(group, public, cipher.alpha, found[n][m], prefix, proof):
                raise Refused("decryption_proof", question=n + 1, choice=m + 1)
    return found


def combine(trustees: Trustees, tally: EncryptedTally, partials: Mapping[int, Grid]) -> Grid:
    """Answer g^votes for each choice, from the factors by number of trustee. Raises Refused when some are missing."""
    missing = trustees.missing(partials)
    if missing:
        raise Refused("decryptions_missing", missing=missing, seen=len(partials))
    group = trustees.group
    used = _used(trustees, sorted(partials))
    opened = []
    for n, row in enumerate(tally.ciphers):
        betas = []
        for m, cipher in enumerate(row):
            factor = group.one
            for number, exponent in used.items():
                part = partials[number][n][m]
                factor = group.mul(factor, part if exponent == 1 else group.power(part, exponent))
            betas.append(group.mul(cipher.beta, group.inverse(factor)))
        opened.append(tuple(betas))
    return tuple(opened)


def result(
    trustees: Trustees, tally: EncryptedTally, partials: Mapping[int, Grid]
) -> tuple[str, list[list[int]]]:
    """Answer the result as JSON, and the votes: for each question and choice the sum of weights. Raises Refused."""
    logarithms = Logarithms(trustees.group, tally.weight)
    votes = [[logarithms.of(each) for each in row] for row in combine(trustees, tally, partials)]
    return compact({"result": votes}), votes


def check_result(
    trustees: Trustees, tally: EncryptedTally, partials: Mapping[int, Grid], text: str
) -> list[list[int]]:
    """Answer the votes of a published result that is what the ballots hold. Raises Refused."""
    (rows,) = fields(texts.read_canonical(text), ("result",))
    votes = _like(tally, rows, texts.small)
    group = trustees.group
    for n, row in enumerate(combine(trustees, tally, partials)):
        for m, opened in enumerate(row):
            if votes[n][m] > tally.weight or group.g.power(votes[n][m]) != opened:
                raise Refused("result_differs", question=n + 1, choice=m + 1, seen=votes[n][m])
    return [list(row) for row in votes]


def _times(group: Group, cipher: Cipher, weight: int) -> Cipher:
    return cipher if weight == 1 else Cipher(*(group.power(part, weight) for part in cipher))


def _prefix(election: Election, public: Element) -> str:
    return f"decrypt|{election.fingerprint}|{election.group.text(public)}"


def _like(tally: EncryptedTally, value: Any, read: Any) -> Grid:
    """Answer a table with a cell for each ciphertext of the count."""
    rows = array(value, len(tally.ciphers))
    return tuple(
        tuple(read(each) for each in array(row, len(ciphers)))
        for row, ciphers in zip(rows, tally.ciphers, strict=True)
    )


def _used(trustees: Trustees, owners: Sequence[int]) -> dict[int, int]:
    """Answer which partial decryptions are used, and the exponent of each (Lagrange, section 4.19)."""
    q, used = trustees.group.q, {}
    for kind, numbers in trustees.numbered():
        chosen = [number for number in owners if number in numbers][: kind.needed]
        places = {number: number - numbers.start + 1 for number in chosen}
        for number, place in places.items():
            exponent = 1
            for other in places.values():
                if other != place:
                    exponent = exponent * other * pow(other - place, -1, q) % q
            used[number] = exponent
    return used
