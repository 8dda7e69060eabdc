"""Signed statements about a log, as texts that anybody can check: C2SP signed-note, tlog-checkpoint,
tlog-cosignature (cosignature/v1) and tlog-proof. All signatures are Ed25519 (RFC 8032).
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongzhi.lib.merkle import HASH

NOTE, COSIGNATURE = b"\x01", b"\x04"
DASH = "— "
PROOF = "c2sp.org/tlog-proof@v1"
MOST_SIGNATURES = 100
MOST_HASHES = 63
DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


class NoteError(ValueError):
    """A note is malformed, or not signed by whom it should be."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: under its name `origin` it has `size` leaves and this root (32 bytes)."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_base64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key with its name. A log signs with one, a witness cosigns with another: never one key for both."""

    name: str
    private: Ed25519PrivateKey = field(repr=False)

    def __post_init__(self) -> None:
        _need_name(self.name)

    @property
    def vkey(self) -> str:
        """Answer the line by which others know the key of a log."""
        return _vkey(self.name, NOTE, self.private.public_key().public_bytes_raw())

    @property
    def witness_vkey(self) -> str:
        """Answer the line by which others know the key of a witness."""
        return _vkey(self.name, COSIGNATURE, self.private.public_key().public_bytes_raw())


class _Key(NamedTuple):
    name: str
    ident: bytes
    kind: bytes
    public: Ed25519PublicKey


class _Signature(NamedTuple):
    name: str
    ident: bytes
    value: bytes


# --- sign


def sign(text: str, key: SigningKey) -> str:
    """Answer the note of a text that ends with a newline. Raises NoteError for a text no note can hold."""
    if not text.endswith("\n") or _controls(text):
        raise NoteError("a note is made of lines, the last one ended too")
    ident = _key(key.vkey).ident
    return f"{text}\n{_line(key.name, ident + key.private.sign(text.encode()))}"


def cosign(note: str, key: SigningKey, *, at: int) -> str:
    """Answer the note with the witness's line: seen at POSIX time `at`. What it says, the witness checked before."""
    text, _lines = _parted(note)
    signature = key.private.sign(_cosigned(text, at))
    return note + _line(key.name, _key(key.witness_vkey).ident + at.to_bytes(8, "big") + signature)


