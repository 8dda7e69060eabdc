"""The logs for machines, as C2SP tlog-tiles has them, and for people: what is in them, and the proof of one act."""

from dataclasses import dataclass
from datetime import datetime
from re import fullmatch

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, now
from django.views.decorators.http import require_safe

from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.selectors import hidden
from gongzhi.kernel.people.actor import ANONYMOUS
from gongzhi.kernel.people.audience import public
from gongzhi.kernel.publications.models import Publication
from gongzhi.kernel.record import operators
from gongzhi.kernel.record.declarations import sentence_of
from gongzhi.kernel.record.models import Checkpoint, Entry, Leaf, Log
from gongzhi.kernel.record.operators import Refused
from gongzhi.kernel.record.proving import ENTRIES, proof_of, published, served
from gongzhi.kernel.record.selectors import public_values
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.merkle import ProofError, leaf_hash, tile_at, verify_inclusion
from gongzhi.lib.notes import NoteError, TlogProof, cosigned_by, open_checkpoint

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}
FOR_NOW = {"Cache-Control": "public, max-age=5"}


# --- for machines


@public
@require_safe
def checkpoint(request: HttpRequest, area: str) -> HttpResponse:
    newest = published(_log(area))
    if newest is None:
        raise Http404
    return HttpResponse(newest.note, content_type=TEXT, headers=FOR_NOW)


@public
@require_safe
def key(request: HttpRequest, area: str) -> HttpResponse:
    try:
        return HttpResponse(operators.vkey_of(_log(area)) + "\n", content_type=TEXT, headers=FOR_NOW)
    except Refused as refusal:
        raise Http404 from refusal


@public
@require_safe
def tile(request: HttpRequest, area: str, level: str, place: str) -> HttpResponse:
    log = _log(area)
    newest = published(log)
    try:
        number, width = tile_at(place)
    except ValueError:
        raise Http404(place) from None
    known = level == ENTRIES or fullmatch("0|[1-5][0-9]?|6[0-3]?|[7-9]", level)
    found = served(log, newest.size, level, number, width) if newest and known else None
    if found is None:
        raise Http404(place)
    return HttpResponse(found, content_type=BYTES, headers=FOR_GOOD)


@public
@require_safe
def proof_file(request: HttpRequest, digest: str) -> HttpResponse:
    found = proof_of(_entry(digest))
    if found is None:
        raise Http404
    name = f'attachment; filename="{digest[:16]}.tlog-proof"'
    return HttpResponse(found.text, content_type=TEXT, headers={**FOR_NOW, "Content-Disposition": name})


# --- for people


@dataclass(frozen=True, slots=True)
class Standing:
    """A log as people read it: its place, and its newest checkpoint with the root and who saw it when."""

    log: Log
    place: str
    newest: Checkpoint | None
    root: str
    vkey: str
    witnesses: list[tuple[str, datetime]]


@public
@require_safe
def logs(request: HttpRequest) -> HttpResponse:
    """What the logs are, how far they go, who cosigned, and how to check them oneself."""
    found = list(Log.objects.order_by("area_code"))
    names = dict(Area.objects.filter(code__in=[log.area_code for log in found]).values_list("code", "name"))
    standing = [_standing(log, found, names.get(log.area_code, log.area_code)) for log in found]
    return render(request, "shell/logs.html", {"logs": standing})


@public
@require_safe
def proof(request: HttpRequest, digest: str) -> HttpResponse:
    """The proof that one act is in a log. Unless its matter is everybody's, the act is named without its content."""
    entry = _entry(digest)
    found = proof_of(entry)
    origin = _origin(entry)
    context = {
        "entry": entry,
        "act": sentence_of(entry.kind, public_values(entry) if origin else {}),
        "origin": origin,
        "proof": found,
        "holds": False,
        "in_log": None,
    }
    if found is not None:
        log = Leaf.objects.select_related("log").get(entry=entry).log
        if log is not None:
            context["in_log"] = _standing(log, list(Log.objects.order_by("area_code")), "")
            context["holds"] = _holds(entry, log, found)
    return render(request, "shell/proof.html", context)


def _origin(entry: Entry) -> tuple[str, str] | None:
    """Answer title and address of the matter or publication that an act belongs to, as far as everybody reads it."""
    matter = Matter.objects.filter(pk=entry.stream).first()
    if matter is not None:
        if not matter.open or hidden(matter, ANONYMOUS, at=now()):
            return None
        return matter.title, reverse("shell:open_matter", args=[matter.number])
    newest = Publication.objects.filter(series=entry.stream).order_by("-version").first()
    if newest is None or newest.audience != Publication.Audience.EVERYONE:
        return None
    return newest.title, reverse("shell:notice", args=[newest.pk])


def _standing(log: Log, among: list[Log], place: str) -> Standing:
    newest = published(log)
    root = newest.note.split("\n")[2] if newest else ""
    try:
        vkey = operators.vkey_of(log)
        known = [operators.witness_vkey_of(by) for by in operators.witnesses_of(log, among)]
        seen = cosigned_by(newest.note, vkeys=known) if newest else {}
    except (Refused, NoteError):
        vkey, seen = "", {}
    zone = get_current_timezone()
    times = [(name, datetime.fromtimestamp(at, zone)) for name, at in seen.items()]
    return Standing(log, place, newest, root, vkey, times)


def _holds(entry: Entry, log: Log, found: TlogProof) -> bool:
    """Check the proof as its reader would, before it is shown."""
    try:
        now = open_checkpoint(found.checkpoint_note, vkey=operators.vkey_of(log))
        leaf = leaf_hash(bytes.fromhex(entry.hash))
        verify_inclusion(index=found.index, size=now.size, leaf=leaf, proof=found.hashes, root=now.root)
    except (NoteError, ProofError, Refused):
        return False
    return True


def _log(area: str) -> Log:
    return get_object_or_404(Log, area_code=area)


def _entry(digest: str) -> Entry:
    if not fullmatch("[0-9a-f]{64}", digest):
        raise Http404
    return get_object_or_404(Entry, hash=digest)
