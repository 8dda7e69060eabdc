"""Put a certificate together out of plain values: entries, their proofs, and the checkpoint they lead to."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from gongzhi.lib.canonical import Json, canonical
from gongzhi.lib.certificate.acts import files_of
from gongzhi.lib.certificate.shape import FORMAT, Act, Certificate, ProcedurePart
from gongzhi.lib.certificate.walk import OPENLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An entry of the record and its place in the log. `at`: microseconds since 1970."""

    seq: int
    kind: str
    area: str
    at: int
    actor: dict[str, Json]
    payload: dict[str, Json]
    payload_hash: str
    previous: str
    hash: str
    index: int
    proof: Sequence[bytes]


def issue(
    *,
    stream: str,
    procedure: dict[str, Json],
    entries: Sequence[Recorded],
    checkpoint: str,
    vkey: str,
    witnesses: Sequence[str],
) -> Certificate:
    """Answer the certificate of all entries of a stream, in their order; `verify` says whether it holds.

    `checkpoint`: the one note that all proofs lead to; `witnesses`: the vkeys of all who cosigned it.
    """
    acts = [_act(entry) for entry in entries]
    opening = acts[0]
    openly = {name: opening["payload"].get(key) for name, key in OPENLY.items()}
    return {
        "format": FORMAT,
        "generated": opening["payload"].get("generated") is True,
        "matter": {
            "id": stream,
            "number": _text(openly["number"]),
            "title": _text(openly["title"]),
            "kind": _text(openly["kind"]),
            "area": opening["area"],
            "area_name": _text(openly["area_name"]),
            "acts": len(acts),
        },
        "procedure": cast(ProcedurePart, procedure),
        "acts": acts,
        "documents": [{"sha256": sha, "act": act["seq"]} for act in acts for sha in files_of(act)],
        "log": {
            "origin": vkey.partition("+")[0],
            "vkey": vkey,
            "checkpoint": checkpoint,
            "witnesses": list(witnesses),
        },
    }


def text_of(certificate: Certificate) -> bytes:
    """Answer the file: canonical JSON, so that one certificate has one text."""
    return canonical(cast(Json, certificate))


def _act(entry: Recorded) -> Act:
    return {
        "seq": entry.seq,
        "kind": entry.kind,
        "area": entry.area,
        "at": entry.at,
        "actor": entry.actor,
        "payload": entry.payload,
        "payload_hash": entry.payload_hash,
        "previous": entry.previous,
        "hash": entry.hash,
        "index": entry.index,
        "proof": [b64encode(each).decode() for each in entry.proof],
    }


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
