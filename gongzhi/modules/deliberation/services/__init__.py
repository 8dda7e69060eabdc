"""Writes on deliberation: propose, raise a topic, store what a step hands in, tell who follows."""

from .applying import apply_four, apply_talk, tell_followers
from .demonstrating import demonstrate
from .kinds import prepare
from .proposing import Proposed, propose
from .raising import Raised, raise_topic

__all__ = [
    "Proposed",
    "Raised",
    "apply_four",
    "apply_talk",
    "demonstrate",
    "prepare",
    "propose",
    "raise_topic",
    "tell_followers",
]
