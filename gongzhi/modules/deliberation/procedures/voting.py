"""The meetings of a 四议两公开: that of the two committees, of the party members, of the representatives or of all.

Each decision has two outcomes. What was not carried goes back to the proposer, never on.
"""

from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.bodies.seating import SeatsOf
from gongzhi.kernel.matters.declarations import Decision, Party, Step, Text
from gongzhi.lib.law import Cite
from gongzhi.modules.deliberation.vocabulary import Four as S

from .rules import (
    COMMITTEE,
    LEADERS,
    MEMBERS,
    MEMBERS_MEET,
    OFFICE,
    REPRESENTATIVES,
    VILLAGE,
    Law,
    record_type,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """A meeting in the sequence: from which state to which, who calls it, by which article, until when the next."""

    key: str
    decision: Decision
    verb: Text
    awaited: Text
    refused: Text
    source: S
    target: S
    by: tuple[Party, ...]
    seats: tuple[SeatsOf, ...]
    term: str
    following: str
    law: Cite

    @property
    def steps(self) -> tuple[Step, Step]:
        carried = Step(
            key=self.key,
            verb=self.verb,
            awaited=self.awaited,
            outcome=_("由会议决定：达到法定人数并过半数同意的，进入下一环节；没有通过的，退回修改。"),
            sources=(self.source,),
            target=self.target,
            by=self.by,
            seats=self.seats,
            stops=(self.term,),
            starts=(self.following,),
            meeting=self.decision,
            law=self.law,
            records=record_type(f"{self.key}_carried", self.verb),
        )
        return carried, replace(
            carried,
            key=f"{self.key}_refused",
            verb=self.refused,
            awaited="",
            target=S.REVISING,
            starts=("revise",),
            meeting=replace(self.decision, carried=False),
            records=record_type(f"{self.key}_refused", self.refused),
        )


def meetings(law: Law) -> tuple[Step, ...]:
    ballots = (consult(law), review(law), resolve(law), resolve_by_all(law))
    return tuple(step for ballot in ballots for step in ballot.steps)


def consult(law: Law) -> Ballot:
    return Ballot(
        key="consult",
        decision=Decision(
            key="consult",
            title=_("“两委”会议"),
            village=("two_committees",),
            residents=("residents_two_committees",),
            convenes=(LEADERS, COMMITTEE),
        ),
        verb=_("“两委”会议商议"),
        awaited=_("待“两委”会议商议"),
        refused=_("“两委”会议商议未通过"),
        source=S.PROPOSED,
        target=S.CONSULTED,
        by=OFFICE,
        seats=(LEADERS,),
        term="consult",
        following="review",
        law=law.majority,
    )


def review(law: Law) -> Ballot:
    """The members' meeting is called by the party's own committee, by nobody else."""
    return Ballot(
        key="review",
        decision=Decision(
            key="review",
            title=_("党员大会"),
            village=("party_members",),
            residents=("party_members",),
            convenes=(MEMBERS,),
        ),
        verb=_("党员大会审议"),
        awaited=_("待党员大会审议"),
        refused=_("党员大会审议未通过"),
        source=S.CONSULTED,
        target=S.REVIEWED,
        by=(Party.SEATED,),
        seats=(LEADERS,),
        term="review",
        following="resolve",
        law=MEMBERS_MEET,
    )


def resolve(law: Law) -> Ballot:
    return Ballot(
        key="resolve",
        decision=Decision(
            key="resolve",
            title=_("代表会议"),
            village=("village_representatives",),
            residents=("residents_representatives",),
            convenes=(COMMITTEE, REPRESENTATIVES),
        ),
        verb=_("村（居）民代表会议决议"),
        awaited=_("待村民代表会议决议") if law is VILLAGE else _("待居民代表会议决议"),
        refused=_("村（居）民代表会议决议未通过"),
        source=S.REVIEWED,
        target=S.RESOLVED,
        by=OFFICE,
        seats=(COMMITTEE,),
        term="resolve",
        following="announce",
        law=law.representatives,
    )


def resolve_by_all(law: Law) -> Ballot:
    """The same place in the sequence: everybody decides instead of their representatives."""
    return replace(
        resolve(law),
        key="resolve_by_all",
        decision=Decision(
            key="resolve_by_all",
            title=_("村（居）民会议"),
            village=("village_assembly_voters", "village_assembly_households"),
            residents=("residents_assembly_voters", "residents_assembly_households"),
        ),
        verb=_("村（居）民会议决议"),
        awaited=_("待村民会议决议") if law is VILLAGE else _("待居民会议决议"),
        refused=_("村（居）民会议决议未通过"),
        law=law.assembly,
    )
