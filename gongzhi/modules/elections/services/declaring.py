"""What a result does: who is elected, seats filled from it and from nothing else, certificates, the publication."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.bodies.services import add_post, resize_post, seat, unseat
from gongzhi.kernel.matters.errors import Refused
from gongzhi.kernel.publications.services.publishing import Content, publish
from gongzhi.kernel.record.declarations import ActorSnapshot
from gongzhi.lib.election import Body, term_end
from gongzhi.lib.numbering import ALPHABET
from gongzhi.lib.statutes import OLD, TERMS
from gongzhi.modules.elections.models import Candidate, Election
from gongzhi.modules.elections.procedures.rounds import Counted, ballots_of, counted
from gongzhi.modules.elections.vocabulary import OFFICES, Sort, Stage

CODE = 12


def note_elected(election: Election, *, at: datetime) -> Counted:
    """Keep the votes of the round, and who won a seat in it."""
    found = counted(election)
    if found is None:
        raise Refused(_("还没有计票。"))
    won = {each.id for each in found.result.elected}
    for each in found.vote.candidates:
        changed: dict[str, Any] = {"votes": each.votes}
        if each.id in won:
            changed |= {"stage": Stage.ELECTED, "round": found.vote.number}
        Candidate.objects.filter(pk=int(each.id[1:])).update(**changed)
    return found


def vote_again(election: Election, *, at: datetime) -> None:
    """Those elected stay so; what is left is voted on by those with the most votes."""
    found = note_elected(election, at=at)
    again = {office.value: [int(c[1:]) for c in row] for office, row in found.result.again.items() if row}
    seats = {office.value: left for office, left in found.result.empty.items() if office.value in again}
    election.ballot = {"number": found.vote.number + 1, "seats": seats, "candidates": again}


def declare(election: Election, *, by: ActorSnapshot, at: datetime) -> None:
    """Fill the seats from the result, give the certificates, publish. Called by the step that declares."""
    found = note_elected(election, at=at)
    today = timezone.localdate(at)
    until = election.until or term_end(Body(election.law), today) + timedelta(days=1)
    election.until, election.declared_on = until, today
    if election.sort == Sort.TERM:
        end_term(election, today, by=by, at=at)
    for candidate in elected(election):
        candidate.seat = _seated(election, candidate, today, until, by, at)
        candidate.code = "".join(secrets.choice(ALPHABET) for _n in range(CODE))
        candidate.save(update_fields=["seat", "code"])
    election.candidates.filter(stage=Stage.STANDING).update(stage=Stage.NOT_ELECTED)
    _publish(election, found, by, at)


def elected(election: Election) -> list[Candidate]:
    """Answer who won a seat, the highest office first, then by votes."""
    order = list(OFFICES)
    won = election.candidates.filter(stage=Stage.ELECTED)
    return sorted(won, key=lambda c: (order.index(c.office), c.round, -c.votes, c.pk))


def end_term(election: Election, today: date, *, by: ActorSnapshot, at: datetime) -> None:
    """End the seats of those before; the posts become as wide as what was elected."""
    for held in Seat.objects.filter(in_force(today), post__organisation=election.body).order_by("pk"):
        if held.since < today:
            unseat(seat=held, on=today, reason=_("换届"), at=at, actor=by)
    for office, number in election.seats.items():
        post = election.body.posts.filter(title=OFFICES[office]).first()
        if post is None and number:
            add_post(organisation=election.body, title=OFFICES[office], seats=number, at=at, actor=by)
        elif post is not None and post.seats != number:
            resize_post(post=post, seats=number, at=at, actor=by)


def _seated(
    election: Election, candidate: Candidate, since: date, until: date, by: ActorSnapshot, at: datetime
) -> Seat:
    try:
        return seat(
            post=election.body.posts.get(title=OFFICES[candidate.office]),
            holder=candidate.name,
            account=candidate.account,
            woman=candidate.woman,
            since=since,
            until=until,
            at=at,
            actor=by,
        )
    except ValueError as why:
        raise Refused(str(why)) from None


@override(settings.LANGUAGE_CODE)  # a notice has one language
def _publish(election: Election, found: Counted, by: ActorSnapshot, at: datetime) -> None:
    ballots = ballots_of(found.numbers)
    lines = [
        _("选民名单{roll}人，发出选票{issued}张，收回{returned}张，其中无效{invalid}张。").format(
            roll=found.vote.roll, issued=ballots.issued, returned=ballots.returned, invalid=ballots.invalid
        ),
        _("选举有效，依据{law}。下列人员当选，任期至{until}：").format(
            law=found.result.law, until=(election.until or at.date()) - timedelta(days=1)
        ),
        *(
            _("{office} {name}（{votes}票）").format(office=OFFICES[c.office], name=c.name, votes=c.votes)
            for c in elected(election)
        ),
    ]
    public(election, "result", _("{title}结果").format(title=election.matter.title), lines, by=by, at=at)


def public(
    election: Election, key: str, title: str, lines: list[str], *, by: ActorSnapshot, at: datetime
) -> None:
    """Make something of the election public, for as long as what is disclosed has to stand."""
    matter = election.matter
    content = Content(
        kind=f"elections.{key}",
        area_code=matter.area_code,
        body=election.committee or matter.responsible,
        title=title[:100],
        text="\n".join(lines),
        stands=TERMS[f"publication_{election.law}"].on(max(timezone.localdate(at), OLD)),
        matter=matter,
    )
    publish(given=content, actor=by, at=at)
