"""Who is entered in the roll of voters, and who may stand."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongzhi.lib.election.shapes import (
    MEMBERS,
    Body,
    Office,
    Reason,
    Ruling,
    both,
    later,
    ruling,
)
from gongzhi.lib.law import Cite
from gongzhi.lib.statutes import BOUNDS, NEW

ADULT = 18 * 12  # months; the article below says the age
YEAR, HALF_A_YEAR = 12, 6
FRANCHISE = both("十三条", "十六条", "八条", "十六条")
NOMINATION = both("十五条", "十八条", None, "十八条")
COMMITTEE = both("十二条", "十五条", None, "十五条")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What decides on registration. `asks`: said or applied in person; `agreed`: by whom the law names.

    `lives_since`, `works_since`: in the village or community, in village affairs or as community worker.
    """

    born: date
    household_here: bool = False
    lives_since: date | None = None
    works_since: date | None = None
    asks: bool = False
    agreed: bool = False
    deprived: bool = False
    registered_elsewhere: bool = False


def may_register(body: Body, person: Person, on: date) -> Ruling:
    """Is `person` entered in the roll of an election held on that day? Every reason against it is told.

    The residents' law of 2018 knows no registration: whoever lives there or has the household there votes.
    """
    law = FRANCHISE[body].on(on)
    return ruling(law, [*_franchise(person, on, law), *_belongs(body, person, on, law)])


def _franchise(person: Person, on: date, law: Cite | None) -> Iterator[Reason]:
    if later(person.born, ADULT) > on:
        yield Reason("under_age", law)
    if person.deprived:
        yield Reason("deprived_of_rights", law)


def _belongs(body: Body, person: Person, on: date, law: Cite | None) -> Iterator[Reason]:
    lives = person.lives_since is not None and person.lives_since <= on
    if body is Body.RESIDENTS and on < NEW:
        if not (person.household_here or lives):
            yield Reason("neither_household_nor_living_here", law)
        return
    if body is Body.VILLAGE and person.registered_elsewhere:
        yield Reason("registered_elsewhere", law)
    if person.household_here:
        if not person.asks and (body is Body.RESIDENTS or not lives):
            yield Reason("has_not_asked", law)
        return
    yield from (_village_guest if body is Body.VILLAGE else _resident_guest)(person, on, law)


def _village_guest(person: Person, on: date, law: Cite | None) -> Iterator[Reason]:
    """One year; since 2026 work in village affairs counts as living there does."""
    begun = [person.lives_since, person.works_since if on >= NEW else None]
    if not any(since and later(since, YEAR) <= on for since in begun):
        yield Reason("not_here_for_a_year", law)
    if not person.asks:
        yield Reason("has_not_asked", law)
    if not person.agreed:
        yield Reason("not_agreed_by_meeting", law)


def _resident_guest(person: Person, on: date, law: Cite | None) -> Iterator[Reason]:
    if not person.asks:
        yield Reason("has_not_asked", law)
    if person.lives_since is not None and person.lives_since <= on:
        return
    if person.works_since is None or later(person.works_since, HALF_A_YEAR) > on:
        yield Reason("neither_living_here_nor_half_a_year_worker", law)
    elif not person.agreed:
        yield Reason("not_confirmed_by_election_committee", law)


class Exclusion(StrEnum):
    """What bars from standing since 2026; clans are named by the village law alone."""

    EXPELLED_FROM_PARTY = "expelled_from_party"
    CONVICTED = "convicted"
    CLAN = "clan"
    GANG = "gang"
    ILLEGAL_RELIGION = "illegal_religion"
    CULT = "cult"


