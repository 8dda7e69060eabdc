"""The hash that chains one entry of the record to the one before."""

from collections.abc import Mapping
from hashlib import sha256

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


def linked(
    *, stream: str, seq: int, kind: str, area: str, at: int, actor: str, payload_hash: str, previous: str
) -> str:
    """Answer what `chained` answers, for whoever writes entries by the thousand: from the actor's canonical text.

    Only for one's own values: nothing is escaped here, so a quote in one of them would make another text.
    """
    text = (
        f'{{"actor":{actor},"area":"{area}","at":{at},"kind":"{kind}","payload":"{payload_hash}",'
        f'"previous":"{previous}","seq":{seq},"stream":"{stream}"}}'
    )
    return sha256(text.encode()).hexdigest()
