"""Reads on polls: what is lacking, who took part, what contradicts, what came out."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from gongzhi.kernel.ballots.key_together import due, late
from gongzhi.kernel.ballots.models import (
    Ballot,
    Disputed,
    Mark,
    NamedVote,
    Partial,
    Poll,
    Sheet,
    Station,
    Voter,
)
from gongzhi.kernel.ballots.proxies import unlawful
from gongzhi.kernel.matters.declarations import PROCEDURES, Step
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.matters.policies import Verdict, may_act
from gongzhi.kernel.matters.selectors import held_by, reporters_of
from gongzhi.kernel.people.actor import Actor


def latest(matter: Matter, key: str) -> Poll | None:
    """Answer the newest poll of a piece of the procedure."""
    return matter.polls.filter(key=key).order_by("-number").first()


def over(poll: Poll) -> bool:
    """Did the poll come to nothing: was it dropped, or is its matter closed before it was counted?"""
    return poll.counted_at is None and (poll.dropped_at is not None or poll.matter.closed_at is not None)


def managing(poll: Poll) -> Step:
    """Answer the step that whoever runs the poll may take, as it would be now."""
    procedure = PROCEDURES[poll.matter.procedure]
    here = next(state for state in procedure.states if state.value == poll.matter.state)
    return replace(procedure.step(f"open_{poll.key}"), sources=(here,), guard=lambda matter, at: "")


def manages(actor: Actor, poll: Poll, at: datetime) -> Verdict:
    """May the actor run this poll: appoint holders of keys, take in credentials, mark the roll, enter counts?"""
    step = managing(poll)
    tasks = list(poll.matter.tasks.filter(closed_at__isnull=True).select_related("body"))
    return may_act(
        actor,
        step,
        poll.matter,
        tasks=tasks,
        reporters=reporters_of(poll.matter),
        seats=held_by(actor, poll.matter, [step], at=at),
        at=at,
    )


def voter_of(poll: Poll, actor: Actor) -> Voter | None:
    """Answer the actor's entry on the roll."""
    return poll.voters.filter(account=actor.uuid).first() if actor.uuid else None


# --- before it opens, before it is counted


def lacking(poll: Poll, at: datetime) -> list[str]:
    """Answer what must be there before the poll can open, in words."""
    missing = []
    if at < poll.opens_at:
        missing.append(_("还没有到投票开始时间。"))
    if not poll.voters.exists():
        missing.append(_("名册上还没有人。"))
    if not poll.secret:
        return missing
    holders = list(poll.holders.all())
    if not holders:
        missing.append(_("还没有指定密钥持有人。"))
    elif poll.threshold and (part := due(poll)):
        names = _("、").join(h.name for h in late(poll, part))
        missing.append(_("共同密钥还没有生成：等{names}完成这一步。").format(names=names))
    elif not poll.trustees and any(not h.public for h in holders):
        names = _("、").join(h.name for h in holders if not h.public)
        missing.append(_("{names}还没有提交公钥。").format(names=names))
    if not poll.credentials.exists():
        missing.append(_("还没有收到投票凭证的公开部分：由街道（乡镇）用单独的电脑制作。"))
    return missing


def pending(poll: Poll) -> list[str]:
    """Answer what must be done before the count can be confirmed, in words."""
    left = uncounted(poll)
    if open_ones := conflicts(poll):
        left.insert(0, _("还有{n}人的投票记录有冲突，须先作出处理决定。").format(n=len(open_ones)))
    if poll.secret and not poll.archives.exists():
        left.append(_("在线选票还没有封存。"))
    for archive in poll.archives.order_by("scheme"):
        if archive.result is None:
            given = Partial.objects.filter(holder__poll=poll, scheme=archive.scheme).count()
            needed = poll.threshold or poll.holders.count()
            left.append(
                _("在线选票还没有开票：已有{given}人解密，需要{needed}人。").format(
                    given=given, needed=needed
                )
            )
            break
    return left


def uncounted(poll: Poll) -> list[str]:
    """Answer which stations' paper is not counted and confirmed yet, in words."""
    return [line for station in poll.stations.order_by("pk") for line in _of_station(station)]


def _of_station(station: Station) -> list[str]:
    sheet = newest_sheet(station)
    if sheet is None:
        return [_("“{station}”还没有录入计票单。").format(station=station.name)]
    if not hasattr(sheet, "confirmation"):
        return [_("“{station}”的计票单还没有第二人核对确认。").format(station=station.name)]
    handed = station.marks.filter(erased__isnull=True).count()
    if sheet.issued != handed:
        return [
            _("“{station}”发出纸质选票{issued}张，名册上登记领票{handed}人，两个数字必须一致。").format(
                station=station.name, issued=sheet.issued, handed=handed
            )
        ]
    return []


def newest_sheet(station: Station) -> Sheet | None:
    return station.sheets.select_related("confirmation").order_by("-version").first()


# --- who voted


def on_screen(poll: Poll) -> QuerySet[Voter]:
    """Answer the voters whose ballot on the screen counts."""
    cast = Ballot.objects.filter(voter=OuterRef("pk"))
    return poll.voters.filter(Exists(cast), withdrawal__isnull=True)


def on_paper(poll: Poll) -> QuerySet[Voter]:
    """Answer the voters who were handed a paper ballot, or whose agent was."""
    return poll.voters.filter(Exists(Mark.objects.filter(voter=OuterRef("pk"), erased__isnull=True)))


def standing(poll: Poll) -> QuerySet[NamedVote]:
    """Answer the votes by name that were not set aside; of a voter's the last one counts."""
    return NamedVote.objects.filter(poll=poll, set_aside__isnull=True)


