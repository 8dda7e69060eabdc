"""Candidates: put forward by the party organisation or by voters, agreed by themselves; who is related to whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.seating import SeatsOf, seats_of
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.matters.services.files import PICTURES, Upload, check, store
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.vocabulary import Role
from gongzhi.kernel.record.declarations import ActorSnapshot, RecordType, official
from gongzhi.lib.canonical import Json
from gongzhi.modules.elections.models import Backing, Candidate, Election, Entry, Kin, Member
from gongzhi.modules.elections.vocabulary import (
    ACCEPTED,
    BACKED,
    KIN_NOTED,
    NOMINATED,
    OFFICES,
    WITHDRAWN,
    Stage,
    Standing,
    State,
)

from .forming import clear_committee
from .holding import as_office, as_resident, hold, note

OPEN = (State.SHOWING_ROLL, State.ROLL_CONTESTED, State.NOMINATING)
PARTY = SeatsOf(Organisation.Kind.PARTY, ("书记", "副书记", "委员"))
BEFORE_POLL = (*OPEN, State.REVIEWING, State.ANNOUNCED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whoever is put forward, by the number on the roll. `backers`: numbers of the voters who do so on paper."""

    number: int
    office: str
    woman: bool = False
    portrait: str = ""
    party: bool = False
    backers: tuple[int, ...] = ()


@transaction.atomic
def nominate(*, matter_id: UUID, given: Named, actor: Actor, at: datetime) -> Candidate:
    """Put somebody forward: for the party organisation by a leader of it, as a voter, or on paper by the committee.

    Raises Refused for who is not on the roll, stands already, or for an office that is not elected.
    """
    election = hold(matter_id, OPEN)
    by, own = _nominator(election, given, actor, at)
    if not election.seats.get(given.office):
        raise Refused(_("这次不选这一职务。"))
    entry = registered(election, given.number)
    if election.candidates.filter(entry=entry).exists():
        raise Refused(_("{name}已经被提名，请在那里联名。").format(name=entry.name))
    made = Candidate.objects.create(
        election=election,
        entry=entry,
        account=entry.account,
        name=entry.name,
        woman=given.woman,
        office=given.office,
        portrait=given.portrait.strip()[:400],
        party=given.party,
    )
    _back(made, {*given.backers, *([own.number] if own else [])})
    how = _("党组织") if given.party else _("选民")
    note(NOMINATED, election, by, at=at, how=official(how), office=OFFICES[given.office], name=made.name)
    return made


def registered(election: Election, number: int) -> Entry:
    """Answer who stands on the roll with a number. Raises Refused for nobody."""
    entry = election.roll.filter(number=number, standing=Standing.REGISTERED).first()
    if entry is None:
        raise Refused(_("选民名单上没有第{number}号。").format(number=number))
    return entry


def own_entry(election: Election, actor: Actor) -> Entry | None:
    return (
        election.roll.filter(account=actor.uuid, standing=Standing.REGISTERED).first() if actor.uuid else None
    )


def _nominator(
    election: Election, given: Named, actor: Actor, at: datetime
) -> tuple[ActorSnapshot, Entry | None]:
    area, day = election.matter.area_code, timezone.localdate(at)
    if given.party:
        held = next((s for s in seats_of(actor.uuid, area_code=area, on=day) if PARTY.holds(s)), None)
        if held is None:
            raise Refused(_("只有村（社区）党组织的书记、副书记、委员可以代表党组织提名。"))
        office = f"{held.post.organisation.name} {held.post.title}"
        return actor.snapshot(role=Role.RESIDENT, office=office, area=area), None
    own = own_entry(election, actor)
    if own and not given.backers:
        return as_resident(actor), own
    return as_office(election, actor, at), None


def _back(candidate: Candidate, numbers: Iterable[int]) -> int:
    rows = [registered(candidate.election, number) for number in sorted(set(numbers))]
    known = set(candidate.backings.values_list("entry", flat=True))
    new = [Backing(candidate=candidate, entry=entry) for entry in rows if entry.pk not in known]
    Backing.objects.bulk_create(new)
    return len(new)


