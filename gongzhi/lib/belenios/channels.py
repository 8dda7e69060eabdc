"""How trustees write to each other through a third party (specification, 4.6.1 and 4.6.3): signed, then encrypted."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from gongzhi.lib.belenios import text as texts
from gongzhi.lib.belenios.groups import Element, Group, member
from gongzhi.lib.belenios.proofs import check_knowledge, prove_knowledge, read_proof
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.text import Random

SEED = 22
TAG = 8  # bytes, as belenios-tool has it; the specification names CCM and no length
NONCE = 13  # bytes of the initialization vector that CCM can take


@dataclass(frozen=True)
class Seed:
    """The one secret that a trustee keeps: all keys of a trustee come from it."""

    group: Group
    text: str

    @classmethod
    def read(cls, group: Group, text: str) -> "Seed":
        word = text.strip()
        if len(word) != SEED or not texts.is_base58(word):
            raise Refused("seed_form")
        return cls(group, word)

    @cached_property
    def signing(self) -> int:
        return self._derived("sk")

    @cached_property
    def decryption(self) -> int:
        return self._derived("dk")

    @cached_property
    def verification(self) -> Element:
        return self.group.g.power(self.signing)

    @cached_property
    def encryption(self) -> Element:
        return self.group.g.power(self.decryption)

    def _derived(self, prefix: str) -> int:
        return int.from_bytes(sha256(f"{prefix}|{self.text}".encode()).digest(), "big") % self.group.q


def sign(seed: Seed, message: str, random: Random) -> dict[str, Any]:
    """Answer a `signed_msg`."""
    proof = prove_knowledge(seed.group, seed.signing, f"sigmsg|{message}", random)
    return {"message": message, "signature": proof.json()}


def signed(group: Group, verification: Element, value: Any) -> str:
    """Answer the message of a `signed_msg` whose signature holds. Raises Refused."""
    message, signature = texts.fields(value, ("message", "signature"))
    said = texts.string(message)
    if not check_knowledge(group, verification, f"sigmsg|{said}", read_proof(group, signature)):
        raise Refused("message_signature")
    return said


def send(seed: Seed, recipient: Element, message: str, random: Random) -> str:
    """Answer the message, signed and encrypted for the recipient, as one string."""
    said = texts.compact({"recipient": seed.group.text(recipient), "message": message})
    return _encrypt(seed.group, recipient, texts.compact(sign(seed, said, random)), random)


def receive(seed: Seed, sender: Element, sent: Any) -> str:
    """Answer what `sender` (a verification key) wrote to the holder of the seed, and to nobody else. Raises Refused."""
    group = seed.group
    said = signed(group, sender, texts.read(_decrypt(seed, texts.string(sent))))
    recipient, message = texts.fields(texts.read(said), ("recipient", "message"))
    if group.read(recipient) != seed.encryption:
        raise Refused("message_recipient")
    return texts.string(message)


def _encrypt(group: Group, recipient: Element, message: str, random: Random) -> str:
    r, s = random(group.q), random(group.q)
    alpha, key = group.g.power(r), group.g.power(s)
    data = _cipher(group, key).encrypt(_nonce(group, alpha, len(message.encode())), message.encode(), None)
    beta = group.mul(group.power(recipient, r), key)
    return texts.compact({"alpha": group.text(alpha), "beta": group.text(beta), "data": data.hex()})


def _decrypt(seed: Seed, sent: str) -> str:
    group = seed.group
    alpha_text, beta_text, data_text = texts.fields(texts.read(sent), ("alpha", "beta", "data"))
    alpha, beta = member(group, alpha_text), member(group, beta_text)
    key = group.mul(beta, group.inverse(group.power(alpha, seed.decryption)))
    try:
        data = bytes.fromhex(texts.string(data_text))
        return _cipher(group, key).decrypt(_nonce(group, alpha, len(data) - TAG), data, None).decode()
    except (InvalidTag, ValueError) as error:
        raise Refused("message_encryption") from error


def _cipher(group: Group, key: Element) -> AESCCM:
    return AESCCM(sha256(f"key|{group.text(key)}".encode()).digest(), tag_length=TAG)


def _nonce(group: Group, alpha: Element, length: int) -> bytes:
    """The longer the message, the shorter the nonce: CCM writes the length of the one beside the other."""
    octets = max(2, (max(length, 1).bit_length() + 7) // 8)
    return sha256(f"iv|{group.text(alpha)}".encode()).digest()[: NONCE + 2 - octets]
