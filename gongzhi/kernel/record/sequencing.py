"""Give entries their place in a log, sign its checkpoints, have them witnessed, publish them.

One writer a log: whoever holds the lock on its row. The order of places is that in which the writer finds entries
waiting; ids are never compared with a mark, for PostgreSQL commits them out of order.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.kernel.record import operators
from gongzhi.kernel.record.models import Checkpoint, Leaf, Log, Tile
from gongzhi.kernel.record.operators import Refused
from gongzhi.kernel.record.proving import said, tiles_of
from gongzhi.lib import notes
from gongzhi.lib.codes import after
from gongzhi.lib.merkle import Tiles, grown, leaf_hash, root_of

worker_log = logging.getLogger(__name__)


@transaction.atomic
def found_log(*, area: str) -> Log:
    """Begin the log of an area, with keys of its own; answers the one there is where it was begun before.

    The city's is named by GONGZHI_LOG_ORIGIN, a district's beside it by its code.
    """
    beside = settings.LOG_ORIGIN.rpartition("/")[0] or settings.LOG_ORIGIN
    origin = settings.LOG_ORIGIN if area == settings.CITY_CODE else f"{beside}/{area}"
    log, _made = Log.objects.get_or_create(area_code=area, defaults={"origin": origin})
    if (
        not log.checkpoints.exists()
    ):  # a log that has spoken never gets other keys: lost ones have to be found
        operators.install(log)
    return log


def waiting_for(log: Log) -> QuerySet[Leaf]:
    """Answer the leaves that wait for this log: the deepest that covers their area, or else the city's."""
    others = Log.objects.exclude(pk=log.pk).values_list("area_code", flat=True)
    whole = log.area_code == settings.CITY_CODE
    scope = Q() if whole else _below(log.area_code)
    for area in others:
        if whole or area.startswith(log.area_code):
            scope &= ~_below(area)
    return Leaf.objects.filter(scope, index__isnull=True).order_by("entry_id")


def _below(area: str) -> Q:
    return Q(entry__area_code__gte=area, entry__area_code__lt=after(area))


def sequence(*, at: datetime, most: int = 100) -> int:
    """Give up to `most` waiting entries of each log their place. Answers how many got one.

    Where an operator refuses, that log stands still, unpublished, and the reason is in the worker's log.
    """
    return sum(_tended(log, at, most) for log in Log.objects.order_by("pk"))


def _tended(log: Log, at: datetime, most: int) -> int:
    """Nothing is locked while there is nothing to do: the worker asks every second."""
    done = 0
    try:
        if waiting_for(log).exists():
            done = _locked(log, lambda: _append(log, at, most))
        if _unpublished(log):
            _locked(log, lambda: _publish(log, at))
    except Refused as refusal:
        _tell(log.origin, str(refusal))
        return 0
    return done


def _locked(log: Log, work: Callable[[], int]) -> int:
    with transaction.atomic():
        Log.objects.select_for_update().get(pk=log.pk)
        return work()


@cache
def _tell(origin: str, why: str) -> None:
    """Say it once a process, not every second."""
    worker_log.error("log %s: nothing is published: %s", origin, why)


def _append(log: Log, at: datetime, most: int) -> int:
    """Tiles, checkpoint and places in one transaction; the operator looks first whether its log only grows."""
    waiting = list(waiting_for(log).select_related("entry")[:most])
    if not waiting:
        return 0
    before = Checkpoint.objects.filter(log=log).order_by("-size").first()
    size = before.size if before else 0
    old = tiles_of(log)
    changed = grown(size, [leaf_hash(bytes.fromhex(leaf.entry.hash)) for leaf in waiting], old)
    new = _over(changed, old)
    now = notes.Checkpoint(log.origin, size + len(waiting), root_of(size + len(waiting), new))
    _need_the_same_beginning(log, before, old)
    operators.need_growth(log, log, now, new)
    _store(log, changed)
    Checkpoint.objects.create(log=log, size=now.size, at=at, note=notes.sign(now.text, operators.key_of(log)))
    _place(log, waiting, size)
    return len(waiting)


def _over(changed: dict[tuple[int, int], bytes], old: Tiles) -> Tiles:
    return lambda level, number: changed.get((level, number)) or old(level, number)


def _need_the_same_beginning(log: Log, before: Checkpoint | None, tiles: Tiles) -> None:
    """The tiles at hand are those of the newest checkpoint: a part of the database may have been restored."""
    try:
        fits = before is None or said(before).root == root_of(before.size, tiles)
    except ValueError:  # no checkpoint, or no tiles for it
        fits = False
    if not fits:
        raise Refused(_("{log}：数据块与最新的检查点不一致。").format(log=log.origin))


def _store(log: Log, changed: dict[tuple[int, int], bytes]) -> None:
    for (level, number), hashes in changed.items():
        if not Tile.objects.filter(log=log, level=level, number=number).update(hashes=hashes):
            Tile.objects.create(log=log, level=level, number=number, hashes=hashes)


def _place(log: Log, waiting: Sequence[Leaf], size: int) -> None:
    for index, leaf in enumerate(waiting, size):
        leaf.log, leaf.index = log, index
    Leaf.objects.bulk_update(waiting, ["log", "index"], batch_size=200)


def _unpublished(log: Log) -> Checkpoint | None:
    newest = Checkpoint.objects.filter(log=log).order_by("-size").first()
    return None if newest is None or newest.published else newest


def _publish(log: Log, at: datetime) -> int:
    """Have the newest checkpoint seen by its own operator and its witnesses; only then is it for everybody."""
    newest = _unpublished(log)
    if newest is None:
        return 0
    note, tiles = newest.note, tiles_of(log)
    for by in (log, *operators.witnesses_of(log, Log.objects.order_by("pk"))):
        note = operators.witness(by, log, note, tiles, at=int(at.timestamp()))
    Checkpoint.objects.filter(pk=newest.pk).update(note=note, published=True)
    return 1
