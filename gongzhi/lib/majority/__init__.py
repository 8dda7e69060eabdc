"""Is a meeting valid, is a motion passed, and because of which article: as pure functions over counts.

`judge` answers for the law in force on the day. What it refuses cannot be recorded as passed by anybody.
Days are counted as calendar days, the first not included (Civil Code 201).
"""

from gongzhi.lib.majority.elections import REQUESTS
from gongzhi.lib.majority.estate import (
    AssemblyRules,
    PublicRow,
    Roll,
    Unit,
    UnitKind,
    Voter,
    public_rows,
    roll,
    sold,
)
from gongzhi.lib.majority.founding import (
    Conditions,
    against_founding,
    against_serving,
    assembly_needed,
    forbidden,
)
from gongzhi.lib.majority.judging import asked, judge, stricter
from gongzhi.lib.majority.owners import OwnersItem, judge_owners, owners_rule
from gongzhi.lib.majority.rules import RULES
from gongzhi.lib.majority.shapes import (
    Composition,
    Count,
    Finding,
    Judgement,
    Of,
    Rule,
    Share,
    Version,
    needed,
)
from gongzhi.lib.majority.voting import Choice, OwnersBallot, OwnersDecision, Taken, count_votes, decide

__all__ = [
    "REQUESTS",
    "RULES",
    "AssemblyRules",
    "Choice",
    "Composition",
    "Conditions",
    "Count",
    "Finding",
    "Judgement",
    "Of",
    "OwnersBallot",
    "OwnersDecision",
    "OwnersItem",
    "PublicRow",
    "Roll",
    "Rule",
    "Share",
    "Taken",
    "Unit",
    "UnitKind",
    "Version",
    "Voter",
    "against_founding",
    "against_serving",
    "asked",
    "assembly_needed",
    "count_votes",
    "decide",
    "forbidden",
    "judge",
    "judge_owners",
    "needed",
    "owners_rule",
    "public_rows",
    "roll",
    "sold",
    "stricter",
]
