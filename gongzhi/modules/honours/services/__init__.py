"""Writes on honours, one file a verb."""

from .announcing import Plan, Planned, announce, prepare
from .applying import apply_list, apply_programme
from .demonstrating import demonstrate
from .generating import generate
from .honouring import correct, revoke, strike
from .nominating import Named, endorse, nominate, recommend, send_back
from .reviewing import appoint, bound, decide_tie, recuse, reviewer_of, score

__all__ = [
    "Named",
    "Plan",
    "Planned",
    "announce",
    "apply_list",
    "apply_programme",
    "appoint",
    "bound",
    "correct",
    "decide_tie",
    "demonstrate",
    "endorse",
    "generate",
    "nominate",
    "prepare",
    "recommend",
    "recuse",
    "reviewer_of",
    "revoke",
    "score",
    "send_back",
    "strike",
]
