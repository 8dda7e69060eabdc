"""One text for one value: JSON as RFC 8785 orders it, for the values that a record holds.

Floats are refused: their text differs between writers. Amounts and areas are integers of the smallest unit.
"""

import hashlib
import json
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_EXACT = frozenset({str, int, bool, type(None)})


def canonical(value: Json) -> bytes:
    """Answer the UTF-8 text of `value`. Raises TypeError for a float or any value or key JSON does not know."""
    _refuse_inexact(value)
    return _WRITER.encode(value).encode()


def digest(value: Json) -> str:
    """Answer the SHA-256 of the canonical text, 64 hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _refuse_inexact(value: object) -> None:
    if type(value) in _EXACT:  # nearly all are
        return
    if isinstance(value, float):
        raise TypeError(f"{value!r}: a record holds no floats")
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{key!r}: JSON would turn this key into a text")
            _refuse_inexact(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_inexact(inner)
