"""The texts of the format: compact JSON, hashes, base 58. What is not of the expected shape is Refused."""

import json
import secrets
from base64 import b64encode
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from gongzhi.lib.belenios.refusal import Refused

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LARGEST = 2**53 - 1  # a small integer of the format is exact in every JSON reader

Random = Callable[[int], int]
"""Answers a number from 0 to below its argument."""

secure: Random = secrets.randbelow


def compact(value: Any) -> str:
    """Answer JSON without spaces, fields in the order in which they stand."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> Any:
    """Answer what the JSON says. Raises Refused for anything that two readers could read in two ways."""
    try:
        return json.loads(
            text, object_pairs_hook=_once, parse_float=_no_number, parse_constant=_no_number, parse_int=_small
        )
    except (ValueError, RecursionError) as error:
        raise error if isinstance(error, Refused) else Refused("json") from error


def read_canonical(text: str) -> Any:
    """Answer what the JSON says; Refused when it is not written compactly, as `compact` would."""
    value = read(text)
    try:
        same = compact(value) == text
    except RecursionError as error:
        raise Refused("json") from error
    if not same:
        raise Refused("not_canonical")
    return value


def fields(value: Any, names: Sequence[str], optional: Sequence[str] = ()) -> list[Any]:
    """Answer the values of an object that has exactly these fields, in the order asked for.

    A field of `optional` that is not there is None.
    """
    if not isinstance(value, dict):
        raise Refused("shape", wanted="object")
    for name in names:
        if name not in value:
            raise Refused("shape", missing=name)
    for name in value:
        if name not in names and name not in optional:
            raise Refused("shape", unknown=ascii(name[:40])[1:-1])
    return [value.get(name) for name in (*names, *optional)]


def array(value: Any, length: int | None = None) -> list[Any]:
    """Answer the array; `length` is what it must have."""
    if not isinstance(value, list):
        raise Refused("shape", wanted="array")
    if length is not None and len(value) != length:
        raise Refused("length", wanted=length, seen=len(value))
    return value


def string(value: Any) -> str:
    if not isinstance(value, str):
        raise Refused("shape", wanted="string")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise Refused("shape", wanted="string") from error
    return value


def small(value: Any, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= LARGEST:
        raise Refused("shape", wanted="integer")
    return value


def boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Refused("shape", wanted="boolean")
    return value


def hexadecimal(value: Any) -> str:
    """Answer a SHA-256 written in hexadecimal."""
    text = string(value)
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise Refused("shape", wanted="hash")
    return text


def fingerprint(text: str) -> str:
    """Answer SHA-256 in base 64 without padding: an election's fingerprint, a ballot's tracker."""
    return compact_base64(sha256(text.encode()).digest())


def compact_base64(digest: bytes) -> str:
    return b64encode(digest).decode().rstrip("=")


def token(length: int, random: Random = secure) -> str:
    """Answer a random word of base 58."""
    return "".join(BASE58[random(58)] for _ in range(length))


def is_base58(text: str) -> bool:
    return set(text) <= set(BASE58)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Refused("json", wanted="each field once")
    return found


def _no_number(text: str) -> Any:
    raise Refused("json", wanted="integer")


def _small(text: str) -> int:
    if len(text) > 17:
        raise Refused("json", wanted="integer")
    return int(text)