def on_signed_paper(poll: Poll) -> QuerySet[NamedVote]:
    """Answer the votes by name that somebody entered from a signed paper, and that count."""
    return standing(poll).exclude(means=NamedVote.Means.SCREEN)


def disputes(poll: Poll) -> QuerySet[Disputed]:
    """Answer the paper votes that somebody says were entered wrongly, set aside or not."""
    found = Disputed.objects.filter(vote__poll=poll).order_by("pk")
    return found.select_related("vote__voter", "vote__set_aside")


@dataclass(frozen=True, slots=True)
class Classes:
    """Of a roll that weighs: voters, how many different weights, how many voters whose weight is nobody else's."""

    voters: int
    weights: int
    alone: int


def classes(poll: Poll) -> Classes | None:
    """Answer who could be told by the weights in the archive of a secret poll; None: everybody weighs the same."""
    found = Counter(tuple(w[s] for s in poll.schemes) for w in poll.voters.values_list("weights", flat=True))
    if not poll.secret or len(found) < 2:
        return None
    return Classes(found.total(), len(found), sum(n == 1 for n in found.values()))


def correctable(poll: Poll, at: datetime) -> bool:
    """Is the poll over but not counted, and was a paper set aside that may be entered anew?"""
    over = poll.opened_at is not None and (poll.closed_at is not None or at >= poll.closes_at)
    counted = poll.counted_at is not None or poll.archives.exists()
    return over and not counted and poll.named_votes.filter(set_aside__isnull=False).exists()


def by_name(poll: Poll) -> QuerySet[Voter]:
    """Answer the voters who voted by name."""
    return poll.voters.filter(Exists(standing(poll).filter(voter=OuterRef("pk"))))


def voted(poll: Poll) -> QuerySet[Voter]:
    """Answer everybody who took part, each once, however often they tried."""
    return poll.voters.filter(
        Q(Exists(Ballot.objects.filter(voter=OuterRef("pk"))), withdrawal__isnull=True)
        | Q(Exists(Mark.objects.filter(voter=OuterRef("pk"), erased__isnull=True)))
        | Q(Exists(standing(poll).filter(voter=OuterRef("pk"))))
    )


@dataclass(frozen=True, slots=True)
class Turnout:
    """Of one scheme, in its units: the whole roll and the part that took part; `channels` in persons."""

    roll: dict[str, int]
    taken: dict[str, int]
    channels: dict[str, int]

    @property
    def rows(self) -> list[tuple[str, int, int, int]]:
        """By scheme: who took part, of how much, in thousandths."""
        return [
            (scheme, self.taken[scheme], whole, 1000 * self.taken[scheme] // max(1, whole))
            for scheme, whole in self.roll.items()
        ]


def turnout(poll: Poll) -> Turnout:
    """Answer how many took part so far; never how."""
    return Turnout(
        roll=_sums(poll, poll.voters.all()),
        taken=_sums(poll, voted(poll)),
        channels={
            "screen": on_screen(poll).count(),
            "paper": on_paper(poll).count(),
            "named": by_name(poll).count(),
        },
    )


def _sums(poll: Poll, voters: QuerySet[Voter]) -> dict[str, int]:
    weigh = {s: Sum(Cast(KT(f"weights__{s}"), BigIntegerField()), default=0) for s in poll.schemes}
    return {scheme: int(n) for scheme, n in voters.aggregate(**weigh).items()}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A voter of whom more than one vote may have been given, and by what means; or by whom nobody should have voted.

    `unlawful`: the marks with an agent who may not be one.
    """

    voter: Voter
    ballots: int
    marks: list[Mark]
    named: bool
    unlawful: list[Mark]

    @property
    def twice(self) -> bool:
        return bool(len(self.marks) > 1 or self.ballots or self.named)


def conflicts(poll: Poll) -> list[Conflict]:
    """Answer who voted on the screen and on paper, at two stations, or by an agent who may not be one.

    What is settled is left out.
    """
    marked = Mark.objects.filter(poll=poll, erased__isnull=True).select_related("voter", "station", "agent")
    marks: dict[int, list[Mark]] = {}
    for mark in marked.order_by("received_at", "pk"):
        marks.setdefault(mark.voter_id, []).append(mark)
    cast = Counter(
        Ballot.objects.filter(poll=poll, voter__withdrawal__isnull=True).values_list("voter_id", flat=True)
    )
    named = set(standing(poll).values_list("voter_id", flat=True))
    against = {mark.pk for mark in unlawful(poll)}
    made = [
        Conflict(found[0].voter, cast[voter], found, voter in named, [m for m in found if m.pk in against])
        for voter, found in marks.items()
    ]
    return [conflict for conflict in made if conflict.twice or conflict.unlawful]


def doubtful(poll: Poll) -> QuerySet[Mark]:
    """Answer the marks whose time, by the station's own clock, lies outside the hours of the poll."""
    found = Mark.objects.filter(poll=poll, erased__isnull=True)
    outside = Q(at__lt=poll.opens_at) | Q(at__gt=poll.closes_at)
    return found.filter(outside).select_related("voter", "station").order_by("pk")


def counted_ballots(poll: Poll) -> list[Ballot]:
    """Answer the ballots that count, in the order of the board: of each voter the last, none that was withdrawn."""
    ballots = Ballot.objects.filter(poll=poll, voter__withdrawal__isnull=True).select_related("credential")
    last = {ballot.voter_id: ballot for ballot in ballots.order_by("pk")}
    return sorted(last.values(), key=lambda ballot: ballot.pk)
