"""Groups of prime order: the same laws in both, and nothing from outside comes in."""

import secrets

import gmpy2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongzhi.lib.belenios import Refused, group
from gongzhi.lib.belenios.edwards import ONE
from gongzhi.lib.belenios.groups import member
from gongzhi.lib.belenios.logarithms import Logarithms
from gongzhi.lib.belenios.membership import all_members
from gongzhi.lib.belenios.parameters import G, P, Q

NAMES = ("BELENIOS-2048", "Ed25519")
both = pytest.mark.parametrize("name", NAMES)
OFF_CURVE = b"\x02" + bytes(31)
exponents = st.one_of(st.integers(0, 3), st.integers(0, 2**256))


def test_the_published_numbers_are_what_they_are_said_to_be() -> None:
    assert gmpy2.is_prime(P)
    assert gmpy2.is_prime(Q)
    assert gmpy2.powmod(G, Q, P) == 1 != G
    rest = (P - 1) // Q
    assert rest % 2 == rest % 3 == 0
    rest //= 6
    small = gmpy2.primorial(3_000_000)
    assert gmpy2.gcd(rest, small) == 1


@both
@settings(max_examples=20, deadline=None)
@given(a=exponents, b=exponents)
def test_powers_add_and_multiply(name: str, a: int, b: int) -> None:
    used = group(name)
    one = used.g.power(a)
    assert used.mul(one, used.g.power(b)) == used.g.power(a + b)
    assert used.power(one, b) == used.g.power(a * b) == used.fixed(one).power(b)
    assert used.mul(one, used.inverse(one)) == used.one
    assert used.commit(used.g, a, one, b % used.q) == used.g.power(a + a * b)
    assert used.read(used.text(one)) == one
    assert used.outsiders([one]) == []


@both
def test_small_logarithms_are_found_and_others_are_not(name: str) -> None:
    used = group(name)
    for bound in (0, 1, 63, 64, 65, 5000):
        logarithms = Logarithms(used, bound)
        assert [logarithms.of(used.g.power(n)) for n in {0, bound // 2, bound}] == list(
            {0, bound // 2, bound}
        )
        with pytest.raises(Refused, match="no_logarithm"):
            logarithms.of(used.g.power(bound + 1))


@both
@pytest.mark.parametrize(
    "text", ["", "0", "-1", "x", None, 7, [], "١", "0x1", "9" * 700, "AB" * 32, "ff" * 32]
)
def test_what_is_no_element_is_refused(name: str, text: object) -> None:
    with pytest.raises(Refused):
        member(group(name), text)


def test_one_stranger_among_many_numbers_is_found() -> None:
    """Of order 2, of order 3, of order 6, of a large order, and zero."""
    members = [gmpy2.powmod(G, secrets.randbelow(Q), P) for _ in range(300)]
    assert all_members(members)
    third = next(x for n in range(2, 50) if (x := gmpy2.powmod(n, (P - 1) // 3, P)) != 1)
    strangers = [P - 1, third, third * (P - 1) % P, gmpy2.mpz(5), gmpy2.powmod(7, 6, P), gmpy2.mpz(0)]
    for stranger in strangers:
        place = secrets.randbelow(300)
        mixed = [*members[:place], members[place] * stranger % P, *members[place + 1 :]]
        assert not all_members(mixed)
        assert group("BELENIOS-2048").outsiders(mixed) == [place]
    pair = [members[0] * third % P, members[1] * third * third % P]  # their product is a member
    assert not all_members([*pair, *members[2:]])


def test_many_numbers_are_checked_together_and_the_stranger_is_named() -> None:
    members = [gmpy2.powmod(G, n + 2, P) for n in range(700)]
    assert group("BELENIOS-2048").outsiders(members) == []
    members[650] = members[650] * (P - 1) % P
    assert group("BELENIOS-2048").outsiders(members) == [650]


def test_a_point_of_small_order_is_none_of_ours() -> None:
    used = group("Ed25519")
    low = [bytes(32), bytes.fromhex("ec" + "ff" * 30 + "7f")]
    assert used.outsiders([*low, ONE]) == [0, 1]
    for each in low:
        assert used.outsiders([used.g.power(5), _plus(each), used.g.power(6)]) == [1]
    with pytest.raises(Refused, match="not_in_group"):
        used.mul(OFF_CURVE, used.g.power(5))


def _plus(low: bytes) -> bytes:
    """A point outside the subgroup that looks like one inside: one of ours and one of small order."""
    return group("Ed25519").mul(group("Ed25519").g.power(5), low)
