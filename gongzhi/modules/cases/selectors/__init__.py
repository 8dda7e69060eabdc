"""Reads on cases: kinds to choose from, what everybody may read, counts by area, what a text is about."""

from .checking import Check, checked
from .feeding import ANSWERS
from .proposing import Elsewhere, Proposal, Suggestion, lesson_in_use, lessons, suggestion, told
from .reading import (
    LEAF,
    Board,
    Row,
    answering,
    answers,
    board,
    contacts,
    current_kinds,
    drawn,
    grouped,
    mine,
    panel,
    point,
    published,
    reporters,
    text_of,
    tops,
)
from .rising import Group, rising

__all__ = [
    "ANSWERS",
    "LEAF",
    "Board",
    "Check",
    "Elsewhere",
    "Group",
    "Proposal",
    "Row",
    "Suggestion",
    "answering",
    "answers",
    "board",
    "checked",
    "contacts",
    "current_kinds",
    "drawn",
    "grouped",
    "lesson_in_use",
    "lessons",
    "mine",
    "panel",
    "point",
    "published",
    "reporters",
    "rising",
    "suggestion",
    "text_of",
    "told",
    "tops",
]
