"""Elections of residents' and villagers' committees: who votes, who stands, when, for whom, and what came of it.

Every answer names the article in force on that day and all its reasons. Which numbers are enough is
`majority`'s matter; which days, intervals and bounds the law sets stands in `statutes`.
"""

from gongzhi.lib.election.days import Ending, Span, by_election, check, due, plan, term_end
from gongzhi.lib.election.people import (
    EXCLUSIONS,
    Exclusion,
    Nominee,
    Person,
    check_slate,
    may_register,
    may_stand,
    must_leave,
)
from gongzhi.lib.election.proxies import Electorate, Proxies, Proxy, check_proxies, may_vote
from gongzhi.lib.election.result import Ballots, Result, Round, Stood, recall, result
from gongzhi.lib.election.shapes import Body, Office, Reason, Ruling, Way, later, rules, ways

__all__ = [
    "EXCLUSIONS",
    "Ballots",
    "Body",
    "Electorate",
    "Ending",
    "Exclusion",
    "Nominee",
    "Office",
    "Person",
    "Proxies",
    "Proxy",
    "Reason",
    "Result",
    "Round",
    "Ruling",
    "Span",
    "Stood",
    "Way",
    "by_election",
    "check",
    "check_proxies",
    "check_slate",
    "due",
    "later",
    "may_register",
    "may_stand",
    "may_vote",
    "must_leave",
    "plan",
    "recall",
    "result",
    "rules",
    "term_end",
    "ways",
]
