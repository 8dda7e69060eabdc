"""Load a taxonomy of kinds: the platform's own short one, or a city's; find a kind by what a file calls it."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Duty, DutyList
from gongzhi.kernel.bodies.selectors import duty_list
from gongzhi.kernel.bodies.services import publish_duties
from gongzhi.kernel.matters.models import Kind
from gongzhi.kernel.matters.soundness import exceeds
from gongzhi.kernel.people.vocabulary import HANDLERS
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.cases.procedures import CASE

from .reading import places, table

DEFAULT = Path(__file__).parents[1] / "data" / "kinds.csv"
OWN_LIST = "gongzhi"
OWN_COLUMNS = ("code", "name", "level", "function", "amount", "unit", "place")
LEVELS = {
    "level1": ("一级类别", "一级分类", "一级标签"),
    "level2": ("二级类别", "二级分类", "二级标签"),
    "level3": ("三级类别", "三级分类", "三级标签"),
}
LEAF, MOST = 6, 99
COMMUNITY = 12
STORED = ("name", "procedure", "term_amount", "term_unit", "place_needed", "retired_on")

DutyRow = tuple[str, int, str, str]
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What an import did: kinds of the lowest level in the file; codes that are new, changed, retired."""

    kinds: int
    new: int
    changed: int
    retired: int
    version: str


def prepare(at: datetime) -> int:
    """Load the platform's own kinds, unless a city has put its own taxonomy in force."""
    if DutyList.objects.exclude(version__startswith=OWN_LIST).exists():
        return 0
    return load_kinds(version=OWN_LIST, on=timezone.localdate(at)).kinds


@transaction.atomic
def load_kinds(*, path: Path = DEFAULT, version: str = "", on: date) -> Loaded:
    """Put the kinds of a CSV or XLSX in force, and who handles them as a list of duties.

    `version`: the list's name (default: the file's), numbered on when it is taken.
    Columns: code, name, level, function, amount, unit, place; or level1, level2, level3 by name, where known
    names keep their codes and new ones get the next free number. Kinds that the file does not name any more are
    retired, never deleted: old matters keep theirs. Raises ValueError (Chinese, with the line) and keeps nothing.
    """
    with table(path) as found:
        own, named = places(found.header, dict.fromkeys(OWN_COLUMNS, ())), places(found.header, LEVELS)
        columns = own if len(own) == len(OWN_COLUMNS) else named
        rows = [(_checked(line.number, line.fault), _texts(line.cells, columns)) for line in found.lines]
    if columns is not own and "level1" not in named:
        raise ValueError(
            _("文件里应有这些列：{own}；或者：{named}。现有：{found}。").format(
                own="、".join(OWN_COLUMNS), named="、".join(LEVELS), found="、".join(found.header)[:200]
            )
        )
    kinds, duties = _numbered(rows) if columns is own else _named(rows, on)
    if not kinds:
        raise ValueError(_("文件里没有任何类别，没有导入。"))
    new, changed, retired = _store(kinds, on)
    leaves = sum(len(kind.code) == LEAF for kind in kinds)
    return Loaded(leaves, new, changed, retired, _publish(duties, version or path.stem, on))


def _checked(number: int, fault: str) -> int:
    if fault:
        raise _wrong(number, fault)
    return number


def _wrong(line: int, why: str) -> ValueError:
    return ValueError(_("第{line}行{why}。没有导入任何类别。").format(line=line, why=why))


def _texts(cells: Iterable[object], columns: dict[str, int]) -> dict[str, str]:
    texts = [str(cell).strip() for cell in cells]
    return {field: texts[place] for field, place in columns.items()}


def _store(kinds: list[Kind], on: date) -> tuple[int, int, int]:
    """Write what differs. Answers how many codes were new, changed and retired."""
    before = Kind.objects.in_bulk([kind.code for kind in kinds])
    new = [kind for kind in kinds if kind.code not in before]
    changed = [k for k in kinds if k.code in before and _values(k) != _values(before[k.code])]
    Kind.objects.bulk_create(
        [*new, *changed], update_conflicts=True, unique_fields=["code"], update_fields=STORED
    )
    gone = Kind.objects.filter(procedure=CASE.key, retired_on__isnull=True)
    retired = gone.exclude(code__in=[kind.code for kind in kinds]).update(retired_on=on)
    return len(new), len(changed), retired


def _values(kind: Kind) -> list[object]:
    return [getattr(kind, name) for name in STORED]


def _publish(duties: list[DutyRow], name: str, on: date) -> str:
    """Put a list of duties in force, unless the one in force says the same. Answers its version."""
    if now := duty_list(on):
        rows = Duty.objects.filter(duties=now).values_list("kind_code", "level", "function")
        if set(rows) == {row[:3] for row in duties}:
            return now.version
    taken = set(DutyList.objects.values_list("version", flat=True))
    names = (f"{name[:36]}-{number}" if number > 1 else name[:36] for number in count(1))
    version = next(name for name in names if name not in taken)
    publish_duties(version=version, title=_("群众诉求承办权责清单"), since=on, rows=duties)
    return version


