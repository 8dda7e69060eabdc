"""The hash that chains one entry of the record to the one before."""

from collections.abc import Mapping

from gongzhi.lib.canonical import Json, digest


def chained(
    *,
    stream: str,
    seq: int,
    kind: str,
    area: str,
    at: int,
    actor: Mapping[str, Json],
    payload_hash: str,
    previous: str,
) -> str:
    """Answer the SHA-256 over all of an entry, 64 hex digits. `at`: microseconds since 1970."""
    return digest(
        {
            "stream": stream,
            "seq": seq,
            "kind": kind,
            "area": area,
            "at": at,
            "actor": dict(actor),
            "payload": payload_hash,
            "previous": previous,
        }
    )
