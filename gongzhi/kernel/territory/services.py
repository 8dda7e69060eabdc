"""Load the divisions; make, rename and close grids."""

from collections.abc import Collection
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby
from uuid import NAMESPACE_OID, UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot, RecordType, declare
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory import divisions
from gongzhi.kernel.territory.models import Area, AreaName, Succession
from gongzhi.kernel.territory.selectors import areas
from gongzhi.kernel.territory.vocabulary import COMMUNITY, GRID, Kind, kind_of, urban_by_name
from gongzhi.lib.canonical import Json
from gongzhi.lib.codes import after

MOST_GRIDS = 999

AREAS_LOADED = declare(
    RecordType("territory.areas_loaded", _("载入行政区划：{areas} 个区划，{names} 个名称"))
)
GRID_MADE = declare(RecordType("territory.grid_made", _("设立网格“{name}”（{code}）")))
GRID_RENAMED = declare(RecordType("territory.grid_renamed", _("网格“{old}”更名为“{name}”")))
GRID_CLOSED = declare(RecordType("territory.grid_closed", _("撤销网格“{name}”（{code}）")))

SUCCEEDED = declare(RecordType("territory.succeeded", _("区划 {old} 自 {on} 起并入或者分为 {new}")))


def stream_of(code: str) -> UUID:
    """Answer the stream of the record that holds what was done to an area."""
    return uuid5(NAMESPACE_OID, f"gongzhi:area:{code}")


@transaction.atomic
def load_areas(*, at: datetime, under: str = "") -> int:
    """Bring the areas at and below `under` (and those above it) to the state of the shipped divisions.

    Answers how many areas that are. A second call changes nothing; grids stay as they are.
    """
    spans = list(divisions.read(under))
    loaded = [_area(list(same)) for _code, same in groupby(spans, key=lambda span: span.code)]
    names = [AreaName(area_id=s.code, name=s.name, since=s.since, until=s.until) for s in spans]
    Area.objects.bulk_create(
        loaded,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "kind", "urban", "since", "until"],
    )
    AreaName.objects.bulk_create(
        names,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["area", "since"],
        update_fields=["name", "until"],
    )
    _look_at_what_is_there()
    version = sha256(divisions.FILE.read_bytes()).hexdigest()
    _note_load({"under": under, "areas": len(loaded), "names": len(names), "version": version}, at=at)
    return len(loaded)


