"""The election committee: who was chosen, in which order; seats for them; who leaves, and who moves up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.kernel.bodies.models import Organisation
from gongzhi.kernel.bodies.services import add_post, register, seat, unseat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.people.actor import Actor
from gongzhi.kernel.people.models import Account
from gongzhi.kernel.record.declarations import SYSTEM, ActorSnapshot
from gongzhi.kernel.territory.models import Area
from gongzhi.kernel.territory.vocabulary import short_name
from gongzhi.lib.election import Body, Reason, must_leave
from gongzhi.modules.elections.models import Candidate, Election, Kin, Member
from gongzhi.modules.elections.policies import by_office
from gongzhi.modules.elections.procedures.wording import said
from gongzhi.modules.elections.vocabulary import LEFT, LIVE, Place, State

from .holding import as_office, hold, note

TITLES = {Place.CHAIR: "主任", Place.VICE_CHAIR: "副主任", Place.MEMBER: "委员"}
WIDE = 20  # seats of the post: substitutes move up into it


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Somebody for the election committee; substitutes in the order in which they were chosen."""

    name: str
    place: str
    account: Account | None = None


@transaction.atomic
def name_committee(*, matter_id: UUID, members: Sequence[Chosen], actor: Actor, at: datetime) -> list[Member]:
    """Put down whom the meeting is to choose, or the groups have chosen. Repeated, it replaces what stood there."""
    election = hold(matter_id, (State.FORMING,))
    as_office(election, actor, at, by_office)
    names = [chosen.name.strip() for chosen in members]
    if "" in names or len(set(names)) < len(names):
        raise Refused(_("每个人只写一次，姓名不能空着。"))
    election.members.all().delete()
    return Member.objects.bulk_create(
        Member(election=election, rank=n, place=c.place, name=c.name.strip()[:60], account=c.account)
        for n, c in enumerate(members, 1)
    )


def seat_committee(election: Election, *, at: datetime) -> Organisation:
    """Register the election committee and seat it; called by the step that forms it."""
    area, today = election.matter.area_code, timezone.localdate(at)
    place = short_name(area, Area.objects.get(code=area).name)
    people = "村民" if election.law == Body.VILLAGE else "居民"
    body = register(
        kind=Organisation.Kind.ELECTION,
        name=f"{place}{people}选举委员会（{today.year}年）",
        area=area,
        since=today,
        at=at,
        actor=SYSTEM,
    )
    posts = {
        place: add_post(organisation=body, title=title, seats=WIDE, at=at, actor=SYSTEM)
        for place, title in TITLES.items()
    }
    for member in election.members.exclude(place=Place.SUBSTITUTE).order_by("rank"):
        member.seat = seat(
            post=posts[Place(member.place)],
            holder=member.name,
            account=member.account,
            since=today,
            at=at,
            actor=SYSTEM,
        )
        member.save(update_fields=["seat"])
    return body


def take_leave(
    election: Election, member: Member, reason: str, *, by: ActorSnapshot, at: datetime
) -> Member | None:
    """End somebody's work in the committee; answers who moves up, in the order of the choice."""
    member.left = reason[:200]
    member.save(update_fields=["left"])
    if member.seat is None:
        return None
    today = timezone.localdate(at)
    until = max(today, member.seat.since + timedelta(days=1))
    unseat(seat=member.seat, on=until, reason=reason, at=at, actor=by)
    following = election.members.filter(place=Place.SUBSTITUTE, left="").order_by("rank").first()
    if following:
        post = member.seat.post
        following.place = member.place if member.place != Place.CHAIR else Place.MEMBER
        if following.place != member.place:
            post = post.organisation.posts.get(title=TITLES[Place.MEMBER])
        following.seat = seat(
            post=post, holder=following.name, account=following.account, since=today, at=at, actor=by
        )
        following.save(update_fields=["place", "seat"])
    follows = _("由{name}递补").format(name=following.name) if following else _("没有候补人选，可以另行推选")
    note(LEFT, election, by, at=at, reason=reason, follows=follows, name=member.name)
    return following


@transaction.atomic
def resign(*, member_id: int, reason: str, actor: Actor, at: datetime) -> Member | None:
    """Leave the election committee, or note that somebody did. Raises Refused without a reason."""
    member = Member.objects.select_related("seat__post__organisation").get(pk=member_id)
    election = hold(member.election_id)
    by = as_office(election, actor, at)
    if member.left or not reason.strip():
        raise Refused(_("请写明退出的理由；已经退出的不用再登记。"))
    return take_leave(election, member, reason.strip(), by=by, at=at)


def who_must_leave(election: Election, *, at: datetime) -> list[tuple[Member, Reason]]:
    """Answer the members who are candidates, or near relatives of one, with the reason."""
    serving = {
        f"m{m.pk}": m
        for m in election.members.filter(left="").select_related("seat__post__organisation").order_by("rank")
    }
    live = list(election.candidates.filter(stage__in=LIVE).exclude(stage="nominated"))
    same = {key: c for key, m in serving.items() for c in live if _same(m, c)}
    pairs = Kin.objects.filter(candidate__in=live, member__isnull=False)
    kin = [(f"m{pair.member_id}", f"c{pair.candidate_id}") for pair in pairs]
    nominees = {*same, *(f"c{c.pk}" for c in live)}
    day = election.voting_on or timezone.localdate(at)
    reasons = must_leave(Body(election.law), list(serving), nominees, kin, day)
    return [(serving[r.about[0]], r) for r in reasons if r.about[0] in serving]


def _same(member: Member, candidate: Candidate) -> bool:
    if member.account_id and candidate.account_id:
        return member.account_id == candidate.account_id
    return member.name == candidate.name


def clear_committee(election: Election, *, by: ActorSnapshot, at: datetime) -> None:
    """Have everybody leave who must; substitutes who must not move up are passed over by the same rule."""
    for member, reason in who_must_leave(election, at=at):
        take_leave(election, member, said(reason), by=by, at=at)


def dissolve(election: Election, *, at: datetime) -> None:
    """End the election committee: its work is done, or there is no election any more."""
    if election.committee is None:
        return
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    for member in election.members.filter(left="", seat__isnull=False).select_related("seat"):
        if member.seat:
            unseat(seat=member.seat, on=tomorrow, reason=_("选举结束"), at=at, actor=SYSTEM)
    Organisation.objects.filter(pk=election.committee.pk).update(until=tomorrow)
