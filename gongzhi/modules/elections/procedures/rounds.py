"""What a counted poll means: the numbers go to the law, and its answer comes back. Nobody types a result."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.utils import timezone

from gongzhi.kernel.ballots.models import Poll
from gongzhi.kernel.ballots.outcomes import Outcome, outcome
from gongzhi.kernel.ballots.selectors import latest
from gongzhi.kernel.bodies.models import Seat
from gongzhi.kernel.bodies.selectors import in_force
from gongzhi.kernel.record.declarations import official
from gongzhi.lib.canonical import Json
from gongzhi.lib.election import Ballots, Body, Office, Result, Round, Stood, Way, result
from gongzhi.lib.election import recall as judge_recall
from gongzhi.lib.majority import Count, Judgement
from gongzhi.lib.statutes import BOUNDS
from gongzhi.modules.elections.models import Candidate, Election, Entry, Kin
from gongzhi.modules.elections.vocabulary import ELECTORS, OFFICES, Sort, Stage

from .wording import all_said, judged

VOTE = "vote"
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted poll, its numbers, and what the law makes of them."""

    poll: Poll
    numbers: Outcome
    vote: Round
    result: Result
    names: Mapping[str, str]

    @property
    def said(self) -> str:
        return all_said(self.result.reasons, self.names)


def roll_digest(entries: Iterable[Entry], way: str) -> str:
    """Answer the SHA-256 of the names in their order, one a line, as the roll hangs at the board.

    Where not everybody votes, whoever does has the word for it behind the name.
    """
    mark = f" {official(ELECTORS[way])}" if way in ELECTORS else ""
    lines = (f"{e.number} {e.name}{mark if e.votes else ''}" for e in entries)
    return sha256("\n".join(lines).encode()).hexdigest()


def key(candidate: Candidate) -> str:
    return f"c{candidate.pk}"


def on_ballot(election: Election) -> list[Office]:
    """Answer the offices that are voted on, in the order of the questions: the highest first."""
    return [office for office in Office if election.ballot["candidates"].get(office)]


def relatives(election: Election) -> frozenset[frozenset[str]]:
    """Answer the pairs of candidates who are near relatives."""
    pairs = Kin.objects.filter(candidate__election=election, other__isnull=False)
    return frozenset(frozenset({key(pair.candidate), key(pair.other)}) for pair in pairs if pair.other)


def sitting(election: Election, poll: Poll) -> tuple[Stood, ...]:
    """Answer who sits already and goes on sitting: in a by-election, the rest of the committee."""
    if election.sort != Sort.VACANCY:
        return ()
    day = timezone.localdate(poll.opens_at)
    titles = {title: Office(office) for office, title in OFFICES.items()}
    held = Seat.objects.filter(in_force(day), post__organisation=election.body_id).select_related("post")
    return tuple(
        Stood(id=f"s{seat.pk}", office=titles.get(seat.post.title, Office.MEMBER), votes=0, woman=seat.woman)
        for seat in held.order_by("pk")
    )


def ballots_of(numbers: Outcome) -> Ballots:
    """Answer the ballots of both media. One that is blank in every question is for nobody; at most the fewest blanks."""
    tally = numbers.tallies[PERSON]
    screen = numbers.online + numbers.named
    return Ballots(
        issued=numbers.issued + screen,
        returned=numbers.returned + screen,
        invalid=numbers.invalid,
        blank=min(tally.blank, default=0),
    )


def counted(election: Election) -> Counted | None:
    """Answer the latest poll as the law judges it; None before it is counted."""
    poll = latest(election.matter, VOTE)
    if poll is None or poll.counted_at is None:
        return None
    numbers = outcome(poll)
    candidates = Candidate.objects.in_bulk(
        [pk for row in election.ballot["candidates"].values() for pk in row]
    )
    vote = _round(election, poll, numbers, candidates)
    names = {key(c): c.name for c in candidates.values()}
    return Counted(poll, numbers, vote, result(vote), names)


def _round(election: Election, poll: Poll, numbers: Outcome, candidates: Mapping[int, Candidate]) -> Round:
    tally, ballot = numbers.tallies[PERSON], election.ballot
    stood = [
        Stood(id=f"c{pk}", office=office, votes=votes, woman=candidates[pk].woman)
        for office, row in zip(on_ballot(election), tally.counts, strict=True)
        for pk, votes in zip(ballot["candidates"][office], row, strict=True)
    ]
    before = election.candidates.filter(stage=Stage.ELECTED, round__lt=ballot["number"])
    elected = [Stood(id=key(c), office=Office(c.office), votes=c.votes, woman=c.woman) for c in before]
    return Round(
        body=Body(election.law),
        way=Way(election.way),
        on=timezone.localdate(poll.opens_at),
        roll=tally.roll,
        seats={Office(office): n for office, n in ballot["seats"].items()},
        ballots=ballots_of(numbers),
        candidates=tuple(stood),
        relatives=relatives(election),
        elected=(*sitting(election, poll), *elected),
        number=ballot["number"],
    )


def enough(election: Election, found: Counted) -> bool:
    """May it be left at this? Complete; or after another round nobody won the rest, and the committee can work.

    The law says what happens when seats are left, not what when nobody wins them again: that a committee of the
    least size with a chair may begin, and the rest is filled by by-election, is a setting.
    """
    if not found.result.valid:
        return False
    if found.result.complete:
        return True
    sits = [*found.vote.elected, *found.result.elected]
    least = BOUNDS[f"{election.law}_committee"].on(found.vote.on).least or 1
    chair = any(each.office is Office.CHAIR for each in sits)
    woman = any(each.woman for each in sits)
    return found.vote.number > 1 and chair and woman and len(sits) >= least and not found.result.tied


def facts(found: Counted) -> dict[str, Json]:
    """Answer what the record says of a round: the numbers, who is elected, why, by which article."""
    ballots, names = found.vote.ballots, found.names
    return {
        "round": found.vote.number,
        "poll": str(found.poll.pk),
        "roll": found.vote.roll,
        "issued": ballots.issued,
        "returned": ballots.returned,
        "invalid": ballots.invalid,
        "votes": [[names[each.id], OFFICES[each.office], each.votes] for each in found.vote.candidates],
        "valid": found.result.valid,
        "elected": [[names[each.id], OFFICES[each.office]] for each in found.result.elected],
        "empty": {OFFICES[office]: left for office, left in found.result.empty.items()},
        "why": found.said,
        "judged_by": str(found.result.law),
    }


def recalled(election: Election) -> tuple[Poll, Outcome, Judgement] | None:
    """Answer a counted recall as the law judges it; None before it is counted."""
    poll = latest(election.matter, VOTE)
    if poll is None or poll.counted_at is None:
        return None
    numbers = outcome(poll)
    tally, ballots = numbers.tallies[PERSON], ballots_of(numbers)
    yes, no = tally.counts[0]
    present = min(ballots.returned, tally.roll)
    count = Count(members=tally.roll, present=present, yes=yes, no=no)
    day = timezone.localdate(poll.opens_at)
    return poll, numbers, judge_recall(Body(election.law), Way(election.way), day, count)


def recall_facts(election: Election) -> dict[str, Json]:
    found = recalled(election)
    if found is None:
        return {}
    poll, _numbers, judgement = found
    return {"poll": str(poll.pk), **judgement.numbers, "why": judged(judgement)}
