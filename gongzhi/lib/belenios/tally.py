"""The count (specification, 4.16, 4.18, 4.19): multiply, decrypt in parts, put together. No ballot is opened."""

from collections.abc import Mapping, Sequence
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
    counted, group = last(ballots), election.group
    sums = [[Cipher(group.one, group.one)] * question.width for question in election.questions]
    for ballot in counted:
        weight = weights[ballot.credential]
        for total, answer in zip(sums, ballot.answers, strict=True):
            total[:] = [
                _plus(group, one, more, weight) for one, more in zip(total, answer.choices, strict=True)
            ]
    ciphers = tuple(tuple(each) for each in sums)
    text = compact([[cipher_json(group, cipher) for cipher in each] for each in ciphers])
    weight = sum(weights[ballot.credential] for ballot in counted)
    return EncryptedTally(len(counted), weight, ciphers, text)


def read_tally(election: Election, sized: str, text: str) -> EncryptedTally:
    """Answer the encrypted count as it was published, for a trustee to decrypt. Raises Refused."""
    count, weight, digest = fields(texts.read(sized), ("num_tallied", "total_weight", "encrypted_tally"))
    if digest != sha256(text.encode()).hexdigest():
        raise Refused("tally-hash")
    group = election.group
    rows = array(texts.read(text), len(election.questions))
    ciphers = tuple(
        tuple(read_cipher(group, each) for each in array(row, question.width))
        for question, row in zip(election.questions, rows, strict=True)
    )
    if group.outsiders([part for row in ciphers for cipher in row for part in cipher]):
        raise Refused("not-in-group")
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
                raise Refused("decryption-proof", question=n + 1, choice=m + 1)
    return found


def combine(trustees: Trustees, tally: EncryptedTally, partials: Mapping[int, Grid]) -> Grid:
    """Answer g^votes for each choice, from the factors by number of trustee. Raises Refused when some are missing."""
    missing = trustees.missing(partials)
    if missing:
        raise Refused("decryptions-missing", missing=missing, seen=len(partials))
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
    (rows,) = fields(texts.read(text), ("result",))
    votes = _like(tally, rows, texts.small)
    group = trustees.group
    for n, row in enumerate(combine(trustees, tally, partials)):
        for m, opened in enumerate(row):
            if votes[n][m] > tally.weight or group.g.power(votes[n][m]) != opened:
                raise Refused("result", question=n + 1, choice=m + 1, seen=votes[n][m])
    return [list(row) for row in votes]


def _plus(group: Group, one: Cipher, more: Cipher, weight: int) -> Cipher:
    alpha, beta = more if weight == 1 else (group.power(part, weight) for part in more)
    return Cipher(group.mul(one.alpha, alpha), group.mul(one.beta, beta))


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
