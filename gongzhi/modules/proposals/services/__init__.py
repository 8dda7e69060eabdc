"""Writes on proposals: take one in, draft, store what a step hands in, set the papers."""

from .applying import apply, tell_deputies
from .demonstrating import demonstrate, furnish
from .drafting import Draft, Promise, save_draft
from .intake import Intake, prepare, take_in
from .papers import paper_of, papers, signed_letter, todays_letter

__all__ = [
    "Draft",
    "Intake",
    "Promise",
    "apply",
    "demonstrate",
    "furnish",
    "paper_of",
    "papers",
    "prepare",
    "save_draft",
    "signed_letter",
    "take_in",
    "tell_deputies",
    "todays_letter",
]
