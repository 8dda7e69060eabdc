"""BELENIOS-2048: a subgroup of prime order of the integers modulo a prime (specification, section 5.1)."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import gmpy2
from gmpy2 import mpz

from gongzhi.lib.belenios.membership import all_members
from gongzhi.lib.belenios.parameters import G, P, Q
from gongzhi.lib.belenios.refusal import Refused

DIGITS = 617
WINDOW = 8  # bits: an exponent is cut into bytes
MANY = 600  # elements from which checking them together is cheaper than one by one


class Table:
    """All the powers a window can ask for: a power of this base costs one multiplication for each byte."""

    def __init__(self, base: Any) -> None:
        self._rows: list[list[Any]] = []
        for _ in range(256 // WINDOW):
            row = [mpz(1)]
            for _ in range((1 << WINDOW) - 1):
                row.append(row[-1] * base % P)
            self._rows.append(row)
            base = row[-1] * base % P

    def power(self, exponent: int) -> Any:
        result = 1
        for row, digit in zip(self._rows, (exponent % Q).to_bytes(32, "little"), strict=True):
            result = result * row[digit] % P
        return result


class Modular:
    name = "BELENIOS-2048"
    q = Q
    one = mpz(1)

    @cached_property
    def g(self) -> Table:
        return Table(G)

    def read(self, text: Any) -> Any:
        if not isinstance(text, str) or len(text) > DIGITS or not text.isascii() or not text.isdigit():
            raise Refused("not_an_element")
        number = mpz(text)
        if text[0] == "0" or number >= P:
            raise Refused("not_an_element")
        return number

    def text(self, element: Any) -> str:
        return str(element)

    def outsiders(self, elements: Sequence[Any]) -> list[int]:
        if len(elements) >= MANY and all_members(elements):
            return []
        return [n for n, each in enumerate(elements) if gmpy2.powmod(each, Q, P) != 1]

    def mul(self, one: Any, other: Any) -> Any:
        return one * other % P

    def inverse(self, element: Any) -> Any:
        return gmpy2.invert(element, P)

    def power(self, base: Any, exponent: int) -> Any:
        return gmpy2.powmod(base, exponent % Q, P)

    def commit(self, fixed: Any, response: int, base: Any, challenge: int) -> Any:
        return fixed.power(response) * gmpy2.powmod(base, challenge, P) % P

    def fixed(self, base: Any) -> Table:
        return Table(base)
