"""Owners' ballots become the two counts that Civil Code 278 asks for: floor area and heads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongzhi.lib.law import Cite, Dated
from gongzhi.lib.majority.estate import AssemblyRules, Roll, Unit, Voter, roll
from gongzhi.lib.majority.owners import OwnersItem, judge_owners
from gongzhi.lib.majority.shapes import Count, Finding, Judgement, Rule
from gongzhi.lib.statutes import CODE, PROPERTY, civil_code, property_regulation

DECIDING = Dated((PROPERTY, property_regulation("十二条", CODE)), (CODE, civil_code("二百七十八条")))


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class OwnersBallot:
    """Cast by somebody for a room, and so for all that its owners have; `received`: the place in the order."""

    received: int
    room: str
    by: str
    choice: Choice


@dataclass(frozen=True)
class Taken:
    """The counts, whose vote they hold, and each ballot that was not counted with every reason."""

    area: Count
    persons: Count
    voted: frozenset[frozenset[str]]
    refused: tuple[tuple[OwnersBallot, tuple[Finding, ...]], ...]


def count_votes(
    voters: Roll,
    ballots: Iterable[OwnersBallot],
    *,
    on: date,
    agents: frozenset[tuple[str, str]] = frozenset(),
) -> Taken:
    """Count each owner, or joint owners together, once: the ballot received first stands.

    `agents`: (owner, agent) as entrusted (regulation on property management 12). Joint owners vote
    through one of them: whoever comes second is told so.
    """
    by_room = {room: voter for voter in voters.values() for room in voter.rooms}
    counted: dict[frozenset[str], tuple[Voter, Choice]] = {}
    refused = []
    for ballot in sorted(ballots, key=lambda each: each.received):
        voter = by_room.get(ballot.room)
        reasons = tuple(_against(ballot, voter, set(counted), agents, DECIDING.on(on)))
        if reasons or voter is None:
            refused.append((ballot, reasons))
        else:
            counted[voter.owners] = voter, ballot.choice
    everybody, votes = list(voters.values()), list(counted.values())
    area = _count([each.area for each in everybody], [(each.area, choice) for each, choice in votes])
    persons = _count([each.head for each in everybody], [(each.head, choice) for each, choice in votes])
    return Taken(area, persons, frozenset(counted), tuple(refused))


def _against(
    ballot: OwnersBallot,
    voter: Voter | None,
    counted: set[frozenset[str]],
    agents: frozenset[tuple[str, str]],
    law: Cite,
) -> Iterator[Finding]:
    if voter is None:
        yield Finding("no_vote_for_room", law, {})
        return
    if ballot.by not in voter.owners and not any((owner, ballot.by) in agents for owner in voter.owners):
        yield Finding("neither_owner_nor_agent", property_regulation("十二条"), {})
    if voter.owners in counted:
        yield Finding("already_voted", law, {"rooms": len(voter.rooms)})


def _count(weights: list[int], votes: list[tuple[int, Choice]]) -> Count:
    sums = {choice: sum(weight for weight, chosen in votes if chosen is choice) for choice in Choice}
    return Count(
        members=sum(weights),
        present=sum(sums.values()),
        yes=sums[Choice.YES],
        no=sums[Choice.NO],
        abstain=sums[Choice.ABSTAIN],
    )


@dataclass(frozen=True)
class OwnersDecision:
    judgement: Judgement
    taken: Taken


def decide(
    item: OwnersItem,
    *,
    on: date,
    units: Iterable[Unit],
    ballots: Iterable[OwnersBallot],
    rules: AssemblyRules | None = None,
    agents: frozenset[tuple[str, str]] = frozenset(),
    noticed_on: date | None = None,
    rule: Rule | None = None,
) -> OwnersDecision:
    """Count and judge a vote of owners by the law of that day. Raises as `roll` and `judge_owners` do."""
    taken = count_votes(roll(units, rules), ballots, on=on, agents=agents)
    judged = judge_owners(
        item, on=on, area=taken.area, persons=taken.persons, noticed_on=noticed_on, rule=rule
    )
    return OwnersDecision(judged, taken)
