"""Reads on estates: lists, the roll as its reader may see it, what runs, what a committee answers for."""

from .estates import Bar, Overview, bars, estates, motions, overview, panel, rules_decided, text_of
from .roll import PAGE, Line, line, mine, page_of, public_lines, roll

__all__ = [
    "PAGE",
    "Bar",
    "Line",
    "Overview",
    "bars",
    "estates",
    "line",
    "mine",
    "motions",
    "overview",
    "page_of",
    "panel",
    "public_lines",
    "roll",
    "rules_decided",
    "text_of",
]
