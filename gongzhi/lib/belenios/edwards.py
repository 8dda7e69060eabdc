"""Ed25519: the subgroup of prime order of the curve of RFC 8032, through libsodium.

An element is written as the 64 hexadecimal digits of its 32 bytes (RFC 8032, 5.1.2).
"""

from collections.abc import Sequence
from typing import Any

from nacl import bindings as sodium
from nacl.exceptions import RuntimeError as Rejected

from gongzhi.lib.belenios.refusal import Refused

Q = 2**252 + 27742317777372353535851937790883648493
ONE = b"\x01" + bytes(31)
HEX = frozenset("0123456789abcdef")


class Base:
    """The generator: libsodium has tables for it."""

    def power(self, exponent: int) -> bytes:
        exponent %= Q
        return sodium.crypto_scalarmult_ed25519_base_noclamp(_bytes(exponent)) if exponent else ONE


class Point:
    """Any other base: libsodium has no tables to offer."""

    def __init__(self, base: bytes) -> None:
        self._base = base

    def power(self, exponent: int) -> bytes:
        return _power(self._base, exponent)


class Edwards:
    name = "Ed25519"
    q = Q
    one = ONE
    g = Base()

    def read(self, text: Any) -> bytes:
        if not isinstance(text, str) or len(text) != 64 or not set(text) <= HEX:
            raise Refused("not_an_element")
        return bytes.fromhex(text)

    def text(self, element: Any) -> str:
        return str(element.hex())

    def outsiders(self, elements: Sequence[Any]) -> list[int]:
        """libsodium's check of a point: canonical, on the curve, not of small order, in the main subgroup."""
        return [
            n
            for n, each in enumerate(elements)
            if each != ONE and not sodium.crypto_core_ed25519_is_valid_point(each)
        ]

    def mul(self, one: Any, other: Any) -> bytes:
        try:
            return sodium.crypto_core_ed25519_add(one, other)
        except Rejected as error:
            raise Refused("not_in_group") from error

    def inverse(self, element: Any) -> bytes:
        try:
            return sodium.crypto_core_ed25519_sub(ONE, element)
        except Rejected as error:
            raise Refused("not_in_group") from error

    def power(self, base: Any, exponent: int) -> bytes:
        return _power(base, exponent)

    def commit(self, fixed: Any, response: int, base: Any, challenge: int) -> bytes:
        return self.mul(fixed.power(response), _power(base, challenge))

    def fixed(self, base: Any) -> Point:
        return Point(base)


def _bytes(exponent: int) -> bytes:
    return exponent.to_bytes(32, "little")


def _power(base: bytes, exponent: int) -> bytes:
    """libsodium refuses what would answer or take the neutral element; here both are said."""
    exponent %= Q
    if not exponent or base == ONE:
        return ONE
    try:
        return sodium.crypto_scalarmult_ed25519_noclamp(_bytes(exponent), base)
    except Rejected as error:
        raise Refused("not_in_group") from error
