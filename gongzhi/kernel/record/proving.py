"""Read logs: their tiles, what they published, and the proof that an entry is in one."""

from functools import cache

from gongzhi.kernel.record.models import Checkpoint, Entry, Leaf, Log, Tile
from gongzhi.lib import notes
from gongzhi.lib.merkle import WIDTH, Tiles, inclusion, widths

ENTRIES = "entries"
HASH = 32


def tiles_of(log: Log) -> Tiles:
    """Answer a reader of the log's tiles, one query each, none twice; what is not stored is empty."""

    @cache
    def read(level: int, number: int) -> bytes:
        found = Tile.objects.filter(log=log, level=level, number=number).values_list("hashes", flat=True)
        return bytes(found.first() or b"")

    return read


def published(log: Log) -> Checkpoint | None:
    """Answer the newest checkpoint that all witnesses have signed."""
    return Checkpoint.objects.filter(log=log, published=True).order_by("-size").first()


def said(checkpoint: Checkpoint) -> notes.Checkpoint:
    """Answer what a checkpoint says, whoever signed it. Raises NoteError for a note that is none."""
    return notes.read_checkpoint(checkpoint.note)


def proof_of(entry: Entry) -> notes.TlogProof | None:
    """Answer the proof at the newest published checkpoint; None: the entry is not in it yet."""
    leaf = Leaf.objects.filter(entry=entry, index__isnull=False).select_related("log").first()
    newest = published(leaf.log) if leaf and leaf.log else None
    if leaf is None or leaf.log is None or leaf.index is None or newest is None or leaf.index >= newest.size:
        return None
    hashes = inclusion(leaf.index, newest.size, tiles_of(leaf.log))
    return notes.TlogProof(leaf.index, tuple(hashes), newest.note)


def served(log: Log, size: int, level: str, number: int, width: int) -> bytes | None:
    """Answer a tile of a log of `size` leaves as tlog-tiles has it; None: the log has no such tile.

    `level` is a number, or "entries" for the leaves' data. Of a tile that grew, every narrower one can be had.
    """
    full, partial = widths(size, 0 if level == ENTRIES else int(level))
    if number > full or (number == full and width > partial):
        return None
    if level == ENTRIES:
        return _entries(log, number * WIDTH, width)
    return tiles_of(log)(int(level), number)[: width * HASH]


def _entries(log: Log, first: int, count: int) -> bytes:
    """A bundle: before each leaf's 32 bytes their number, in two bytes."""
    found = Leaf.objects.filter(log=log, index__gte=first, index__lt=first + count).order_by("index")
    hashes = map(bytes.fromhex, found.values_list("entry__hash", flat=True))
    return b"".join(HASH.to_bytes(2, "big") + data for data in hashes)


def paths(size: int) -> list[tuple[str, int, int]]:
    """Answer (level, number, width) of every tile and bundle of a log of `size` leaves, partial ones last."""
    levels = range(1 + max(0, (size.bit_length() - 1) // 8)) if size else range(0)
    found = []
    for level in (ENTRIES, *map(str, levels)):
        full, partial = widths(size, 0 if level == ENTRIES else int(level))
        found += [(level, number, WIDTH) for number in range(full)]
        found += [(level, full, partial)] * bool(partial)
    return found
