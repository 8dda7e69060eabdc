"""Check a table of units and owners, say what is wrong line by line, take all of it or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.exchange.tables import MOST_LINES, Fault, too_long
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.territory.models import Area, Building, Dwelling, Estate
from gongzhi.lib.identity import phone_number
from gongzhi.modules.owners.models import Assembly, Holding, Owner, Unit
from gongzhi.modules.owners.policies import handles
from gongzhi.modules.owners.procedures.judging import square_metres
from gongzhi.modules.owners.vocabulary import AREA_LENGTH, ENROLLED, IMPORTED, UnitKind

from .owning import owner_of
from .standing import as_keeper, hold, note

HEADINGS = ("楼栋", "房号", "类型", "面积", "未售", "业主", "手机号", "份额")
KINDS = {"": UnitKind.FLAT, **{str(k.label): k for k in UnitKind}}
YES, NO = {"是", "未售", "y", "1"}, {"", "否", "已售", "n", "0"}
LARGEST = 10_000_000  # 0.01 m²


@dataclass(frozen=True, slots=True)
class Row:
    """A unit with one of its owners: joint owners have a line each, and the first of them votes."""

    line: int
    building: str
    room: str
    kind: str
    area: int
    unsold: bool
    owner: str
    phone: str
    share: str

    @property
    def key(self) -> tuple[str, str]:
        return self.building, self.room


@dataclass(slots=True)
class Preview:
    """What a table holds. It may be taken in when there is no fault. `area`: of all units, in 0.01 m²."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def units(self) -> int:
        return len({row.key for row in self.rows})

    @property
    def owners(self) -> int:
        return len({(row.owner, row.phone) for row in self.rows if row.owner})

    @property
    def area(self) -> int:
        return sum({row.key: row.area for row in self.rows}.values())

    @property
    def area_text(self) -> str:
        return square_metres(self.area)


def check(table: Sequence[Sequence[str]]) -> Preview:
    """Answer what a table holds and everything that is wrong with it, with line numbers as a spreadsheet shows them."""
    found = Preview()
    if not table or tuple(table[0][: len(HEADINGS)]) != HEADINGS:
        found.faults.append(Fault(1, _("第一行应为：{headings}。").format(headings="、".join(HEADINGS))))
        return found
    if why := too_long(table, MOST_LINES):
        found.faults.append(why)
        return found
    for line, cells in enumerate(table[1:], start=2):
        if any(cells):
            _line(found, line, [*cells, *[""] * len(HEADINGS)][: len(HEADINGS)])
    _together(found)
    if not found.rows and not found.faults:
        found.faults.append(Fault(0, _("表里没有房号。")))
    return found


def _line(found: Preview, line: int, cells: list[str]) -> None:
    building, room, kind, area, unsold, owner, phone, share = cells
    reasons = list(_against(building, room, kind, unsold, owner))
    size, phone_right = _area(area), _phone(phone)
    if size is None:
        reasons.append(_("面积“{area}”不是大于0、最多两位小数的数").format(area=area))
    if phone_right is None:
        reasons.append(_("手机号“{phone}”不对").format(phone=phone))
    found.faults += [Fault(line, why) for why in reasons]
    if not reasons and size is not None:
        row = Row(
            line, building, room, KINDS[kind], size, unsold.lower() in YES, owner, phone_right or "", share
        )
        found.rows.append(row)


def _against(building: str, room: str, kind: str, unsold: str, owner: str) -> list[str]:
    return [
        why
        for wrong, why in (
            (not building or len(building) > 40, _("楼栋没有写，或者太长")),
            (not room or len(room) > 20, _("房号没有写，或者太长")),
            (
                kind not in KINDS,
                _("类型“{kind}”应为：{kinds}").format(kind=kind, kinds="、".join(filter(None, KINDS))),
            ),
            (unsold.lower() not in YES | NO, _("“未售”一栏应为“是”或者“否”")),
            (not owner or len(owner) > 60, _("业主没有写，或者太长（未售的写建设单位）")),
        )
        if wrong
    ]


