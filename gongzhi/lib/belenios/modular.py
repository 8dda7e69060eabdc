"""BELENIOS-2048: a subgroup of prime order of the integers modulo a prime (specification, section 5.1)."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import gmpy2
from gmpy2 import mpz

from gongzhi.lib.belenios.refusal import Refused

P = mpz(
    "20694785691422546401013643657505008064922989295751104097100884787057374219242"
    "717401922237254497684338129066633138078958404960054389636289796393038773905722"
    "803605973749427671376777618898589872735865049081167099310535867780980030790491"
    "654063777173764198678527273474476341835600035698305193144284561701911000786737"
    "307333564123971732897913240474578834468260652327974647951137672658693582180046"
    "317922073668860052627186363386088796882120769432366149491002923444346373222145"
    "884100586421050242120365433561201320481118852408731077014151666200162313177169"
    "372189248078507711827842317498073276598828825169183103125680162072880719"
)
G = mpz(
    "2402352677501852209227687703532399932712287657378364916510075318787663274146"
    "353219320285676155269678799694668298749389095083896573425601900601068477164491"
    "735474137283104610458681314511781646755400527402889846139864532661215055797097"
    "162016168270312886432456663834863635782106154918419982534315189740658186868651"
    "151358576410138882215396016043228843603930989333662772848406593138406010231675"
    "095763777982665103606822406635076697764025346253773085133173495194248967754052"
    "573659049492477631475991575198775177711481490920456600205478127054728238140972"
    "518639858334115700568353695553423781475582491896050296680037745308460627"
)
Q = 78571733251071885079927659812671450121821421258408794611510081919805623223441
DIGITS = 617
WINDOW = 8  # bits: an exponent is cut into bytes


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
        result = None
        for row, digit in zip(self._rows, (exponent % Q).to_bytes(32, "little"), strict=True):
            if digit:
                result = row[digit] if result is None else result * row[digit] % P
        return mpz(1) if result is None else result


class Modular:
    name = "BELENIOS-2048"
    q = Q
    one = mpz(1)

    @cached_property
    def g(self) -> Table:
        return Table(G)

    def read(self, text: Any) -> Any:
        if not isinstance(text, str) or len(text) > DIGITS or not text.isascii() or not text.isdigit():
            raise Refused("not-an-element")
        number = mpz(text)
        if text[0] == "0" or number >= P:
            raise Refused("not-an-element")
        return number

    def text(self, element: Any) -> str:
        return str(element)

    def outsiders(self, elements: Sequence[Any]) -> list[int]:
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
