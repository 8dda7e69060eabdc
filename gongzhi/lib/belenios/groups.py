"""The two groups of prime order, behind one protocol: everything else is written once, for both."""

from collections.abc import Sequence
from typing import Any, Protocol

from gongzhi.lib.belenios.edwards import Edwards
from gongzhi.lib.belenios.modular import Modular
from gongzhi.lib.belenios.refusal import Refused

Element = Any
"""Opaque: only its group knows what it is."""


class Fixed(Protocol):
    """A base that many powers are taken of."""

    def power(self, exponent: int) -> Element: ...


class Group(Protocol):
    """A group of prime order `q` with generator `g`; exponents are taken modulo `q`."""

    def __hash__(self) -> int: ...

    @property
    def name(self) -> str: ...

    @property
    def q(self) -> int: ...

    @property
    def one(self) -> Element: ...

    @property
    def g(self) -> Fixed: ...

    def read(self, text: Any) -> Element:
        """Answer the element that a JSON value writes, each in one way only. Raises Refused. NOT yet a member."""

    def text(self, element: Element) -> str: ...

    def outsiders(self, elements: Sequence[Element]) -> list[int]:
        """Answer the places of those that are not in the subgroup of order `q`."""

    def mul(self, one: Element, other: Element) -> Element: ...

    def inverse(self, element: Element) -> Element: ...

    def power(self, base: Element, exponent: int) -> Element: ...

    def commit(self, fixed: Fixed, response: int, base: Element, challenge: int) -> Element:
        """Answer fixed^response · base^challenge."""

    def fixed(self, base: Element) -> Fixed: ...


_GROUPS: dict[str, Group] = {"BELENIOS-2048": Modular(), "Ed25519": Edwards()}


def group(name: str) -> Group:
    """Answer the group of this name. Raises Refused."""
    try:
        return _GROUPS[name]
    except (KeyError, TypeError) as error:
        raise Refused("group_unknown", group=name[:40] if isinstance(name, str) else "") from error


def names() -> list[str]:
    return list(_GROUPS)


def member(group: Group, value: Any) -> Element:
    """Answer the element that a JSON value writes, and that is in the subgroup of prime order."""
    element = group.read(value)
    if group.outsiders([element]):
        raise Refused("not_in_group")
    return element


def key(group: Group, value: Any) -> Element:
    """Answer a public key: a member that is not the neutral element."""
    element = member(group, value)
    if element == group.one:
        raise Refused("not_a_key")
    return element


def scalar(group: Group, value: Any) -> int:
    """Answer an exponent, written in base 10 in one way only."""
    number = _decimal(value)
    if number >= group.q or (value[0] == "0" and value != "0"):
        raise Refused("not_an_exponent")
    return number


def secret(group: Group, value: Any) -> int:
    """Answer an exponent out of a private message: belenios-tool does not always write it reduced."""
    return _decimal(value) % group.q


def _decimal(value: Any) -> int:
    if not isinstance(value, str) or len(value) > 90 or not value.isascii() or not value.isdigit():
        raise Refused("not_an_exponent")
    return int(value)
