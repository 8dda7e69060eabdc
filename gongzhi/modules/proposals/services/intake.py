"""Take a proposal in; what an installation needs before it can."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.models import Kind, Matter
from gongzhi.kernel.matters.services import Given, follow, open_matter
from gongzhi.kernel.matters.services.opening import add_reporter, enlist
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.declarations import official
from gongzhi.kernel.territory.selectors import full_name
from gongzhi.lib.canonical import Json
from gongzhi.lib.workdays import Unit
from gongzhi.modules.proposals.models import Deputy, Proposal
from gongzhi.modules.proposals.policies import may_take_in
from gongzhi.modules.proposals.procedures import PROPOSAL
from gongzhi.modules.proposals.procedures.rules import TWO_MONTHS
from gongzhi.modules.proposals.vocabulary import Sort

KINDS = {Sort.CONSULTATIVE: "760101", Sort.CONGRESS: "760201", Sort.TOWNSHIP: "760301"}
TOWNSHIP = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """A proposal as it came in. `deputies`: names, the first one in front; `account`: of that one, if known."""

    area: str
    sort: Sort
    session: str
    number: str
    title: str
    body: str
    deputies: tuple[str, ...]
    account: UUID | None = None


@transaction.atomic
def prepare(at: datetime) -> int:
    """Make the kinds; answers how many are new. Safe to repeat. Townships have a term of their own."""
    rows: list[tuple[str, str, int | None]] = [("76", "提案和建议", None)]
    rows += [(KINDS[s], official(s.label), TWO_MONTHS if s is Sort.TOWNSHIP else None) for s in Sort]
    made = [
        Kind.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "procedure": PROPOSAL.key,
                "place_needed": False,
                "term_amount": days,
                "term_unit": Unit.CALENDAR.value if days else "",
            },
        )[1]
        for code, name, days in rows
    ]
    return sum(made)


@transaction.atomic
def take_in(*, given: Intake, actor: Actor, at: datetime) -> tuple[Proposal, str]:
    """Open a proposal's handling. Answers it with the query code that is sent to the deputy, shown once.

    Raises Refused for whoever holds no office of that area, and for a number its session has given already.
    """
    grant = may_take_in(actor, given.area)
    if grant is None:
        raise Refused(_("只有本级政府的工作人员可以登记提案。"))
    if (given.sort is Sort.TOWNSHIP) != (len(given.area) == TOWNSHIP):
        raise Refused(_("乡镇人大代表建议登记在乡镇（街道），其他的登记在区县或者全市。"))
    if Proposal.objects.filter(session=given.session, number=given.number).exists():
        raise Refused(
            _("{session}第{number}号已经登记过。").format(session=given.session, number=given.number)
        )
    office = f"{full_name(given.area)} {official(grant.role.label)}"
    by = actor.snapshot(role=grant.role, office=office, area=grant.area)
    matter, code = open_matter(given=_opening(given), by=by, at=at)
    proposal = Proposal.objects.create(
        matter=matter, number=given.number, session=given.session, sort=given.sort, body=given.body
    )
    Deputy.objects.bulk_create(
        Deputy(proposal=proposal, place=place, name=name, account_id=given.account if place == 1 else None)
        for place, name in enumerate(given.deputies, 1)
    )
    if given.account:
        add_reporter(matter, account=str(given.account))
    follow(matter, _account_of(actor))
    enlist(matter)
    return proposal, code


def _opening(given: Intake) -> Given:
    payload: dict[str, Json] = {
        "session": given.session,
        "proposal": given.number,
        "sort": given.sort.value,
        "deputies": "、".join(given.deputies),
        "body_text": given.body,
    }
    return Given(
        kind=Kind.objects.get(pk=KINDS[given.sort]),
        area_code=given.area,
        title=given.title,
        channel=Matter.Channel.WINDOW,
        payload=payload,
    )


def _account_of(actor: Actor) -> UUID:
    return Account.objects.get(pk=actor.account).pk