def _numbered(rows: list[Row]) -> tuple[list[Kind], list[DutyRow]]:
    kinds: dict[str, Kind] = {}
    for line, row in rows:
        code = row["code"]
        if code in kinds:
            raise _wrong(line, _("的代码“{code}”前面已经有了").format(code=code))
        kinds[code] = _kind(line, row)
    missing = [(code, code[:-2]) for code in kinds if code[:-2] and code[:-2] not in kinds]
    if missing:
        code, parent = missing[0]
        raise ValueError(
            _("类别“{code}”的上一级“{parent}”不在文件里。没有导入任何类别。").format(code=code, parent=parent)
        )
    taken = Kind.objects.filter(code__in=kinds).exclude(procedure=CASE.key).first()
    if taken:
        raise ValueError(_("代码“{code}”已用于其他业务。没有导入任何类别。").format(code=taken.code))
    return list(kinds.values()), [
        (r["code"], int(r["level"]), r["function"], "") for _n, r in rows if r["level"]
    ]


def _kind(line: int, row: dict[str, str]) -> Kind:
    if not (row["code"].isascii() and row["code"].isdigit() and len(row["code"]) in (2, 4, LEAF)):
        raise _wrong(line, _("的代码“{code}”应为2、4或6位数字").format(code=row["code"]))
    if row["level"] and row["level"] not in map(str, HANDLERS):
        raise _wrong(line, _("的层级“{level}”应为12、9、6或2").format(level=row["level"]))
    _check_name(line, row["name"])
    try:
        term = Term(int(row["amount"]), Unit(row["unit"])) if row["amount"] not in ("", "0") else None
    except ValueError:
        given = f"{row['amount']} {row['unit']}"
        why = _("的期限“{given}”应为数字和 working、calendar 或 hours").format(given=given)
        raise _wrong(line, why) from None
    ceiling = CASE.rule("answer").ceiling
    if term and exceeds(term, ceiling):
        why = _("“{name}”的答复期限超过{law}规定的{most}日")
        raise _wrong(line, why.format(name=row["name"], law=ceiling.law, most=ceiling.amount))
    return Kind(
        code=row["code"],
        name=row["name"],
        procedure=CASE.key,
        term_amount=term.amount if term else None,
        term_unit=row["unit"],
        place_needed=row["place"] != "0",
    )


def _check_name(line: int, name: str) -> None:
    if not 0 < len(name) <= 60:
        raise _wrong(line, _("的名称应为1至60个字"))


def _named(rows: list[Row], on: date) -> tuple[list[Kind], list[DutyRow]]:
    """Give codes to names. A kind is the same as before when its name and the one above it are."""
    ours = Kind.objects.filter(procedure=CASE.key).order_by(F("retired_on").desc(nulls_last=True), "-code")
    known = {(kind.code[:-2], kind.name): kind for kind in ours}
    taken = set(Kind.objects.values_list("code", flat=True))
    found: dict[str, Kind] = {}
    for line, row in rows:
        parent = ""
        for name in _path(line, row):
            kind = known.get((parent, name)) or Kind(
                code=_next_code(parent, taken), name=name, procedure=CASE.key
            )
            known[parent, name] = kind
            parent = kind.code
            taken.add(parent)
            found[parent] = copy(kind)
            found[parent].retired_on = None
    before = {duty.kind_code: duty for duty in Duty.objects.filter(duties=duty_list(on))}
    return list(found.values()), [_duty(code, before.get(code)) for code in found if len(code) == LEAF]


def _path(line: int, row: dict[str, str]) -> list[str]:
    names = [row.get(level, "") for level in LEVELS]
    while names and not names[-1]:
        names.pop()
    for name in names:
        _check_name(line, name)
    return names


def _next_code(parent: str, taken: set[str]) -> str:
    for number in range(1, MOST + 1):
        if (code := f"{parent}{number:02d}") not in taken:
            return code
    raise ValueError(_("一级之下最多{most}个类别，文件里的更多。没有导入任何类别。").format(most=MOST))


def _duty(code: str, before: Duty | None) -> DutyRow:
    return (code, before.level, before.function, before.basis) if before else (code, COMMUNITY, "", "")


class KnownKinds:
    """The kinds of case by code, by path of names and by name, retired ones by code only."""

    def __init__(self) -> None:
        self._codes = {kind.code: kind for kind in Kind.objects.filter(procedure=CASE.key)}
        self._paths: dict[tuple[str, ...], Kind] = {}
        self._names: dict[str, list[Kind]] = {}
        for code, kind in sorted(self._codes.items(), key=lambda item: -len(item[0])):
            if kind.retired_on is None:
                above = (self._codes.get(code[:n]) for n in range(2, len(code) + 1, 2))
                self._paths[tuple(k.name for k in above if k)] = kind
                self._names.setdefault(kind.name, []).append(kind)

    def find(self, *names: str) -> Kind:
        """Answer the kind with this code, path or name (of several levels the lowest). Raises ValueError."""
        if kind := self._paths.get(names) or (self._codes.get(names[0]) if len(names) == 1 else None):
            return kind
        same = self._names.get(names[0], []) if len(names) == 1 else []
        lowest = [kind for kind in same if len(kind.code) == len(same[0].code)]
        if len(lowest) == 1:
            return lowest[0]
        why = _("有几个类别叫“{name}”，请写代码") if lowest else _("没有“{name}”这个类别")
        raise ValueError(why.format(name="/".join(names)))