def _area(text: str) -> int | None:
    try:
        size = Decimal(text) * 100
    except InvalidOperation:
        return None
    if not size.is_finite() or size != size.to_integral_value() or not 0 < size <= LARGEST:
        return None
    return int(size)


def _phone(text: str) -> str | None:
    try:
        return phone_number(text) if text else ""
    except ValueError:
        return None


def _together(found: Preview) -> None:
    """Lines of one room must agree, and no owner may stand twice for it."""
    first: dict[tuple[str, str], Row] = {}
    seen: dict[tuple[str, str, str, str], int] = {}
    for row in found.rows:
        before = first.setdefault(row.key, row)
        same = (row.building, row.room, row.owner, row.phone)
        if same in seen:
            why = _("房号{room}重复，第{line}行已有").format(room=row.building + row.room, line=seen[same])
            found.faults.append(Fault(row.line, why))
        elif (before.area, before.kind, before.unsold) != (row.area, row.kind, row.unsold):
            why = _("房号{room}与第{line}行的面积、类型或未售不一致").format(
                room=row.building + row.room, line=before.line
            )
            found.faults.append(Fault(row.line, why))
        seen.setdefault(same, row.line)


@transaction.atomic
def enrol(*, area: str, name: str, address: str, actor: Actor, at: datetime) -> Assembly:
    """Enter an estate of a community, so that a roll can be taken in. Raises Refused for others, and for a known name."""
    grant = handles(actor, area)
    if grant is None or not Area.objects.filter(pk=area, level=AREA_LENGTH).exists():
        raise Refused(_("只有社区工作人员和街道（乡镇）可以登记本社区的小区。"))
    if Estate.objects.filter(area_id=area, name=name.strip()).exists():
        raise Refused(_("“{name}”已经登记过，没有重复登记。").format(name=name.strip()))
    made = Estate.objects.create(area_id=area, name=name.strip()[:80], address=address.strip()[:160])
    assembly = hold(made.pk)
    note(ENROLLED, assembly, snapshot_by(actor, grant), at=at, address=made.address)
    return assembly


@transaction.atomic
def import_roll(
    *, estate: int, rows: Sequence[Row], since: date | None = None, actor: Actor, at: datetime
) -> int:
    """Take a checked table in; answers how many units that are. Nothing is taken when a room is on the roll already.

    `since`: from which day the owners own; today if not given. Raises Refused.
    """
    assembly = hold(estate)
    by = as_keeper(actor, assembly, at)
    known = {(u.dwelling.building.name, u.dwelling.room) for u in _units(assembly)}
    if twice := next((row for row in rows if row.key in known), None):
        raise Refused(
            _("{room}（第{line}行）已经在名册上，没有导入任何内容。改动请用“更正”或者“转让”。").format(
                room=twice.building + twice.room, line=twice.line
            )
        )
    day = since or timezone.localdate(at)
    made: dict[tuple[str, str], Unit] = {}
    owners: dict[tuple[str, str], Owner] = {}
    for row in rows:
        first = row.key not in made
        unit = made.get(row.key) or _unit(assembly, row)
        made[row.key] = unit
        owner = owners.get((row.owner, row.phone)) or owner_of(assembly, row.owner, row.phone)
        owners[row.owner, row.phone] = owner
        Holding.objects.create(unit=unit, owner=owner, share=row.share[:12], votes=first, since=day)
    area = sum({row.key: row.area for row in rows}.values())
    note(IMPORTED, assembly, by, at=at, units=len(made), area=square_metres(area))
    return len(made)


def _units(assembly: Assembly) -> list[Unit]:
    return list(Unit.objects.filter(estate=assembly.pk).select_related("dwelling__building"))


def _unit(assembly: Assembly, row: Row) -> Unit:
    building, _new = Building.objects.get_or_create(estate=assembly.estate, name=row.building)
    dwelling, _new = Dwelling.objects.update_or_create(
        building=building, room=row.room, defaults={"floor_area": row.area}
    )
    return Unit.objects.create(dwelling=dwelling, estate=assembly.estate, kind=row.kind, unsold=row.unsold)
