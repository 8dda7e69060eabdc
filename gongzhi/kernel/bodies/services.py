"""Found the offices of every area; keep the list of powers and duties."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Duty, DutyList, Organisation
from gongzhi.kernel.territory.models import Area
from gongzhi.lib.identity import credit_code

GOVERNED = {2: "人民政府", 6: "人民政府"}


def office_name(area: Area) -> str:
    """Answer the name of the body that governs an area: 大溪沟街道 → 大溪沟街道办事处."""
    if len(area.code) == 12 or area.name.endswith(("办事处", "委员会", "居委会", "村委会")):
        return area.name
    if area.name.endswith("街道"):
        return f"{area.name}办事处"
    return f"{area.name}人民政府" if len(area.code) < 12 else area.name


@transaction.atomic
def found_offices(*, at: date) -> int:
    """Give every area of today (grids aside) its general office. Answers how many were new."""
    known = set(Organisation.objects.filter(function="").values_list("code", flat=True))
    new = [
        Organisation(
            code=area.code,
            name=office_name(area),
            kind=Organisation.Kind.COMMITTEE if len(area.code) == 12 else Organisation.Kind.GOVERNMENT,
            area_code=area.code,
            since=area.since,
        )
        for area in Area.objects.filter(until__isnull=True, level__lte=12)
        if area.code not in known
    ]
    Organisation.objects.bulk_create(new, batch_size=500)
    return len(new)


def found(
    *, code: str, name: str, kind: str, area_code: str, since: date, function: str = "", credit: str = ""
) -> Organisation:
    """Register an organisation. Raises ValueError (in Chinese) for a wrong unified social credit code."""
    checked = credit_code(credit) if credit else ""
    organisation, _made = Organisation.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "kind": kind,
            "area_code": area_code,
            "since": since,
            "function": function,
            "credit_code": checked,
        },
    )
    return organisation


@transaction.atomic
def publish_duties(
    *, version: str, title: str, since: date, rows: Iterable[tuple[str, int, str, str]]
) -> DutyList:
    """Put a new version of the list in force from `since`; the one before ends on that day.

    `rows`: (kind code, level, function, basis). Raises ValueError when the version exists already.
    """
    if DutyList.objects.filter(version=version).exists():
        raise ValueError(_("权责清单版本“{version}”已经存在。").format(version=version))
    DutyList.objects.filter(until__isnull=True).update(until=since)
    made = DutyList.objects.create(version=version, title=title, since=since)
    Duty.objects.bulk_create(
        Duty(duties=made, kind_code=kind, level=level, function=function, basis=basis)
        for kind, level, function, basis in rows
    )
    return made


def read_duties(path: Path) -> list[tuple[str, int, str, str]]:
    """Read rows from a CSV with the columns code, level, function, basis."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(r["code"], int(r["level"]), r["function"], r.get("basis", "")) for r in csv.DictReader(file)]