def _look_at_what_is_there() -> None:
    """Let the planner count what was loaded at one blow: guessing that the tables are empty, it joins row by row."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for table in (Area._meta.db_table, AreaName._meta.db_table):
            cursor.execute(f"ANALYZE {table}")


def _area(spans: list[divisions.Span]) -> Area:
    first, last = spans[0], spans[-1]
    return Area(
        code=last.code,
        name=last.name,
        level=len(last.code),
        kind=kind_of(last.code, last.name),
        urban=urban_by_name(last.code, last.name),
        since=first.since,
        until=last.until,
    )


def _note_load(payload: dict[str, Json], *, at: datetime) -> None:
    """Record a load once; the same load again is no news."""
    stream = stream_of(str(payload["under"]))
    last = Entry.objects.filter(stream=stream, kind=AREAS_LOADED.key).order_by("-seq").first()
    if last is None or last.payload != payload:
        write(AREAS_LOADED, stream=stream, area=str(payload["under"]), actor=SYSTEM, at=at, payload=payload)


@transaction.atomic
def make_grid(*, community: str, name: str, at: datetime, actor: ActorSnapshot) -> Area:
    """Make a grid in a community, with the next number that was never used there.

    Raises Area.DoesNotExist; ValidationError when the place, the name or the number does not allow it.
    """
    place = Area.objects.select_for_update().get(code=community)
    if place.level != COMMUNITY or place.until is not None:
        raise ValidationError(_("网格只能设在现有的社区（村）内，“{name}”不是。").format(name=place.name))
    name = _free_name(name, community)
    code = _next_code(community)
    since = localdate(at)
    grid = Area.objects.create(
        code=code, name=name, level=GRID, kind=Kind.GRID, urban=place.urban, since=since, until=None
    )
    AreaName.objects.create(area=grid, name=name, since=since)
    _note(GRID_MADE, grid, {"code": code, "name": name}, at=at, actor=actor)
    return grid


@transaction.atomic
def rename_grid(*, code: str, name: str, at: datetime, actor: ActorSnapshot) -> Area:
    """Give a grid a new name from today on. Raises Area.DoesNotExist, ValidationError."""
    grid = _open_grid(code)
    old, today = grid.name, localdate(at)
    grid.name = _free_name(name, code[:COMMUNITY])
    grid.save(update_fields=["name"])
    AreaName.objects.filter(area=grid, until__isnull=True, since__lt=today).update(until=today)
    AreaName.objects.update_or_create(area=grid, since=today, defaults={"name": grid.name})
    _note(GRID_RENAMED, grid, {"code": code, "old": old, "name": grid.name}, at=at, actor=actor)
    return grid


@transaction.atomic
def close_grid(*, code: str, at: datetime, actor: ActorSnapshot) -> Area:
    """End a grid today; its number is not used again. Raises Area.DoesNotExist, ValidationError."""
    grid = _open_grid(code)
    today = localdate(at)
    current = AreaName.objects.get(area=grid, until__isnull=True)
    if current.since >= today:
        raise ValidationError(_("网格“{name}”今天才设立或更名，明天起才能撤销。").format(name=grid.name))
    current.until = grid.until = today
    current.save(update_fields=["until"])
    grid.save(update_fields=["until"])
    _note(GRID_CLOSED, grid, {"code": code, "name": grid.name}, at=at, actor=actor)
    return grid


def _open_grid(code: str) -> Area:
    grid = Area.objects.select_for_update().get(code=code)
    if grid.kind != Kind.GRID or grid.until is not None:
        raise ValidationError(_("“{name}”不是在用的网格，未作任何改动。").format(name=grid.name))
    return grid


def _free_name(name: str, community: str) -> str:
    """Answer the trimmed name. Raises ValidationError when it is empty or taken in the community."""
    if not (name := name.strip()):
        raise ValidationError(_("请填写网格名称。"))
    if areas(under=community, length=GRID).filter(name=name).exists():
        raise ValidationError(_("本社区（村）已有名为“{name}”的网格，请换一个名称。").format(name=name))
    return name


def _next_code(community: str) -> str:
    last = Area.objects.filter(code__gt=community, code__lt=after(community)).aggregate(last=Max("code"))[
        "last"
    ]
    number = int(last[COMMUNITY:]) + 1 if last else 1
    if number > MOST_GRIDS:
        raise ValidationError(_("本社区（村）的网格编号已用完（最多 {most} 个）。").format(most=MOST_GRIDS))
    return f"{community}{number:03}"


def _note(
    kind: RecordType, grid: Area, payload: dict[str, Json], *, at: datetime, actor: ActorSnapshot
) -> None:
    write(kind, stream=stream_of(grid.code), area=grid.code, actor=actor, at=at, payload=payload)


@transaction.atomic
def succeed(*, old: str, new: Collection[str], on: date, at: datetime, actor: ActorSnapshot) -> None:
    """Say what became of an area: it went into one other, or was parted among several. Said anew, it is replaced.

    Raises Area.DoesNotExist; ValidationError for areas of different levels.
    """
    areas_named = {code: Area.objects.get(code=code) for code in (old, *new)}
    if not new or len({area.level for area in areas_named.values()}) > 1 or old in new:
        raise ValidationError(_("撤销的区划和承接的区划应当不同，并且属于同一级。"))
    Succession.objects.filter(old=old).delete()
    Succession.objects.bulk_create(Succession(old_id=old, new_id=code, on=on) for code in sorted(new))
    payload: dict[str, Json] = {"old": old, "new": ", ".join(sorted(new)), "on": on.isoformat()}
    write(SUCCEEDED, stream=stream_of(old), area=old, actor=actor, at=at, payload=payload)
