"""Writes on disclosure, one file a verb."""

from .calling import decided, made_public, owe_at_once
from .complaining import complain, verify
from .demonstrating import demonstrate
from .disclosing import Draft, correct, disclose, withhold
from .marking import begin, mark_busy, mark_quiet

__all__ = [
    "Draft",
    "begin",
    "complain",
    "correct",
    "decided",
    "demonstrate",
    "disclose",
    "made_public",
    "mark_busy",
    "mark_quiet",
    "owe_at_once",
    "verify",
    "withhold",
]
