"""Writes on covenants, one file a part of their life."""

from .applying import apply, tell_followers
from .demonstrating import demonstrate
from .drafting import Draft, Row, amend, begin, save_draft
from .hearing import Said, enter_opinion, give_opinion
from .keeping import Noticed, Person, assess, charge, judge, order_correction, report
from .preparing import prepare

__all__ = [
    "Draft",
    "Noticed",
    "Person",
    "Row",
    "Said",
    "amend",
    "apply",
    "assess",
    "begin",
    "charge",
    "demonstrate",
    "enter_opinion",
    "give_opinion",
    "judge",
    "order_correction",
    "prepare",
    "report",
    "save_draft",
    "tell_followers",
]
