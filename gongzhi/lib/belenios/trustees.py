"""Who can open the count (specification, 4.5 and 4.7): each of some, or any `threshold` of others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from typing import Any, Self

from gongzhi.lib.belenios import text as texts
from gongzhi.lib.belenios.channels import signed
from gongzhi.lib.belenios.groups import Element, Group, key, member, secret
from gongzhi.lib.belenios.proofs import check_knowledge, prove_knowledge, read_proof
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.text import Random, secure

MOST = 100  # trustees of one election


@dataclass(frozen=True)
class Certificate:
    """The public keys with which trustees write to each other."""

    verification: Element
    encryption: Element


@dataclass(frozen=True)
class Kind:
    """One item of the list: `needed` of these keys must decrypt. A single trustee is one of one."""

    keys: tuple[Element, ...]
    needed: int
    threshold: bool
    public_key: Element


@dataclass(frozen=True)
class Trustees:
    text: str
    group: Group
    kinds: tuple[Kind, ...]

    @classmethod
    def parse(cls, group: Group, text: str) -> Self:
        """Answer the trustees, every proof and certificate of theirs checked. Raises Refused."""
        kinds = tuple(_kind(group, each) for each in texts.array(texts.read(text)))
        if not kinds or sum(len(kind.keys) for kind in kinds) > MOST:
            raise Refused("trustees", seen=sum(len(kind.keys) for kind in kinds))
        return cls(text, group, kinds)

    @classmethod
    def make(cls, group: Group, singles: Iterable[str] = (), pedersen: Iterable[str] = ()) -> Self:
        """Answer the list of public keys of single trustees and of threshold parameters. Raises Refused."""
        items = [["Single", texts.read(each)] for each in singles]
        items += [["Pedersen", texts.read(each)] for each in pedersen]
        return cls.parse(group, texts.compact(items))

    @property
    def public_key(self) -> Element:
        """The key that ballots are encrypted with."""
        return reduce(self.group.mul, [kind.public_key for kind in self.kinds])

    @property
    def keys(self) -> list[Element]:
        """The verification key of each trustee; trustee number 1 is the first."""
        return [each for kind in self.kinds for each in kind.keys]

    def numbered(self) -> list[tuple[Kind, range]]:
        """Answer the kinds, each with the numbers of its trustees."""
        ends = accumulate(len(kind.keys) for kind in self.kinds)
        return [
            (kind, range(end - len(kind.keys) + 1, end + 1))
            for kind, end in zip(self.kinds, ends, strict=True)
        ]

    def missing(self, owners: Iterable[int]) -> int:
        """Answer how many partial decryptions are still missing when these trustees have done theirs."""
        done = set(owners)
        return sum(max(0, kind.needed - len(done & set(places))) for kind, places in self.numbered())


def generate(group: Group, random: Random = secure) -> tuple[str, str]:
    """Answer the private key of a single trustee, and the public key with its proof; both JSON."""
    exponent = 1 + random(group.q - 1)
    return texts.compact(str(exponent)), texts.compact(public_json(group, exponent, random))


def private_key(group: Group, text: str) -> int:
    """Answer the exponent in the file that `generate` made. Raises Refused."""
    return secret(group, texts.read(text.strip()))


def public_json(group: Group, exponent: int, random: Random) -> dict[str, Any]:
    """Answer the public key of this exponent, with the proof that somebody knows it."""
    public = group.text(group.g.power(exponent))
    proof = prove_knowledge(group, exponent, f"pok|{group.name}|{public}", random)
    return {"pok": proof.json(), "public_key": public}


def read_public(group: Group, value: Any) -> Element:
    """Answer a public key whose proof of knowledge holds. Raises Refused."""
    pok, public = texts.fields(value, ("pok", "public_key"))
    element, proof = key(group, public), read_proof(group, pok)
    if not check_knowledge(group, element, f"pok|{group.name}|{public}", proof):
        raise Refused("proof_of_knowledge")
    return element


def read_certificate(group: Group, value: Any) -> Certificate:
    """Answer the keys of a certificate that its own key has signed. Raises Refused."""
    message, _signature = texts.fields(value, ("message", "signature"))
    names = ("verification", "encryption")
    keys = Certificate(*(key(group, each) for each in texts.fields(texts.read(texts.string(message)), names)))
    signed(group, keys.verification, value)
    return keys


def read_coefexps(group: Group, certificate: Certificate, value: Any) -> list[Element]:
    """Answer what a trustee has committed to: the coefficients of the polynomial, in the exponent. Raises Refused."""
    (coefexps,) = texts.fields(texts.read(signed(group, certificate.verification, value)), ("coefexps",))
    return [member(group, each) for each in texts.array(coefexps)]


def evaluate(group: Group, coefexps: Sequence[Element], place: int) -> Element:
    """Answer g^f(place), by the commitments to the coefficients of f."""
    return reduce(lambda sum_, each: group.mul(group.power(sum_, place), each), reversed(coefexps), group.one)


def threshold_keys(group: Group, all_coefexps: Sequence[Sequence[Element]]) -> list[Element]:
    """Answer the verification key that each of the trustees must have, by what all have committed to."""
    return [
        reduce(group.mul, [evaluate(group, each, place) for each in all_coefexps])
        for place in range(1, len(all_coefexps) + 1)
    ]


def _kind(group: Group, value: Any) -> Kind:
    name, content = texts.array(value, 2)
    if name == "Single":
        public = read_public(group, content)
        return Kind((public,), 1, False, public)
    if name != "Pedersen":
        raise Refused("trustee_kind")
    return _pedersen(group, content)


def _pedersen(group: Group, value: Any) -> Kind:
    names = ("threshold", "certs", "coefexps", "verification_keys")
    needed, certs, coefexps, keys = texts.fields(value, names)
    count = len(texts.array(certs))
    if count > MOST or not 1 <= texts.small(needed) <= count:
        raise Refused("threshold", trustees=count)
    certificates = [read_certificate(group, each) for each in certs]
    committed = [
        read_coefexps(group, certificate, each)
        for certificate, each in zip(certificates, texts.array(coefexps, count), strict=True)
    ]
    if any(len(each) != needed for each in committed):
        raise Refused("threshold", threshold=needed, trustees=count)
    verification = tuple(read_public(group, each) for each in texts.array(keys, count))
    if list(verification) != threshold_keys(group, committed):
        raise Refused("verification_key")
    return Kind(verification, needed, True, reduce(group.mul, [each[0] for each in committed]))