EXCLUSIONS: Mapping[Body, frozenset[Exclusion]] = {
    Body.VILLAGE: frozenset(Exclusion),
    Body.RESIDENTS: frozenset(Exclusion) - {Exclusion.CLAN},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """Whoever was put forward. `nominators`: registered voters who did so together, none twice."""

    id: str
    office: Office = Office.MEMBER
    woman: bool = False
    may_be_elected: bool = True
    party: bool = False
    nominators: int = 0
    exclusions: frozenset[Exclusion] = frozenset()


def may_stand(body: Body, nominee: Nominee, on: date) -> Ruling:
    """May `nominee` be a candidate? The residents' law of 2018 says nothing of nominations: nothing is asked."""
    law = NOMINATION[body].on(on)
    return ruling(law, _against(body, nominee, on, law))


def _against(body: Body, nominee: Nominee, on: date, law: Cite | None) -> Iterator[Reason]:
    if not nominee.may_be_elected:
        yield Reason("may_not_be_elected", FRANCHISE[body].on(on), (nominee.id,))
    if on < NEW:
        if body is Body.VILLAGE and not nominee.nominators:
            yield Reason("not_nominated", law, (nominee.id,), {"nominators": 0, "needed": 1})
        return
    least = 1 if body is Body.VILLAGE else BOUNDS["nominating_voters"].on(on).least or 1
    if not nominee.party and nominee.nominators < least:
        numbers = {"nominators": nominee.nominators, "needed": least}
        yield Reason("not_nominated", law, (nominee.id,), numbers)
    for each in sorted(nominee.exclusions & EXCLUSIONS[body]):
        yield Reason(each.value, law, (nominee.id,))


def check_slate(
    body: Body, seats: Mapping[Office, int], nominees: Collection[Nominee], on: date
) -> tuple[Reason, ...]:
    """Answer everything that is wrong with the candidates as a whole; each for himself is `may_stand`'s matter.

    More candidates than seats is asked for each office, since each is elected for itself.
    """
    return (*_size(body, seats, on), *_choice(body, seats, nominees, on), *_women(body, nominees, on))


def _size(body: Body, seats: Mapping[Office, int], on: date) -> Iterator[Reason]:
    bounds = BOUNDS[f"{body}_committee"].on(on)
    total = sum(seats.values())
    if not bounds.hold(total):
        numbers = {"seats": total, "least": bounds.least or 0, "most": bounds.most or 0}
        yield Reason("committee_size", bounds.law, numbers=numbers)
    if seats.get(Office.CHAIR, 0) != 1:
        yield Reason("one_chair", bounds.law, numbers={"seats": seats.get(Office.CHAIR, 0)})


def _choice(
    body: Body, seats: Mapping[Office, int], nominees: Collection[Nominee], on: date
) -> Iterator[Reason]:
    if body is Body.RESIDENTS and on < NEW:
        return
    law = NOMINATION[body].on(on)
    for office, number in seats.items():
        standing = sum(nominee.office is office for nominee in nominees)
        if standing <= number:
            numbers = {"candidates": standing, "seats": number, "needed": number + 1}
            yield Reason("no_more_candidates_than_seats", law, (office.value,), numbers)


def _women(body: Body, nominees: Collection[Nominee], on: date) -> Iterator[Reason]:
    """The residents' law asks for a woman since 2026, the village law in both versions."""
    if (body is Body.VILLAGE or on >= NEW) and not any(nominee.woman for nominee in nominees):
        yield Reason("no_woman_stands", MEMBERS[body].on(on))


def must_leave(
    body: Body,
    committee: Collection[str],
    nominees: Collection[str],
    relatives: Iterable[tuple[str, str]],
    on: date,
) -> tuple[Reason, ...]:
    """Answer who must leave the election committee: the nominated, since 2026 their near relatives as well."""
    law = COMMITTEE[body].on(on)
    if body is Body.RESIDENTS and on < NEW:
        return ()
    near = {one for pair in relatives for one, other in (pair, pair[::-1]) if other in nominees}
    reasons = [Reason("is_nominated", law, (one,)) for one in sorted(set(committee) & set(nominees))]
    if on >= NEW:
        others = sorted((set(committee) & near) - set(nominees))
        reasons += [Reason("relative_is_nominated", law, (one,)) for one in others]
    return tuple(reasons)
