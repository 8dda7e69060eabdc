"""Reads on elections."""

from .page import listed, panel, text_of
from .terms import Due, falling_due, term_of

__all__ = ["Due", "falling_due", "listed", "panel", "term_of", "text_of"]
