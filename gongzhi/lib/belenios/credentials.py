"""Credentials of voters (specification 2.0, 4.8): what the authority prints, and what is published.

From 2.3 on Belenios writes longer credentials; the archives of both are of protocol version 1 and hold public
credentials only, so that nothing here but `generate` and `is_credential` knows the older form.
"""

from dataclasses import dataclass
from hashlib import pbkdf2_hmac

from gongzhi.lib.belenios.groups import Element, Group
from gongzhi.lib.belenios.refusal import Refused
from gongzhi.lib.belenios.text import BASE58, Random, is_base58, secure, token

LENGTH = 15
CHECK = 53
ROUNDS = 1000


@dataclass(frozen=True)
class KeyPair:
    secret: int
    public: Element
    text: str
    """The public credential as it stands on the public list."""


def generate(group: Group, uuid: str, count: int, random: Random = secure) -> list[tuple[str, str]]:
    """Answer `count` pairs: the secret that a voter gets, the public credential of the list. All are distinct."""
    made: dict[str, str] = {}
    while len(made) < count:
        secret = fresh(random)
        made[derive(group, uuid, secret).text] = secret
    return [(secret, public) for public, secret in made.items()]


def fresh(random: Random = secure) -> str:
    """Answer a new secret: fourteen random characters and one that detects slips of typing."""
    word = token(LENGTH - 1, random)
    return grouped(word + _check(word))


def grouped(word: str) -> str:
    return "-".join(word[n : n + 3] for n in range(0, LENGTH, 3))


def normal(typed: str) -> str:
    """Answer the secret as it was printed, from what somebody typed. Raises Refused."""
    word = "".join(typed.split()).replace("-", "")
    if len(word) != LENGTH or not is_base58(word):
        raise Refused("credential_form")
    if (_rest(word[:-1]) + BASE58.index(word[-1])) % CHECK:
        raise Refused("credential_mistyped")
    return grouped(word)


def derive(group: Group, uuid: str, secret: str) -> KeyPair:
    """Answer the key pair of a secret, which is taken exactly as it is written, in this election."""
    key = pbkdf2_hmac("sha256", secret.encode(), uuid.encode(), ROUNDS)
    exponent = int.from_bytes(key, "big") % group.q
    public = group.g.power(exponent)
    return KeyPair(exponent, public, group.text(public))


def _check(word: str) -> str:
    """Answer what is lacking to a multiple of 53: where nothing is, 53 and not 0, as belenios-tool 2.0 writes it."""
    return BASE58[CHECK - _rest(word)]


def _rest(word: str) -> int:
    number = 0
    for letter in word:
        number = number * 58 + BASE58.index(letter)
    return number % CHECK
