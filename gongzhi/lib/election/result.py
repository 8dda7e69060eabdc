"""The result of a vote for a committee: valid or not, who is elected, which seats stay empty, who stands again.

A round asks nobody but the numbers. In the first, a candidate needs more than half of those who voted; in each
later one, for the seats left empty, the most votes, and no less than a third of the ballots cast. Where the text
is silent (equal votes, two near relatives elected, no woman), what happens is a setting and says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from gongzhi.lib.election.shapes import MEMBERS, RESULT, Body, Office, Reason, Way, rules
from gongzhi.lib.law import Cite
from gongzhi.lib.majority import Count, Judgement, judge
from gongzhi.lib.statutes import NEW

ELECTORAL = date(
    2020, 10, 17
)  # the electoral law, last amended: for congresses, followed here where silence is
EQUAL_VOTES = Cite("全国人民代表大会和地方各级人民代表大会选举法", "四十五条", ELECTORAL)
TOO_MANY_BALLOTS = Cite("全国人民代表大会和地方各级人民代表大会选举法", "四十四条", ELECTORAL)
MORE_THAN_SEATS = 1  # so many more candidates than empty seats stand in a later round: at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots:
    """Handed out, returned; of the returned: invalid, blank. A blank one took part, and is for nobody.

    Raises ValueError for a negative number, and for more invalid and blank ones than were returned.
    """

    issued: int
    returned: int
    invalid: int = 0
    blank: int = 0

    def __post_init__(self) -> None:
        if min(self.issued, self.returned, self.invalid, self.blank) < 0:
            raise ValueError("a count is never below zero")
        if self.invalid + self.blank > self.returned:
            raise ValueError(f"{self.invalid} invalid and {self.blank} blank of {self.returned} returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """A candidate and the votes for that office."""

    id: str
    office: Office
    votes: int
    woman: bool = False


@dataclass(frozen=True, kw_only=True)
class Round:
    """One vote. `roll`: those entitled; `seats`: empty before it; `elected`: in the rounds before."""

    body: Body
    way: Way
    on: date
    roll: int
    seats: Mapping[Office, int]
    ballots: Ballots
    candidates: tuple[Stood, ...]
    relatives: frozenset[frozenset[str]] = frozenset()
    elected: tuple[Stood, ...] = ()
    number: int = 1

    def __post_init__(self) -> None:
        good = self.ballots.returned - self.ballots.invalid - self.ballots.blank
        if wrong := [each.id for each in self.candidates if not 0 <= each.votes <= good]:
            raise ValueError(f"{wrong} have other votes than the {good} good ballots can give")
        for office, seats in self.seats.items():
            total = sum(each.votes for each in self.candidates if each.office is office)
            if total > seats * good:
                raise ValueError(f"{total} votes for {seats} seats as {office} on {good} ballots")
        if len({each.id for each in self.candidates}) < len(self.candidates):
            raise ValueError("somebody stands twice")


@dataclass(frozen=True)
class Result:
    """`elected` in this round; `empty`: seats; `again`: who stands in the next vote, by office.

    `tied`: equal votes at the last seat: those alone are voted on again. `women_only`: the one seat left is kept
    for a woman.
    """

    valid: bool
    elected: tuple[Stood, ...]
    empty: Mapping[Office, int]
    again: Mapping[Office, tuple[str, ...]]
    tied: Mapping[Office, tuple[str, ...]]
    women_only: bool
    reasons: tuple[Reason, ...]
    law: Cite | None

    @property
    def complete(self) -> bool:
        """Is the committee elected, with nothing left to vote on and nothing missing?"""
        return self.valid and not self.empty and not any(each.code == "no_woman" for each in self.reasons)


def result(vote: Round) -> Result:
    """Answer what a round decided. Raises LookupError where the law of that day has no rule (residents, 2018)."""
    law = RESULT[vote.body].on(vote.on)
    reasons = _invalid(vote)
    if reasons:
        return Result(False, (), dict(vote.seats), {}, {}, False, tuple(reasons), law)
    filled = _Filling(vote)
    for office in Office:
        filled.fill(office)
    filled.miss_women()
    empty = {office: left for office, left in filled.left.items() if left}
    women_only = sum(empty.values()) == 1 and any(each.code == "no_woman" for each in filled.reasons)
    again = {
        office: filled.tied.get(office) or _runners_up(filled, office, seats, women_only)
        for office, seats in empty.items()
    }
    return Result(
        True, tuple(filled.elected), empty, again, filled.tied, women_only, tuple(filled.reasons), law
    )


def _invalid(vote: Round) -> list[Reason]:
    """In a later round the text asks for no quorum."""
    ballots = vote.ballots
    reasons = []
    if ballots.returned > ballots.issued:
        numbers = {"returned": ballots.returned, "issued": ballots.issued}
        reasons.append(
            Reason(
                "more_returned_than_issued", _guide(TOO_MANY_BALLOTS, vote.on), numbers=numbers, setting=True
            )
        )
    if ballots.issued > vote.roll:
        numbers = {"issued": ballots.issued, "roll": vote.roll}
        reasons.append(Reason("more_issued_than_entitled", RESULT[vote.body].on(vote.on), numbers=numbers))
    if vote.number == 1:
        present = min(ballots.returned, vote.roll)
        judged = judge(_rules(vote)["valid"], on=vote.on, count=Count(members=vote.roll, present=present))
        missing = [each for each in judged.findings if not each.code.endswith("_met")]
        reasons += [Reason(each.code, each.cite, numbers=each.numbers) for each in missing]
    return reasons


def _guide(law: Cite, on: date) -> Cite | None:
    return law if law.in_force(on) else None


def _rules(vote: Round) -> Mapping[str, str]:
    return rules(vote.body, vote.way, vote.on)


@dataclass
class _Filling:
    """Seats as they fill, office by office, the highest first."""

    vote: Round
    elected: list[Stood] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    tied: dict[Office, tuple[str, ...]] = field(default_factory=dict)
    left: dict[Office, int] = field(init=False)

    def __post_init__(self) -> None:
        self.left = dict(self.vote.seats)

    def fill(self, office: Office) -> None:
        enough = [each for each in self.vote.candidates if each.office is office and self._enough(each)]
        for votes in sorted({each.votes for each in enough}, reverse=True):
            if not self.left.get(office):
                return
            equals = [each for each in enough if each.votes == votes and not self._gives_way(each)]
            contested = equals if len(equals) > self.left[office] else self._related(equals)
            sure = [each for each in equals if each not in contested]
            self.elected += sure
            self.left[office] -= len(sure)
            if contested:
                self._tie(office, contested)
                return

    def _enough(self, candidate: Stood) -> bool:
        rule = _rules(self.vote)["elected" if self.vote.number == 1 else "second_round"]
        present = self.vote.ballots.returned
        judged = judge(
            rule,
            on=self.vote.on,
            count=Count(members=self.vote.roll, present=present, yes=candidate.votes),
        )
        self.reasons += [
            Reason("too_few_votes", each.cite, (candidate.id,), each.numbers)
            for each in judged.findings
            if each.code == "majority_missing"
        ]
        return judged.passed

    def _gives_way(self, candidate: Stood) -> bool:
        """Near relatives do not sit together (since 2026); that the higher office, then the votes decide, is ours."""
        if self.vote.on < NEW:
            return False
        sitting = [
            each.id
            for each in (*self.vote.elected, *self.elected)
            if frozenset({each.id, candidate.id}) in self.vote.relatives
        ]
        if sitting:
            law = MEMBERS[self.vote.body].on(self.vote.on)
            self.reasons.append(Reason("relative_is_elected", law, (candidate.id, *sitting), setting=True))
        return bool(sitting)

    def _related(self, equals: Collection[Stood]) -> list[Stood]:
        """Answer those of equal votes who are near relatives of each other: the votes do not say who sits."""
        ids = {each.id for each in equals}
        pairs = [pair for pair in self.vote.relatives if pair <= ids] if self.vote.on >= NEW else []
        return [each for each in equals if any(each.id in pair for pair in pairs)]

    def _tie(self, office: Office, equals: Collection[Stood]) -> None:
        self.tied[office] = tuple(sorted(each.id for each in equals))
        numbers = {"votes": max(each.votes for each in equals), "seats": self.left[office]}
        self.reasons.append(
            Reason("equal_votes", _guide(EQUAL_VOTES, self.vote.on), self.tied[office], numbers, setting=True)
        )

    def miss_women(self) -> None:
        """The article says that there shall be a woman, not what happens without one: told, and kept open."""
        asked = self.vote.body is Body.VILLAGE or self.vote.on >= NEW
        if asked and not any(each.woman for each in (*self.vote.elected, *self.elected)):
            self.reasons.append(Reason("no_woman", MEMBERS[self.vote.body].on(self.vote.on)))


def recall(body: Body, way: Way, on: date, count: Count) -> Judgement:
    """Judge a recall: by the way in which the member was elected (residents' law 20). Raises as `judge` does."""
    return judge(rules(body, way, on)["recall"], on=on, count=count)


def _runners_up(filled: _Filling, office: Office, seats: int, women_only: bool) -> tuple[str, ...]:
    """Those not elected, the most votes first: one more than seats, and whoever equals the last of them."""
    sitting = {each.id for each in (*filled.vote.elected, *filled.elected)}
    gone = {each.about[0] for each in filled.reasons if each.code == "relative_is_elected"}
    ranked = sorted(
        (
            each
            for each in filled.vote.candidates
            if each.office is office and each.id not in sitting | gone and (each.woman or not women_only)
        ),
        key=lambda each: (-each.votes, each.id),
    )
    least = ranked[: seats + MORE_THAN_SEATS][-1].votes if ranked else 0
    return tuple(each.id for each in ranked if each.votes >= least)
