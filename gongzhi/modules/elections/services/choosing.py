"""A supervision body or a mediation committee: who is named, and the seats that a meeting's choice fills."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation, Seat
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.bodies.services import add_post, seat, unseat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.lib.election import Body, Office, later, term_end
from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.policies import by_office
from gongzhi.modules.elections.procedures.laws import MEDIATION_YEARS
from gongzhi.modules.elections.selectors.terms import term_of
from gongzhi.modules.elections.vocabulary import NOMINATED, OFFICES, Choosing, Stage

from .holding import as_office, hold, note

WIDE = 9


@transaction.atomic
def name_person(
    *,
    matter_id: UUID,
    name: str,
    office: str,
    woman: bool,
    related: bool,
    account: Account | None,
    actor: Actor,
    at: datetime,
) -> Candidate:
    """Put somebody down for the meeting. `related`: a near relative of a committee member, as they say themselves.

    Raises Refused for members of the committee and their near relatives: they do not supervise themselves.
    """
    election = hold(matter_id, (Choosing.NAMING,))
    by = as_office(election, actor, at, by_office)
    supervises = election.body.kind == Organisation.Kind.SUPERVISION
    if supervises and (related or _sits(election, name.strip(), account, timezone.localdate(at))):
        raise Refused(_("村（居）民委员会成员及其近亲属不得担任监督机构成员。"))
    if not name.strip() or election.candidates.filter(name=name.strip()).exists():
        raise Refused(_("请填写姓名；一个人只写一次。"))
    made = Candidate.objects.create(
        election=election,
        account=account,
        name=name.strip()[:60],
        woman=woman,
        office=office,
        stage=Stage.ACCEPTED,
    )
    note(NOMINATED, election, by, at=at, how="", office=OFFICES[office], name=made.name)
    return made


def _sits(election: Election, name: str, account: Account | None, on: date) -> bool:
    held = Seat.objects.filter(
        in_force(on),
        post__organisation__kind=Organisation.Kind.COMMITTEE,
        post__organisation__area_code=election.matter.area_code,
    )
    return any((account and s.account_id == account.pk) or s.holder == name for s in held)


def seat_chosen(election: Election, *, by: ActorSnapshot, at: datetime) -> None:
    """Fill the seats by what the meeting carried; called by the step that a meeting takes."""
    today = timezone.localdate(at)
    chosen = list(election.candidates.filter(stage=Stage.ACCEPTED).order_by("pk"))
    mediates = election.body.kind == Organisation.Kind.MEDIATION
    if mediates and not any(c.woman for c in chosen):
        raise Refused(_("人民调解委员会应当有妇女成员（《人民调解法》第八条）。"))
    until = _until(election, today, mediates=mediates)
    for held in Seat.objects.filter(in_force(today), post__organisation=election.body).order_by("pk"):
        if held.since < today:
            unseat(seat=held, on=today, reason=_("换届"), at=at, actor=by)
    for candidate in chosen:
        candidate.seat = _seated(election, candidate, (today, until), by, at)
        candidate.stage = Stage.ELECTED
        candidate.save(update_fields=["seat", "stage"])
    election.until, election.declared_on = until, today


def _seated(
    election: Election, candidate: Candidate, term: tuple[date, date], by: ActorSnapshot, at: datetime
) -> Seat:
    title = OFFICES[candidate.office]
    post = election.body.posts.filter(title=title).first()
    if post is None:
        number = 1 if candidate.office == Office.CHAIR else WIDE
        post = add_post(organisation=election.body, title=title, seats=number, at=at, actor=by)
    try:
        return seat(
            post=post,
            holder=candidate.name,
            account=candidate.account,
            woman=candidate.woman,
            since=term[0],
            until=term[1],
            at=at,
            actor=by,
        )
    except ValueError as why:
        raise Refused(str(why)) from None


def _until(election: Election, today: date, *, mediates: bool) -> date:
    """Three years for mediators; whoever supervises serves as long as the committee they supervise."""
    if mediates:
        return later(today, 12 * MEDIATION_YEARS) + timedelta(days=1)
    committee = Organisation.objects.get(code=election.matter.area_code)
    ends = term_of(committee, on=today) or term_end(Body(election.law), today)
    return ends + timedelta(days=1)
