"""Issue the certificate of a stream: its entries, each with the proof that the log holds it."""

from uuid import UUID

from gongzhi.kernel.record import operators
from gongzhi.kernel.record.models import Entry, Leaf, Log
from gongzhi.kernel.record.proving import published, tiles_of
from gongzhi.lib.canonical import Json
from gongzhi.lib.certificate import Certificate, Recorded, issue
from gongzhi.lib.merkle import inclusion
from gongzhi.lib.notes import cosigned_by


def certify(*, stream: UUID, procedure: dict[str, Json]) -> Certificate | None:
    """Answer the certificate at the newest published checkpoint; None: not all entries are in one log yet.

    `procedure`: the table under which the matter was opened. Whether the certificate holds (an unfinished
    matter's does not) is said by `lib.certificate.verify`. Raises operators.Refused without the log's keys.
    """
    leaves = list(
        Leaf.objects.filter(entry__stream=stream).select_related("entry", "log").order_by("entry__seq")
    )
    log = leaves[0].log if leaves else None
    newest = published(log) if log else None
    if log is None or newest is None:
        return None
    places = [leaf.index for leaf in leaves if leaf.log_id == log.pk and leaf.index is not None]
    if len(places) < len(leaves) or max(places) >= newest.size:
        return None
    tiles = tiles_of(log)
    return issue(
        stream=str(stream),
        procedure=procedure,
        entries=[
            _recorded(leaf.entry, index, inclusion(index, newest.size, tiles))
            for leaf, index in zip(leaves, places, strict=True)
        ],
        checkpoint=newest.note,
        vkey=operators.vkey_of(log),
        witnesses=_witnesses(log, newest.note),
    )


def _witnesses(log: Log, note: str) -> list[str]:
    others = Log.objects.exclude(pk=log.pk).order_by("area_code")
    vkeys = [operators.witness_vkey_of(other) for other in others]
    seen = cosigned_by(note, vkeys=vkeys)
    return [vkey for vkey in vkeys if vkey.partition("+")[0] in seen]


def _recorded(entry: Entry, index: int, proof: list[bytes]) -> Recorded:
    return Recorded(
        seq=entry.seq,
        kind=entry.kind,
        area=entry.area_code,
        at=round(entry.at.timestamp() * 1_000_000),
        actor=entry.actor,
        payload=entry.payload,
        payload_hash=entry.payload_hash,
        previous=entry.previous,
        hash=entry.hash,
        index=index,
        proof=proof,
    )
