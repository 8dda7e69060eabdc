"""After the result: the list of what is handed over, ticked by both sides; an election that turns out void; signing."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.seating import seats_of
from gongzhi.kernel.bodies.services import unseat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.selectors import snapshot_by
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, official
from gongzhi.modules.elections.models import Candidate, Election, Item, Signature
from gongzhi.modules.elections.policies import by_both, by_office, township
from gongzhi.modules.elections.vocabulary import (
    ANNULLED,
    ITEM_ADDED,
    ITEM_TICKED,
    OFFICES,
    SIGNED,
    Asset,
    Recall,
    Stage,
    State,
)

from .holding import as_office, as_resident, hold, must_belong, note


@transaction.atomic
def add_item(*, matter_id: UUID, kind: str, what: str, actor: Actor, at: datetime) -> Item:
    """Put something on the list of the handover."""
    election = hold(matter_id, (State.DECLARED,))
    by = as_office(election, actor, at, by_both)
    if not what.strip():
        raise Refused(_("请写明移交什么、多少。"))
    made = Item.objects.create(election=election, kind=kind, what=what.strip()[:200])
    note(ITEM_ADDED, election, by, at=at, kind=official(Asset(kind).label), what=made.what)
    return made


@transaction.atomic
def give(*, item_id: int, actor: Actor, at: datetime) -> Item:
    """Tick as whoever hands over: a member of the committee before, or the election committee for them."""
    item, election = _item(item_id)
    by = as_office(election, actor, at, by_both)
    if item.given_at is None:
        item.given_at, item.given_by = at, by.office[:160]
        item.save(update_fields=["given_at", "given_by"])
        note(ITEM_TICKED, election, by, at=at, side=official(_("移交方")), what=item.what)
    return item


@transaction.atomic
def take(*, item_id: int, actor: Actor, at: datetime) -> Item:
    """Tick as whoever takes over: somebody of the new committee."""
    item, election = _item(item_id)
    seats = seats_of(actor.uuid, area_code=election.matter.area_code, on=timezone.localdate(at))
    seat = next((s for s in seats if s.post.organisation_id == election.body_id), None)
    if seat is None:
        raise Refused(_("由新一届委员会的成员确认接收。"))
    by = actor.snapshot(role=Role.RESIDENT, office=f"{election.body.name} {seat.post.title}")
    if item.taken_at is None:
        item.taken_at, item.taken_by = at, by.office[:160]
        item.save(update_fields=["taken_at", "taken_by"])
        note(ITEM_TICKED, election, by, at=at, side=official(_("接收方")), what=item.what)
    return item


def _item(item_id: int) -> tuple[Item, Election]:
    item = Item.objects.get(pk=item_id)
    return item, hold(item.election_id, (State.DECLARED,))


@transaction.atomic
def annul(*, candidate_id: int, reason: str, actor: Actor, at: datetime) -> Candidate:
    """Say that somebody's election is void (force, deceit, bribes, forged ballots), as the township that looked into it."""
    candidate = Candidate.objects.select_related("seat").get(pk=candidate_id)
    election = hold(candidate.election_id)
    grant = township(actor, election.matter.area_code)
    if grant is None or candidate.stage != Stage.ELECTED or not reason.strip():
        raise Refused(_("由乡镇（街道）以上人民政府调查后认定当选无效，并写明事实和依据。"))
    by = snapshot_by(actor, grant)
    candidate.stage = Stage.ANNULLED
    candidate.save(update_fields=["stage"])
    if candidate.seat:
        on = max(timezone.localdate(at), candidate.seat.since + timedelta(days=1))
        unseat(seat=candidate.seat, on=on, reason=reason.strip(), at=at, actor=by)
    note(
        ANNULLED,
        election,
        by,
        at=at,
        office=OFFICES[candidate.office],
        reason=reason.strip(),
        name=candidate.name,
    )
    return candidate


@transaction.atomic
def sign(*, matter_id: UUID, name: str, online: bool, actor: Actor, at: datetime) -> Signature:
    """Join in asking for a recall: online for oneself, or entered from a signed sheet by the office."""
    election = hold(matter_id, (Recall.SIGNING,))
    by: ActorSnapshot = as_resident(actor) if online else as_office(election, actor, at, by_office)
    if online:
        must_belong(actor, election.body)
    signer = name.strip()[:60]
    same = election.signatures.filter(name=signer)
    twice = online and election.signatures.filter(account=actor.uuid).exists()
    if not signer or same.exists() or twice:
        raise Refused(_("请填写姓名；每人只能联名一次。"))
    made = Signature.objects.create(election=election, account_id=actor.uuid if online else None, name=signer)
    note(SIGNED, election, by, at=at, count=1, name=signer)
    return made