def _cosigned(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _line(name: str, value: bytes) -> str:
    return f"{DASH}{name} {_base64(value)}\n"


# --- verify


def open_checkpoint(note: str, *, vkey: str) -> Checkpoint:
    """Answer what the log with this key said. Raises NoteError where it did not say it.

    Extension lines are signed with the rest and otherwise passed over.
    """
    text, signatures = _parted(note)
    key = _key(vkey)
    ours = [signature for signature in signatures if _by(signature, key)]
    if key.kind != NOTE or not ours:
        raise NoteError(f"the note is not signed by {key.name}")
    if not all(_holds(key, signature.value, text.encode()) for signature in ours):
        raise NoteError(f"the signature of {key.name} does not hold")
    return _checkpoint(text)


def read_checkpoint(note: str) -> Checkpoint:
    """Answer what a note says, whoever signed it: for whoever has checked that before. Raises NoteError."""
    return _checkpoint(_parted(note)[0])


def cosigned_by(note: str, *, vkeys: Sequence[str]) -> dict[str, int]:
    """Answer who of these witnesses saw the checkpoint, and when (POSIX time). What does not hold is left out.

    Raises NoteError for a malformed note or key.
    """
    text, signatures = _parted(note)
    seen: dict[str, int] = {}
    for key in map(_key, vkeys):
        for signature in signatures:
            at = int.from_bytes(signature.value[:8], "big")
            if key.kind != COSIGNATURE or not _by(signature, key) or at >= 1 << 63:
                continue
            if _holds(key, signature.value[8:], _cosigned(text, at)):
                seen[key.name] = max(at, seen.get(key.name, 0))
    return seen


def _by(signature: _Signature, key: _Key) -> bool:
    return (signature.name, signature.ident) == (key.name, key.ident)


def _holds(key: _Key, signature: bytes, message: bytes) -> bool:
    try:
        key.public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")[:-1]
    if len(lines) < 3 or not all(lines):
        raise NoteError("a checkpoint has at least three lines, none of them empty")
    return Checkpoint(lines[0], _decimal(lines[1]), _hash(lines[2]))


def _parted(note: str) -> tuple[str, list[_Signature]]:
    """Cut a note behind its last empty line into its text and its signatures."""
    text, gap, rest = note.rpartition("\n\n")
    if not gap or not rest.endswith("\n") or _controls(note):
        raise NoteError("a note has a text, an empty line and signatures")
    lines = rest.split("\n")[:-1]
    if len(lines) > MOST_SIGNATURES:
        raise NoteError("a note has too many signatures")
    return text + "\n", list(map(_signature, lines))


def _signature(line: str) -> _Signature:
    name, gap, value = line.removeprefix(DASH).partition(" ")
    raw = _unbase64(value)
    if not line.startswith(DASH) or not gap or len(raw) <= 4:
        raise NoteError("a line of signatures is malformed")
    _need_name(name)
    return _Signature(name, raw[:4], raw[4:])


# --- keys


def _ident(name: str, kind: bytes, public: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + kind + public).digest()[:4]


def _vkey(name: str, kind: bytes, public: bytes) -> str:
    return f"{name}+{_ident(name, kind, public).hex()}+{_base64(kind + public)}"


def _key(vkey: str) -> _Key:
    name, _gap, rest = vkey.strip().partition("+")
    ident, _gap, value = rest.partition("+")
    raw = _unbase64(value)
    kind, public = raw[:1], raw[1:]
    _need_name(name)
    if kind not in (NOTE, COSIGNATURE) or len(public) != 32:
        raise NoteError(f"the key of {name} is of an unknown kind")
    if ident.lower() != _ident(name, kind, public).hex():
        raise NoteError(f"the key of {name} does not fit its number")
    return _Key(name, bytes.fromhex(ident), kind, Ed25519PublicKey.from_public_bytes(public))


def _need_name(name: str) -> None:
    if not name or "+" in name or any(c.isspace() for c in name) or _controls(name):
        raise NoteError(f"{name!r}: the name of a key has neither spaces nor a plus")


# --- proofs


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A leaf's place in a log, the way from it to the root, and the signed checkpoint with that root."""

    index: int
    hashes: tuple[bytes, ...]
    checkpoint_note: str
    extra: bytes = b""

    @property
    def text(self) -> str:
        extra = [f"extra {_base64(self.extra)}"] if self.extra else []
        head = [PROOF, *extra, f"index {self.index}", *map(_base64, self.hashes)]
        return "\n".join(head) + "\n\n" + self.checkpoint_note


def parse_proof(text: str) -> TlogProof:
    """Read a .tlog-proof; nothing in it is verified yet. Raises NoteError for a text that is none."""
    head, gap, note = text.partition("\n\n")
    lines = iter(head.split("\n"))
    if not gap or next(lines) != PROOF:
        raise NoteError("this is no proof of a transparency log")
    _parted(note)
    line, extra = next(lines, ""), b""
    if line.startswith("extra "):
        extra, line = _unbase64(line.removeprefix("extra ")), next(lines, "")
    if not line.startswith("index "):
        raise NoteError("the proof does not say which leaf it is about")
    return TlogProof(_decimal(line.removeprefix("index ")), _hashes(lines), note, extra)


def _hashes(lines: Iterator[str]) -> tuple[bytes, ...]:
    hashes = tuple(map(_hash, lines))
    if len(hashes) > MOST_HASHES:
        raise NoteError("the proof is longer than any tree is high")
    return hashes


# --- texts


def _controls(text: str) -> bool:
    return any(c < " " and c != "\n" for c in text) or any("\ud800" <= c <= "\udfff" for c in text)


def _decimal(text: str) -> int:
    if not DECIMAL.fullmatch(text):
        raise NoteError(f"{text!r} is no size and no index")
    return int(text)


def _hash(text: str) -> bytes:
    if len(raw := _unbase64(text)) != HASH:
        raise NoteError(f"{text!r} is no hash")
    return raw


def _base64(raw: bytes) -> str:
    return b64encode(raw).decode()


def _unbase64(text: str) -> bytes:
    """One value, one text: padding and unused bits are as the standard has them (RFC 4648, 3.5)."""
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise NoteError(f"{text!r} is not base64") from None
    if _base64(raw) != text:
        raise NoteError(f"{text!r} is not base64 as the standard writes it")
    return raw
