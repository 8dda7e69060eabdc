"""Did a log sign this checkpoint, and does it hold this act (C2SP signed-note, tlog-cosignature; RFC 9162)?"""

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

SIGNATURE = re.compile(r"— (\S+) (\S+)")
KEY = re.compile(r"([^+\s\x00-\x1f]+)\+([0-9a-f]{8})\+(\S+)")


def need(holds: object, reason: str) -> None:
    if not holds:
        raise ValueError(reason)


def raw(value: str) -> bytes:
    decoded = b64decode(value, validate=True)
    need(b64encode(decoded).decode() == value, f"{value} is not base64 as it is written")
    return decoded


def parts(pattern: re.Pattern[str], text: str) -> tuple[str, ...]:
    found = pattern.fullmatch(text)
    if found is None:
        raise ValueError(f"{text} is not written as it should be")
    return found.groups()


def signed(log: dict[str, Any], latest: int) -> tuple[int, bytes]:
    """Answer size and root of the log: its key and those of all witnesses signed them, and nobody else."""
    body, _, lines = log["checkpoint"].rpartition("\n\n")
    notes = [parts(SIGNATURE, line) for line in lines.removesuffix("\n").split("\n")]
    values: dict[str, str] = {name: value for name, value, *_ in notes}
    keys = [parts(KEY, vkey) for vkey in (log["vkey"], *log["witnesses"])]
    names = [name for name, *_ in keys]
    each = lines.endswith("\n") and sorted(names) == sorted(name for name, _ in notes)
    need(
        each and len({*names}) == len(names) <= 100, "it is not signed once by each of them, and nobody else"
    )
    for name, ident, key in keys:
        kind = 1 if name == names[0] else 4
        value, public = raw(values[name]), raw(key)
        moment, signature = value[4:-64], value[-64:]
        known = sha256(name.encode() + b"\n" + public).hexdigest()[:8]
        need(known == ident == value[:4].hex() and public[0] == kind, f"{name}: another key")
        need(len(moment) == (8 if kind == 4 else 0), f"{name}: no signature")
        at = int.from_bytes(moment, "big")
        need(kind == 1 or latest <= (at + 300) * 10**6 < 2**53, f"acts are later than {name} saw them")
        head = f"cosignature/v1\ntime {at}\n" if kind == 4 else ""
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature, f"{head}{body}\n".encode())
    origin, size, root = body.split("\n")
    need(origin == log["origin"] == names[0], "the log has two names")
    need(re.fullmatch("0|[1-9][0-9]{0,14}", size), "the log has no size")
    return int(size), raw(root)


def included(act: dict[str, Any], size: int, root: bytes) -> None:
    node, here, last = sha256(b"\0" + bytes.fromhex(act["hash"])).digest(), act["index"], size - 1
    need(0 <= here <= last, f"act {act['seq']} is not in the log")
    for sibling in map(raw, act["proof"]):
        need(last > 0 and len(sibling) == 32, f"act {act['seq']}: no proof")
        while here == last and not here & 1:
            here, last = here >> 1, last >> 1
        pair = sibling + node if here & 1 else node + sibling
        node, here, last = sha256(b"\1" + pair).digest(), here >> 1, last >> 1
    need(node == root and last == 0, f"act {act['seq']} is not in the log")
