"""Does the log hold the acts: is its checkpoint signed, does each act lead to its root, who saw it?"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence

from gongzhi.lib.certificate.report import Finding, finding
from gongzhi.lib.certificate.shape import BEYOND, Act, Certificate, LogPart
from gongzhi.lib.merkle import leaf_hash, verify_inclusion
from gongzhi.lib.notes import Checkpoint, NoteError, cosigned_by, open_checkpoint

VKEY = re.compile(
    r"[^+\s\x00-\x1f]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]+=*"
)  # of the writings that mean one key, only this


LATE = 300  # seconds by which the clocks of an operator and a witness may differ
MICRO = 1_000_000
BIGGEST = 10**15  # leaves; no log is as long


def checkpoint_of(log: LogPart) -> Checkpoint:
    """Answer what the log signed. Raises NoteError: not signed with `vkey`, or by a log of another name."""
    keys = (log["vkey"], *log["witnesses"])
    if not all(VKEY.fullmatch(vkey) for vkey in keys):
        raise NoteError("a key is not written as keys are")
    if len({vkey.partition("+")[0] for vkey in keys}) < len(keys):
        raise NoteError("two keys have one name")
    checkpoint = open_checkpoint(log["checkpoint"], vkey=log["vkey"])
    if log["checkpoint"].rpartition("\n\n")[0].count("\n") != 2 or checkpoint.size >= BIGGEST:
        raise NoteError("a checkpoint is a name, a size and a root")
    if not checkpoint.origin == log["origin"] == log["vkey"].partition("+")[0]:
        raise NoteError("the checkpoint, the key and the certificate name different logs")
    return checkpoint


def faults_of_log(certificate: Certificate, trusted: Sequence[str]) -> Iterator[Finding]:
    """`trusted`: keys that the reader has from elsewhere; with any, the log's must be among them."""
    log = certificate["log"]
    if trusted and log["vkey"] not in trusted:
        yield finding("log_untrusted", vkey=log["vkey"])
    try:
        checkpoint, seen = checkpoint_of(log), witnesses_of(log)
    except NoteError as error:
        yield finding("checkpoint_invalid", why=str(error))
        return
    for vkey in log["witnesses"]:
        if vkey.partition("+")[0] not in seen:
            yield finding("witness_invalid", witness=vkey.partition("+")[0])
    if signatures(log["checkpoint"]) != 1 + len(log["witnesses"]):
        yield finding("signature_stray")
    for act in certificate["acts"]:
        yield from _faults_of_place(act, checkpoint, min(seen.values(), default=None))


def _faults_of_place(act: Act, checkpoint: Checkpoint, seen: int | None) -> Iterator[Finding]:
    if why := _not_included(act, checkpoint):
        yield finding("not_in_log", seq=act["seq"], index=act["index"], why=why)
    if seen is not None and act["at"] > (seen + LATE) * MICRO:
        yield finding("act_later_than_seen", seq=act["seq"])


def witnesses_of(log: LogPart) -> dict[str, int]:
    """Answer who saw the checkpoint, and when (POSIX time); a moment that no act can have is none."""
    seen = cosigned_by(log["checkpoint"], vkeys=log["witnesses"])
    return {name: at for name, at in seen.items() if (at + LATE) * MICRO < BEYOND}


def signatures(note: str) -> int:
    return note.rpartition("\n\n")[2].count("\n")


def _not_included(act: Act, checkpoint: Checkpoint) -> str:
    try:
        verify_inclusion(
            index=act["index"],
            size=checkpoint.size,
            leaf=leaf_hash(bytes.fromhex(act["hash"])),
            proof=[_hash(text) for text in act["proof"]],
            root=checkpoint.root,
        )
    except ValueError as error:
        return str(error)
    return ""


def _hash(text: str) -> bytes:
    """One hash has one text. Raises ValueError for another."""
    raw = b64decode(text, validate=True)
    if b64encode(raw).decode() != text:
        raise ValueError(f"{text!r} is not base64 as the standard writes it")
    return raw
