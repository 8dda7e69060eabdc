"""Are all these numbers in the subgroup of BELENIOS-2048? Answered for many at once.

Alone, a number y is a member when y^q = 1. Here p - 1 = 2 · 3 · m · q, and m has no prime factor below 3,000,000, so:

1. a part of order 2 shows in the Jacobi symbol of each number, which is exact;
2. what is left over has an order whose primes are all 3 or larger. Of the products of all y^e with e drawn from
   {0, 1, 2} at most one choice in three of the e of a stranger hides it. TESTS products with fresh e are raised to q.

A stranger passes with a chance below 3^-TESTS, about 2^-66, whatever it is and however it was made, as the e are
drawn afterwards. The products share their work: six tests make 729 buckets, each number goes into one of them.
"""

from collections.abc import Sequence
from random import SystemRandom
from typing import Any

import gmpy2
from gmpy2 import mpz

from gongzhi.lib.belenios.parameters import P, Q

ROUNDS = 7
TOGETHER = 6
TESTS = ROUNDS * TOGETHER


def all_members(elements: Sequence[Any]) -> bool:
    """Answer False for sure when one is surely none; True is wrong once in 2^66."""
    if any(gmpy2.jacobi(each, P) != 1 for each in elements):
        return False
    return all(gmpy2.powmod(product, Q, P) == 1 for _ in range(ROUNDS) for product in _products(elements))


def _products(elements: Sequence[Any]) -> list[Any]:
    """Answer TOGETHER products of the elements, each to a random power from 0 to 2."""
    size = 3**TOGETHER
    buckets = [mpz(1)] * size
    for element, bucket in zip(elements, SystemRandom().choices(range(size), k=len(elements)), strict=True):
        buckets[bucket] = buckets[bucket] * element % P
    found = []
    while size > 1:
        size //= 3
        none, once, twice = buckets[:size], buckets[size : 2 * size], buckets[2 * size :]
        double = _product(twice)
        found.append(_product(once) * double * double % P)
        buckets = [a * b % P * c % P for a, b, c in zip(none, once, twice, strict=True)]
    return found


def _product(numbers: Sequence[Any]) -> Any:
    product = mpz(1)
    for each in numbers:
        product = product * each % P
    return product
