"""Reads on proposals: lists and colours, the pages of one, the four rates."""

from .listing import Filters, by_number, found, light_of, numbered, offices, sessions
from .page import leading, opinions, panel, preview, promises, readable, replies, text_of
from .rates import Rates, rates

__all__ = [
    "Filters",
    "Rates",
    "by_number",
    "found",
    "leading",
    "light_of",
    "numbered",
    "offices",
    "opinions",
    "panel",
    "preview",
    "promises",
    "rates",
    "readable",
    "replies",
    "sessions",
    "text_of",
]
