"""Load a taxonomy of kinds: the platform's own short one, or a city's."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import DutyList
from gongzhi.kernel.bodies.services import publish_duties
from gongzhi.kernel.matters.declarations import exceeds
from gongzhi.kernel.matters.models import Kind
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.cases.procedures import CASE

DEFAULT = Path(__file__).parents[1] / "data" / "kinds.csv"

OWN_VERSION = "gongzhi-1"


def prepare(at: datetime) -> int:
    """Load the platform's own kinds, unless a city has put its own taxonomy in force."""
    if DutyList.objects.exclude(version=OWN_VERSION).exists():
        return 0
    return load_kinds(version=OWN_VERSION, on=timezone.localdate(at))


@transaction.atomic
def load_kinds(*, path: Path = DEFAULT, version: str, on: date) -> int:
    """Read code,name,level,function,amount,unit,place; put the kinds and a list of duties in force.

    Raises ValueError (Chinese, with the line) for a term longer than the law allows. Kinds that the file does not
    name any more are retired, never deleted: old matters keep theirs. Answers how many kinds there are.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    kinds = [_kind(n, row) for n, row in enumerate(rows, 2)]
    Kind.objects.bulk_create(
        kinds,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "procedure", "term_amount", "term_unit", "place_needed", "retired_on"],
    )
    gone = Kind.objects.filter(procedure=CASE.key, retired_on__isnull=True).exclude(code__in=[k.code for k in kinds])
    gone.update(retired_on=on)
    if not DutyList.objects.filter(version=version).exists():
        publish_duties(version=version, title=_("群众诉求承办权责清单"), since=on, rows=_duties(rows))
    return len(kinds)


def _kind(line: int, row: dict[str, str]) -> Kind:
    amount, unit = int(row["amount"] or 0), row["unit"]
    ceiling = CASE.rule("answer").ceiling
    if amount and exceeds(Term(amount, Unit(unit)), ceiling):
        raise ValueError(
            _("第{line}行“{name}”的答复期限超过{law}规定的{most}日。").format(
                line=line, name=row["name"], law=ceiling.law, most=ceiling.amount
            )
        )
    return Kind(
        code=row["code"],
        name=row["name"],
        procedure=CASE.key,
        term_amount=amount or None,
        term_unit=unit,
        place_needed=row["place"] != "0",
    )


def _duties(rows: Iterable[dict[str, str]]) -> list[tuple[str, int, str, str]]:
    return [(r["code"], int(r["level"]), r["function"], "") for r in rows if r["level"]]
