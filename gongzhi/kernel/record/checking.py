"""Check logs from the ground: entries, places, tiles, roots, signatures, and what the operators saw."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.kernel.record import operators
from gongzhi.kernel.record.models import Checkpoint, Entry, Leaf, Log, Tile
from gongzhi.kernel.record.operators import Refused
from gongzhi.kernel.record.proving import published, said, tiles_of
from gongzhi.kernel.record.selectors import verify
from gongzhi.lib.codes import covers
from gongzhi.lib.merkle import EMPTY, HASH, HEIGHT, WIDTH, grown, leaf_hash, root_of
from gongzhi.lib.notes import NoteError, cosigned_by, open_checkpoint

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out about one log. `faults` are sentences; `at` and those of witnesses are POSIX times."""

    origin: str
    size: int
    published: int
    at: int
    witnesses: dict[str, int]
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found out about all logs, and about entries outside of them."""

    logs: list[Found]
    waiting: int
    faults: list[str]

    @property
    def well(self) -> bool:
        return not self.faults and not any(found.faults for found in self.logs)


def check() -> Report:
    """Walk everything once, in constant memory: the chains, then each log. Changes nothing."""
    faults = []
    if broken := verify()[2]:
        faults.append(_("第 {entry} 条记录断链：{why}").format(entry=broken.entry, why=broken.why))
    if lost := Entry.objects.filter(leaf=None).count():
        faults.append(
            _("有 {count} 条记录没有排入任何日志，也没有在等候：是绕过程序写入的。").format(count=lost)
        )
    waiting = Leaf.objects.filter(index__isnull=True).count()
    return Report([_check_log(log) for log in Log.objects.order_by("area_code")], waiting, faults)


def _check_log(log: Log) -> Found:
    size, faults = _check_leaves(log)
    newest, public = Checkpoint.objects.filter(log=log).order_by("-size").first(), published(log)
    if (newest.size if newest else 0) != size:
        faults.append(
            _("最新的检查点说有 {said} 条，实有 {size} 条。").format(
                said=newest.size if newest else 0, size=size
            )
        )
    faults += _said(_check_signatures, log)
    for by in (log, *operators.witnesses_of(log, Log.objects.order_by("pk"))):
        faults += _said(_check_memory, log, by)
    witnesses: dict[str, int] = {}
    if public:
        witnesses, missing = _witnesses(log, public)
        faults += missing
    return Found(
        log.origin,
        size,
        public.size if public else 0,
        int(public.at.timestamp()) if public else 0,
        witnesses,
        faults,
    )


def _said(look: Callable[..., list[str]], *logs: Log) -> list[str]:
    try:
        return look(*logs)
    except Refused as refusal:
        return [str(refusal)]


def _check_leaves(log: Log) -> tuple[int, list[str]]:
    """Make the tiles anew from the entries and lay them beside the stored ones. Answers (size, faults)."""
    size, faults, open_tiles = 0, list[str](), dict[Place, bytes]()

    def read(level: int, number: int) -> bytes:
        return open_tiles[level, number]

    for batch in _batches(log):
        faults += _misplaced(log, batch, size)
        leaves = [leaf_hash(bytes.fromhex(digest)) for _index, digest, _area in batch]
        changed = grown(size, leaves, read)
        open_tiles.update(changed)
        size += len(batch)
        done = {place: hashes for place, hashes in changed.items() if len(hashes) == WIDTH * HASH}
        faults += _other_tiles(log, done)
        for place in done:
            del open_tiles[place]
        if faults:
            return log.leaves.count(), faults[:3]
    faults += _other_tiles(log, open_tiles)
    if Tile.objects.filter(log=log).count() != _tiles_in(size):
        faults.append(_("数据块的个数与记录条数不符。"))
    return size, faults


def _batches(log: Log) -> Iterator[list[tuple[int, str, str]]]:
    rows = log.leaves.order_by("index").values_list("index", "entry__hash", "entry__area_code")
    batch: list[tuple[int, str, str]] = []
    for index, digest, area in rows.iterator(chunk_size=2048):
        batch.append((index or 0, digest, area))
        if len(batch) == WIDTH:
            yield batch
            batch = []
    if batch:
        yield batch


def _misplaced(log: Log, batch: list[tuple[int, str, str]], size: int) -> list[str]:
    city = log.area_code == settings.CITY_CODE
    for place, (index, _digest, area) in enumerate(batch, size):
        if index != place:
            return [_("第 {place} 个位置是空的：有记录被删去。").format(place=place)]
        if not city and not covers(log.area_code, area):
            return [_("第 {place} 条记录不属于这个区域的日志。").format(place=place)]
    return []


def _other_tiles(log: Log, made: dict[Place, bytes]) -> list[str]:
    for (level, number), hashes in made.items():
        stored = Tile.objects.filter(log=log, level=level, number=number).values_list("hashes", flat=True)
        if bytes(stored.first() or b"") != hashes:
            return [_other(level, number, bytes(stored.first() or b""), hashes)]
    return []


def _other(level: int, number: int, stored: bytes, made: bytes) -> str:
    places = range(0, len(made), HASH)
    first = next((at // HASH for at in places if stored[at : at + HASH] != made[at : at + HASH]), 0)
    start = (number * WIDTH + first) << (HEIGHT * level)
    if level:
        return _("从第 {place} 条起，记录与日志的上层数据块不一致。").format(place=start)
    return _("第 {place} 条记录与日志中的指纹不一致：记录或日志被改动。").format(place=start)


def _tiles_in(size: int) -> int:
    return sum(-(-(size >> (HEIGHT * level)) // WIDTH) for level in range(8))


def _check_signatures(log: Log) -> list[str]:
    """Each checkpoint is signed by the log and has the root that its size has in the tiles."""
    vkey, tiles = operators.vkey_of(log), tiles_of(log)
    for checkpoint in Checkpoint.objects.filter(log=log).order_by("size").iterator():
        try:
            now = open_checkpoint(checkpoint.note, vkey=vkey)
            fits = (now.origin, now.size) == (log.origin, checkpoint.size) and now.root == (
                root_of(now.size, tiles) if now.size else EMPTY
            )
        except ValueError:
            fits = False
        if not fits:
            return [_("第 {size} 条时的检查点不对：签名或根与日志不符。").format(size=checkpoint.size)]
    return []


def _check_memory(log: Log, by: Log) -> list[str]:
    newest = Checkpoint.objects.filter(log=log).order_by("-size").first()
    before = operators.last_seen(by, log)
    if before and not newest:
        return [_("{by} 见过 {log}，现在库里没有它的检查点。").format(by=by.origin, log=log.origin)]
    if newest:
        try:
            operators.need_growth(by, log, said(newest), tiles_of(log))
        except NoteError:
            return []  # said already: its signature does not hold
    return []


def _witnesses(log: Log, public: Checkpoint) -> tuple[dict[str, int], list[str]]:
    """Answer who cosigned; and say of whom, having seen the checkpoint, the cosignature is missing or wrong."""
    try:
        among = operators.witnesses_of(log, Log.objects.order_by("pk"))
        others = {operators.witness_vkey_of(by): by for by in among}
        seen = cosigned_by(public.note, vkeys=list(others))
        owed = [
            by for vkey, by in others.items() if vkey.partition("+")[0] not in seen and _saw(by, log, public)
        ]
    except (NoteError, Refused) as error:
        return {}, [_("公布的检查点的见证签名无法核对：{error}").format(error=error)]
    return seen, [_("缺少 {by} 对已公布检查点的见证签名。").format(by=by.origin) for by in owed]


def _saw(by: Log, log: Log, public: Checkpoint) -> bool:
    before = operators.last_seen(by, log)
    return before is not None and before.size >= public.size
