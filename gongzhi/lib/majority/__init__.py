"""Is a meeting valid, is a motion passed, and because of which article: as pure functions over counts.

`judge` answers for the law in force on the day. What it refuses cannot be recorded as passed by anybody.
Days are counted as calendar days, the first not included (Civil Code 201).
"""

from gongzhi.lib.majority.elections import REQUESTS
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

__all__ = [
    "REQUESTS",
    "RULES",
    "Composition",
    "Count",
    "Finding",
    "Judgement",
    "Of",
    "OwnersItem",
    "Rule",
    "Share",
    "Version",
    "asked",
    "judge",
    "judge_owners",
    "needed",
    "owners_rule",
    "stricter",
]
