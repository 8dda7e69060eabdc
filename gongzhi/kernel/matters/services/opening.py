"""A matter enters: it gets its number, its responsible body, its first task and its first terms in one act."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.selectors import responsible
from gongzhi.kernel.deadlines.selectors import calendar
from gongzhi.kernel.matters.declarations import FACES, PROCEDURES, Procedure
from gongzhi.kernel.matters.models import (
    NAME_PLACE,
    PHONE_PLACE,
    Kind,
    Matter,
    ProcedureTable,
    Reporter,
    Serial,
    Task,
)
from gongzhi.kernel.matters.search import index
from gongzhi.kernel.matters.services import clocks
from gongzhi.kernel.people import personal
from gongzhi.kernel.people.vocabulary import HANDLERS, Role
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.kernel.record.services import write
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.canonical import Json, digest
from gongzhi.lib.codes import cut
from gongzhi.lib.numbering import matter_number, query_code
from gongzhi.lib.workdays import due


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What whoever brings a matter in gives. `payload`: the entry's further values."""

    kind: Kind
    area_code: str
    title: str
    channel: str
    payload: Mapping[str, Json] = field(default_factory=dict)


def code_index(number: str, code: str) -> str:
    """Answer what is kept of a query code: it can be checked, not read back."""
    return personal.index(f"{number}:{code.strip().upper()}", "matters_matter.query_index")


@transaction.atomic
def open_matter(*, given: Given, by: ActorSnapshot, at: datetime) -> tuple[Matter, str]:
    """Open a matter. Answers it with its query code, which is shown once.

    The caller (a module's service) creates its own row and reporters in the same transaction, then calls
    `enlist`. Raises LookupError where no office exists above the area.
    """
    procedure = PROCEDURES[given.kind.procedure]
    code = query_code()
    matter = _entered(given, code, at)
    if procedure.unseen and by.role == Role.RESIDENT:
        matter.shows_at = due(at, procedure.unseen, calendar()).at
    lead(matter, matter.responsible, at=at)
    clocks.start(matter, procedure, procedure.opening_terms, at=at)
    clocks.refresh(matter)
    matter.save(update_fields=["due_at", "overdue", "shows_at"])
    payload: dict[str, Json] = {
        "number": matter.number,
        "kind": given.kind.code,
        "kind_name": given.kind.name,
        "channel": given.channel,
        "body": matter.responsible.name,
        "body_code": matter.responsible.code,
        "due": _moment(matter),
        "state": matter.state,
        **_names(matter, procedure),
        **given.payload,
    }
    write(procedure.opens, stream=matter.id, area=matter.area_code, actor=by, at=at, payload=payload)
    return matter, code


def _names(matter: Matter, procedure: Procedure) -> dict[str, Json]:
    """Answer what the first act of a matter of everybody's says; of any other nothing."""
    if not procedure.open:
        return {}
    return openly(procedure.table(), title=matter.title, area_name=matter.area_name)


def openly(table: dict[str, Json], *, title: str, area_name: str) -> dict[str, Json]:
    """Answer what a certificate rests on: the table that holds from now on, which is kept, and names."""
    kept, _new = ProcedureTable.objects.get_or_create(digest=digest(table), defaults={"table": table})
    generated: dict[str, Json] = {"generated": True} if settings.DEMO else {}
    return {"table": kept.digest, "title": title, "area_name": area_name, **generated}


def _entered(given: Given, code: str, at: datetime) -> Matter:
    """Give a matter its number, its place under today's name, and the body that must act."""
    today = timezone.localdate(at)
    number = next_number(given.area_code, at=at)
    return Matter.objects.create(
        id=uuid4(),
        number=number,
        query_index=code_index(number, code),
        kind=given.kind,
        procedure=given.kind.procedure,
        title=given.title[:120],
        channel=given.channel,
        area_code=given.area_code,
        county_code=cut(given.area_code, 6),
        township_code=cut(given.area_code, 9),
        area_name=full_name(given.area_code, today),
        state=PROCEDURES[given.kind.procedure].start.value,
        responsible=responsible(kind_code=given.kind.code, area_code=given.area_code, on=today),
        opened_at=at,
    )


def enlist(matter: Matter, *, text: str = "") -> None:
    """Make a matter findable by its words, once the module's row stands."""
    index(matter, FACES[matter.procedure].text(matter) or text)


def lead(matter: Matter, body: Organisation, *, at: datetime) -> Task:
    """Put `body` in charge: whoever led before has no task any more, and there is never nobody."""
    matter.tasks.filter(purpose=Task.Purpose.LEAD, closed_at__isnull=True).update(closed_at=at)
    matter.responsible = body
    return assign(matter, body, Task.Purpose.LEAD, at=at)


def assign(
    matter: Matter, body: Organisation, purpose: Task.Purpose, *, at: datetime, **more: object
) -> Task:
    task, _made = Task.objects.get_or_create(
        matter=matter,
        purpose=purpose,
        body=body,
        closed_at=None,
        defaults={
            "role": HANDLERS[len(body.area_code)],
            "area_code": body.area_code,
            "body_code": body.code if body.function else "",
            "opened_at": at,
            **more,
        },
    )
    return task


def next_number(area_code: str, *, at: datetime) -> str:
    """Answer the next number of the county on that day; writers of one county queue, others do not wait."""
    day = timezone.localdate(at)
    county = area_code[:6].ljust(6, "0")
    scope = f"{county}{day:%Y%m%d}"
    Serial.objects.get_or_create(scope=scope)
    Serial.objects.filter(scope=scope).update(last=F("last") + 1)
    return matter_number(county, day, Serial.objects.get(scope=scope).last)


def follow(matter: Matter, account: UUID) -> None:
    """Have an account be told how a matter goes on; whoever is told already stays as they are."""
    if not matter.reporters.filter(account=account).exists():
        Reporter.objects.create(matter=matter, account_id=account, follows=True)


def add_reporter(matter: Matter, *, account: str = "", name: str = "", phone: str = "") -> Reporter:
    """Note who brought the matter in: an account, or a name and a phone number, which are sealed."""
    return Reporter.objects.create(
        matter=matter,
        account_id=UUID(account) if account else None,
        name_sealed=personal.seal(name, NAME_PLACE),
        phone_sealed=personal.seal(phone, PHONE_PLACE),
    )


def _moment(matter: Matter) -> str:
    return timezone.localtime(matter.due_at).strftime("%Y-%m-%d %H:%M") if matter.due_at else ""
