"""The certificate of a finished matter, as a file and as a paper, out of the record and the log."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Matter, ProcedureTable
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.publications.services.publishing import stream_of
from gongzhi.kernel.record.models import Checkpoint, Entry, Leaf, Log
from gongzhi.kernel.record.operators import vkey_of, witness_vkey_of
from gongzhi.kernel.record.papers import pdf, qr
from gongzhi.kernel.record.proving import published, tiles_of
from gongzhi.kernel.record.selectors import timeline
from gongzhi.kernel.record.signing import signed
from gongzhi.kernel.record.verifying import DATA
from gongzhi.lib.canonical import Json
from gongzhi.lib.certificate import Certificate, Recorded, issue, sheet, text_of
from gongzhi.lib.merkle import Tiles, inclusion
from gongzhi.lib.notes import cosigned_by


def certificate(subject: Matter | Publication) -> Certificate:
    """Answer what was done with a finished matter, or with a publication that belongs to none.

    Each act comes with its proof in the newest published checkpoint. Raises Refused while the matter runs, where
    not everybody may read it, and while an act waits for its place in the log.
    """
    if isinstance(subject, Publication):
        return _issued(stream_of(subject))
    if subject.closed_at is None or not subject.open:
        raise Refused(_("事项办结以后才出具程序凭证。"))
    return _issued(subject.pk)


def _issued(stream: UUID) -> Certificate:
    entries = list(Entry.objects.filter(stream=stream).order_by("seq"))
    leaves = {leaf.entry_id: leaf for leaf in Leaf.objects.filter(entry__in=entries).select_related("log")}
    log = next((leaf.log for leaf in leaves.values() if leaf.log), None)
    newest = published(log) if log else None
    if log is None or newest is None:
        raise Refused(_("办理记录正在写入公开日志，请过一分钟再来。"))
    tiles = tiles_of(log)
    return issue(
        stream=str(stream),
        procedure=_table(entries[0]),
        entries=[_recorded(entry, leaves.get(entry.pk), newest, tiles) for entry in entries],
        checkpoint=newest.note,
        vkey=vkey_of(log),
        witnesses=_witnesses(log, newest),
    )


def _table(opening: Entry) -> dict[str, Json]:
    """Answer the table by which the matter was opened; the procedure may have changed since."""
    return dict(ProcedureTable.objects.get(pk=opening.payload["table"]).table)


def _recorded(entry: Entry, leaf: Leaf | None, newest: Checkpoint, tiles: Tiles) -> Recorded:
    if leaf is None or leaf.log_id != newest.log_id or leaf.index is None or leaf.index >= newest.size:
        raise Refused(_("办理记录正在写入公开日志，请过一分钟再来。"))
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
        index=leaf.index,
        proof=inclusion(leaf.index, newest.size, tiles),
    )


def _witnesses(log: Log, newest: Checkpoint) -> list[str]:
    """Answer the keys of those whose signature stands under the checkpoint."""
    vkeys = {vkey.partition("+")[0]: vkey for vkey in map(witness_vkey_of, Log.objects.exclude(pk=log.pk))}
    return [vkeys[name] for name in sorted(cosigned_by(newest.note, vkeys=list(vkeys.values())))]


def paper(subject: Matter | Publication, *, address: str, at: datetime) -> bytes:
    """Answer the certificate as a signed PDF that carries its file; raises as `certificate` does.

    `address`: of the page where anybody reads how to verify it.
    """
    made = certificate(subject)
    with override(settings.LANGUAGE_CODE):
        story = timeline(UUID(made["matter"]["id"]), personal=False)
        sentences = {line.entry.seq: line.sentence for line in story}
    issuer = subject.body.name if isinstance(subject, Publication) else subject.responsible.name
    data = sheet(made, sentences=sentences, issuer=issuer, issued_on=timezone.localdate(at), address=address)
    text = text_of(made)
    set_ = pdf("certificate", {**data, "qr": qr(address)}, at=at, attached={DATA: text})
    return signed(set_, home=settings.GONGZHI_HOME, issuer=issuer, at=at)
