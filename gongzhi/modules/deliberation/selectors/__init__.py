"""Reads on deliberation: where what holds, who may propose, how far a matter is."""

from .finding import COMMUNITY, WHAT, four_of, kinds_of, listed, proposer, proposes_in, talk_of, took_part
from .stages import panel_four
from .talks import panel_talk, text_of

__all__ = [
    "COMMUNITY",
    "WHAT",
    "four_of",
    "kinds_of",
    "listed",
    "panel_four",
    "panel_talk",
    "proposer",
    "proposes_in",
    "talk_of",
    "text_of",
    "took_part",
]
