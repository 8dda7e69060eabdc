"""Reads of registers: lists and overviews, one row with its history, tables to hand out."""

from .listing import Filters, Page, matching, ordered, page, without
from .showing import Line, batches, dictionary, facts, lines, overview, story, table, things, title_of

__all__ = [
    "Filters",
    "Line",
    "Page",
    "batches",
    "dictionary",
    "facts",
    "lines",
    "matching",
    "ordered",
    "overview",
    "page",
    "story",
    "table",
    "things",
    "title_of",
    "without",
]
