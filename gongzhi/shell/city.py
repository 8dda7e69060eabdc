"""A generated city, district by district: each in one transaction with its mark, so that whoever is stopped goes on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import NAMESPACE_OID, uuid5

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies import generating as bodies
from gongzhi.kernel.indicators.streaming import Gathering
from gongzhi.kernel.people import generating as people
from gongzhi.kernel.record.declarations import RecordType, declare
from gongzhi.kernel.record.models import Entry
from gongzhi.kernel.record.scribing import MADE_UP, Scribe
from gongzhi.kernel.record.services import write
from gongzhi.kernel.record.streaming import Rows, Writer, streaming
from gongzhi.kernel.registry.declaration import registry
from gongzhi.kernel.territory import generating as territory
from gongzhi.kernel.territory.generating import Plan, Site
from gongzhi.lib.canonical import Json

STREAM = uuid5(NAMESPACE_OID, "gongzhi:generated")
PLANNED = declare(
    RecordType(
        "demo.planned",
        _("开始生成演示数据（规模 {scale}，比例 {share}，种子 {seed}，截至 {until}），全部是虚构的"),
    )
)
GENERATED = declare(RecordType("demo.generated", _("{unit} 的演示数据已生成，共 {rows} 行，全部是虚构的")))
MARK: dict[str, Json] = {"generated": True}
KERNEL = (territory.generate, people.generate, bodies.generate)


class OtherPlan(ValueError):
    """There are generated data of another plan here already."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: units done of all, rows written by this process."""

    done: int
    units: int
    unit: str
    rows: int


Told = Callable[[Progress], None]


def planned() -> Plan | None:
    """Answer the plan by which this installation's data were generated, None where there is none."""
    entry = Entry.objects.filter(stream=STREAM, kind=PLANNED.key).first()
    if entry is None:
        return None
    told = entry.payload
    return Plan(told["scale"], Fraction(told["share"]), told["seed"], datetime.fromisoformat(told["until"]))


def begin(*, scale: str, share: Fraction, seed: int, until: datetime) -> Plan:
    """Answer the plan begun before, or note a new one. Raises OtherPlan where that is a different one."""
    plan = planned()
    if plan is None:
        plan = Plan(scale, share, seed, until)
        told: dict[str, Json] = {
            "scale": scale,
            "share": str(share),
            "seed": seed,
            "until": until.isoformat(),
        }
        write(
            PLANNED,
            stream=STREAM,
            area=settings.CITY_CODE,
            actor=MADE_UP,
            at=until,
            payload={**told, **MARK},
        )
    if (plan.scale, plan.share, plan.seed) != (scale, share, seed):
        raise OtherPlan(f"{plan.scale} {plan.share} {plan.seed}")
    return plan


def raise_city(plan: Plan, *, tell: Told) -> dict[str, int]:
    """Generate what is still missing; answers how many rows went into which table."""
    units = [settings.CITY_CODE, *plan.counties()]
    done = set(Entry.objects.filter(stream=STREAM, kind=GENERATED.key).values_list("area_code", flat=True))
    with streaming() as writer:
        for n, unit in enumerate(units):
            if unit not in done:

                def told(rows: int, n: int = n, unit: str = unit) -> None:
                    tell(Progress(n, len(units), unit, rows))

                raise_unit(plan, unit, writer, told)
        if len(done) < len(units):
            _look_at_what_is_there()
    tell(Progress(len(units), len(units), "", writer.rows.total()))
    return dict(writer.rows)


@transaction.atomic
def raise_unit(plan: Plan, unit: str, writer: Writer, told: Callable[[int], None]) -> None:
    """Generate a unit and its mark, all or nothing; `told` is given how many rows this process has written."""
    before = writer.rows.total()
    for made in site_of(plan, unit, writer):
        made.rows.flush(writer, least=Rows.AT_ONCE)
        told(writer.rows.total())
    writer.settle()
    payload: dict[str, Json] = {"unit": unit, "rows": writer.rows.total() - before, **MARK}
    write(GENERATED, stream=STREAM, area=unit, actor=MADE_UP, at=plan.until, payload=payload)


def site_of(plan: Plan, unit: str, writer: Writer) -> Iterator[Site]:
    """Generate a unit into its site's rows: answers the site whenever some wait there, and writes the last of them."""
    rows = Rows()
    scribe = Scribe(writer, rows, plan.chance("salts", unit))
    site, totals = Site(plan, unit, writer, rows, scribe), Gathering(rows)
    for generate in (*KERNEL, *(module.generate for module in registry if module.generate)):
        for _some in generate(site):
            totals.take(scribe.facts)
            yield site
    totals.finish()
    rows.flush(writer)


def _look_at_what_is_there() -> None:
    """Let the planner count what was loaded."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
