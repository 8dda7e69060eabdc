"""Who elects, and the shape of an answer: what, and every reason with its article in force on that day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gongzhi.lib.law import Cite, Dated
from gongzhi.lib.statutes import NEW, OLD, residents, residents_2018, village, village_2018


class Body(StrEnum):
    VILLAGE = "village"
    RESIDENTS = "residents"


class Way(StrEnum):
    """Who votes: every registered voter, one for each household, the residents' representatives."""

    VOTERS = "voters"
    HOUSEHOLDS = "households"
    REPRESENTATIVES = "representatives"


class Office(StrEnum):
    """The offices of a committee, the highest first."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a code, its article (None where no text speaks), whom it is about, the numbers.

    `setting`: the text leaves it open, the article is the ground only (or that of a kindred law).
    """

    code: str
    law: Cite | None
    about: tuple[str, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    setting: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """`yes`, the article that answers, and everything that speaks against it: none where yes."""

    yes: bool
    law: Cite | None
    reasons: tuple[Reason, ...] = ()


def ruling(law: Cite | None, reasons: Iterable[Reason]) -> Ruling:
    found = tuple(reasons)
    return Ruling(not found, law, found)


def both(
    village_old: str, village_new: str, residents_old: str | None, residents_new: str
) -> Mapping[Body, Dated[Cite | None]]:
    """Answer the articles of both organisation laws, in both versions; None where the residents' of 2018 is silent."""
    old = residents_2018(residents_old) if residents_old else None
    return {
        Body.VILLAGE: Dated((OLD, village_2018(village_old)), (NEW, village(village_new))),
        Body.RESIDENTS: Dated((OLD, old), (NEW, residents(residents_new))),
    }


ELECTORATE = both("十一条", "十四条", "八条", "十四条")
MEMBERS = both("六条", "八条", "七条", "八条")  # how many, who must be among them
RESULT = both("十五条", "十八条", None, "十九条")  # voting and its result


def ways(body: Body, on: date) -> tuple[frozenset[Way], Cite | None]:
    """Answer who may elect that committee on that day, and the article. Raises LookupError before 2018-12-29."""
    law = ELECTORATE[body].on(on)
    return (frozenset({Way.VOTERS}) if body is Body.VILLAGE else frozenset(Way)), law


def rules(body: Body, way: Way, on: date) -> Mapping[str, str]:
    """Answer the keys in `majority.RULES`: valid, elected, second_round, recall.

    Raises ValueError for a way by which that committee is not elected.
    """
    if way not in ways(body, on)[0]:
        raise ValueError(f"no {body} committee is elected by {way}")
    said = "village" if body is Body.VILLAGE else way.value
    return {
        "valid": f"election_valid_{said}",
        "elected": f"elected_{body}",
        "second_round": f"second_round_{body}",
        "recall": f"recall_{said}",
    }


def later(day: date, months: int) -> date:
    """Answer the same day so many months later, or the last of that month (Civil Code 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"{day} has no day {months} months later")
