"""Who keeps a log: its keys, and what it last saw of every log, its own too.

All of it lies in files outside the database, a folder an operator, so that whoever restores or forges the database
cannot make them forget. Each operator signs its own log and is witness of others (C2SP tlog-witness).
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.kernel.record.models import Log
from gongzhi.lib.merkle import ProofError, Tiles, consistency, verify_consistency
from gongzhi.lib.notes import Checkpoint, NoteError, SigningKey, cosign, open_checkpoint

LOG, WITNESS = "log", "witness"


class Refused(Exception):
    """An operator does not sign: what it is shown contradicts what it saw, or its keys are gone."""


def folder_of(log: Log) -> Path:
    return Path(settings.GONGZHI_HOME) / "log" / log.area_code


def witnesses_of(log: Log, among: Iterable[Log]) -> list[Log]:
    """Answer whose operators witness a log: of the city's all others, of any other the city's."""
    return [by for by in among if by != log and settings.CITY_CODE in (by.area_code, log.area_code)]


def install(log: Log) -> None:
    """Make the keys of a log's operator where there are none yet."""
    folder = folder_of(log)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in (LOG, WITNESS):
        if not (folder / f"{name}.key").exists():
            _write(folder / f"{name}.key", secrets.token_hex(32), mode=0o600)
        key = _key(log, name)
        _write(folder / f"{name}.pub", (key.vkey if name == LOG else key.witness_vkey) + "\n")


def key_of(log: Log) -> SigningKey:
    """Answer the key that signs the log. Raises Refused where it is not at hand."""
    return _key(log, LOG)


def vkey_of(log: Log) -> str:
    """Answer the line by which everybody checks the log's signature. Raises Refused where it is not at hand."""
    return _read(folder_of(log) / f"{LOG}.pub").strip()


def witness_vkey_of(log: Log) -> str:
    """Answer the line by which everybody checks what the log's operator saw of other logs."""
    return _read(folder_of(log) / f"{WITNESS}.pub").strip()


def last_seen(by: Log, log: Log) -> Checkpoint | None:
    """Answer what the operator of `by` last saw of `log`; None: it never saw it. Raises Refused."""
    path = _memory(by, log)
    if not path.exists():
        return None
    try:
        return open_checkpoint(_read(path), vkey=vkey_of(log))
    except NoteError as error:
        raise Refused(
            _("{origin} 的记忆文件 {path} 已损坏：{error}").format(origin=by.origin, path=path, error=error)
        ) from None


def need_growth(by: Log, log: Log, now: Checkpoint, tiles: Tiles) -> None:
    """Raises Refused where `now` does not begin with what the operator of `by` last saw of `log`."""
    before = last_seen(by, log)
    if before is None:
        return
    facts = {"by": by.origin, "log": log.origin, "old": before.size, "new": now.size}
    if now.size < before.size:
        raise Refused(
            _("{by} 见过 {log} 有 {old} 条，现在只剩 {new} 条：有记录被删去或数据库被旧的替换。").format(
                **facts
            )
        )
    try:
        if before.size:
            _verify(before, now, tiles)
    except ProofError:
        raise Refused(
            _("{log} 与 {by} 见过的不同：前 {old} 条中有记录被改动、调换或替换。").format(**facts)
        ) from None


def witness(by: Log, log: Log, note: str, tiles: Tiles, *, at: int) -> str:
    """Have the operator of `by` check a checkpoint, keep it in mind and cosign it at POSIX time `at`.

    Answers the note with its line; an operator does not cosign its own log. Raises Refused.
    """
    try:
        now = open_checkpoint(note, vkey=vkey_of(log))
    except NoteError as error:
        raise Refused(_("{log} 的检查点签名不对：{error}").format(log=log.origin, error=error)) from None
    need_growth(by, log, now, tiles)
    signed = note if by == log else cosign(note, _key(by, WITNESS), at=at)
    path = _memory(by, log)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, note)
    return signed


def _verify(before: Checkpoint, now: Checkpoint, tiles: Tiles) -> None:
    verify_consistency(
        old_size=before.size,
        old_root=before.root,
        new_size=now.size,
        new_root=now.root,
        proof=consistency(before.size, now.size, tiles),
    )


def _memory(by: Log, log: Log) -> Path:
    return folder_of(by) / "seen" / log.area_code


def _key(log: Log, name: str) -> SigningKey:
    seed = bytes.fromhex(_read(folder_of(log) / f"{name}.key"))
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return SigningKey(log.origin if name == LOG else f"{log.origin}/{WITNESS}", private)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise Refused(_("找不到文件 {path}：请从备份恢复 log 文件夹。").format(path=path)) from None


def _write(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Put a file in its place at one blow, and on the disk before anything is signed because of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
