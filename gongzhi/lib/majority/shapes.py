"""The values that a meeting is judged by, and the values of a judgement. Integers only: a share is met or not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from gongzhi.lib.canonical import Json
from gongzhi.lib.law import Cite, Dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Who belonged to it, who was there, how they voted; whoever is there and does not vote is in none of three.

    `members`: those who belong to the meeting that day: members, registered voters, households, dwelling area.
    Raises ValueError for a number below zero, for more present than members, more votes than present.
    """

    members: int
    present: int
    yes: int = 0
    no: int = 0
    abstain: int = 0

    def __post_init__(self) -> None:
        if min(self.members, self.present, self.yes, self.no, self.abstain) < 0:
            raise ValueError("a count is never below zero")
        if self.present > self.members:
            raise ValueError(f"{self.present} present of {self.members} members")
        if self.yes + self.no + self.abstain > self.present:
            raise ValueError(f"{self.yes + self.no + self.abstain} votes of {self.present} present")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """Of the meeting's members that day. Women count where they are representatives (village law 29)."""

    members: int
    representatives: int = 0
    women_representatives: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.women_representatives <= self.representatives <= self.members:
            raise ValueError("women are among the representatives, representatives among the members")


@dataclass(frozen=True, slots=True)
class Share:
    """`over`/`under` of a whole: more than that where `strict`, else at least that (Civil Code 1259: 以上, 超过)."""

    over: int
    under: int
    strict: bool

    def __post_init__(self) -> None:
        if not 0 < self.over <= self.under or (self.strict and self.over == self.under):
            raise ValueError(f"{self.over}/{self.under} is no share that can be met")

    def met(self, part: int, whole: int) -> bool:
        """Nobody is never enough, not even of nobody."""
        left, right = part * self.under, self.over * whole
        return part > 0 and (left > right if self.strict else left >= right)

    def covers(self, other: "Share") -> bool:
        """Is whatever meets this share enough for `other`?"""
        mine, theirs = self.over * other.under, other.over * self.under
        return mine > theirs or (mine == theirs and (self.strict or not other.strict))

    def json(self) -> Json:
        return [self.over, self.under, self.strict]


def needed(share: Share, whole: int) -> int:
    """Answer the smallest number that meets `share` of `whole`; at least one."""
    exact, rest = divmod(share.over * whole, share.under)
    return max(1, exact + 1 if share.strict or rest else exact)


class Of(StrEnum):
    """What a majority is a majority of."""

    PRESENT = "present"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Part:
    """A share and the article that asks for it."""

    share: Share
    law: Cite


@dataclass(frozen=True, slots=True)
class Notice:
    """So many days before; `urgent`: in special circumstances it may be short."""

    days: int
    law: Cite
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What a rule asks for from some day on. `setting`: numbers are ours, the article is the reason only."""

    quorum: Part | None = None
    majority: Part | None = None
    of: Of = Of.PRESENT
    notice: Notice | None = None
    representatives: Part | None = None
    women: Part | None = None
    setting: bool = False

    @property
    def law(self) -> Cite | None:
        part = self.majority or self.quorum
        return part.law if part else None


@dataclass(frozen=True, slots=True)
class Rule:
    """A meeting or a vote. `until`: the law has it no more from that day; `instead`: keys that stand for it."""

    key: str
    versions: Dated[Version]
    until: date | None = None
    instead: tuple[str, ...] = ()

    def on(self, day: date) -> Version:
        """Answer what holds on `day`. Raises LookupError where the law of that day has no such rule."""
        try:
            if self.until is None or day < self.until:
                return self.versions.on(day)
        except LookupError:
            pass
        stands = " or ".join(self.instead) or "nothing"
        raise LookupError(f"{self.key} is not in force on {day}; {stands} stands instead")


@dataclass(frozen=True, slots=True)
class Finding:
    """Why: a code, its article, the numbers. The words are made where languages are known."""

    code: str
    cite: Cite | None
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """`passed` is never true when `valid` is not. `numbers` is all that a stranger needs to judge again."""

    valid: bool
    passed: bool
    findings: tuple[Finding, ...]
    numbers: Mapping[str, Json] = field(default_factory=dict)