@transaction.atomic
def back(*, candidate_id: int, numbers: Iterable[int] = (), actor: Actor, at: datetime) -> int:
    """Join in putting somebody forward; with `numbers` the committee enters a signed list. Answers how many are new."""
    candidate, election = _held(candidate_id, OPEN)
    given = set(numbers)
    own = own_entry(election, actor)
    by = as_office(election, actor, at) if given else as_resident(actor)
    if not given and own is None:
        raise Refused(_("只有选民名单上的人可以联名提名。"))
    added = _back(candidate, given or {own.number if own else 0})
    if added:
        note(BACKED, election, by, at=at, count=added, name=candidate.name)
    return added


def _held(candidate_id: int, states: Iterable[str]) -> tuple[Candidate, Election]:
    candidate = Candidate.objects.select_related("entry").get(pk=candidate_id)
    election = hold(candidate.election_id, states)
    candidate.election = election
    return candidate, election


def _themselves(candidate: Candidate, election: Election, actor: Actor, at: datetime) -> ActorSnapshot:
    """Whoever stands speaks for themselves, or in writing through the election committee."""
    if candidate.account_id and candidate.account_id == actor.uuid:
        return as_resident(actor)
    return as_office(election, actor, at)


@transaction.atomic
def accept(
    *, candidate_id: int, portrait: str = "", photo: Upload | None = None, actor: Actor, at: datetime
) -> Candidate:
    """Agree to stand, with a few words and a photo if they like; both are public.

    Whoever of the election committee must leave it for that leaves at once. Raises Refused for what is no picture.
    """
    candidate, election = _held(candidate_id, OPEN)
    by = _themselves(candidate, election, actor, at)
    if candidate.stage != Stage.NOMINATED:
        raise Refused(_("现在的状态是“{stage}”。").format(stage=candidate.get_stage_display()))
    candidate.stage, candidate.portrait = Stage.ACCEPTED, portrait.strip()[:400] or candidate.portrait
    if photo is not None:
        candidate.photo = _picture(photo)
    candidate.save(update_fields=["stage", "portrait", "photo"])
    _note(ACCEPTED, election, by, candidate, at)
    clear_committee(election, by=by, at=at)
    return candidate


def _picture(file: Upload) -> str:
    kept = check(file)
    if kept.mime not in PICTURES:
        raise Refused(_("请附上照片（JPG、PNG、WebP）。"))
    return store(kept)


@transaction.atomic
def withdraw(*, candidate_id: int, actor: Actor, at: datetime) -> Candidate:
    """Not stand any more. Raises Refused once candidates are put to the vote."""
    candidate, election = _held(candidate_id, BEFORE_POLL)
    by = _themselves(candidate, election, actor, at)
    if election.matter.state == State.ANNOUNCED:
        raise Refused(_("候选人已经公布，不能再退出名单；当选后可以依法辞职。"))
    candidate.stage = Stage.WITHDRAWN
    candidate.save(update_fields=["stage"])
    _note(WITHDRAWN, election, by, candidate, at)
    return candidate


def _note(
    kind: RecordType, election: Election, by: ActorSnapshot, candidate: Candidate, at: datetime
) -> None:
    payload: dict[str, Json] = {"office": OFFICES[candidate.office], "name": candidate.name}
    note(kind, election, by, at=at, **payload)


@transaction.atomic
def note_kin(
    *,
    candidate_id: int,
    other: Candidate | None = None,
    member: Member | None = None,
    actor: Actor,
    at: datetime,
) -> Kin:
    """Note that a candidate is a near relative of another one, or of a member of the election committee."""
    candidate, election = _held(candidate_id, BEFORE_POLL)
    by = _themselves(candidate, election, actor, at)
    one = other or member
    if one is None or one.election_id != election.pk or one == candidate:
        raise Refused(_("请选择本次选举的另一名候选人或者选举委员会成员。"))
    made, _made = Kin.objects.get_or_create(candidate=candidate, other=other, member=member)
    note(KIN_NOTED, election, by, at=at, name=candidate.name, other=one.name)
    clear_committee(election, by=by, at=at)
    return made
