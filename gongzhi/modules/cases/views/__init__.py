"""Pages of cases."""

from .checking import check
from .learning import lessons, suggest
from .looking import contact
from .pages import (
    answer,
    lookup,
    mine,
    points,
    published,
    receipt,
    register,
    report,
    show,
)
from .rising import rising
from .standing import board, board_map

__all__ = [
    "answer",
    "board",
    "board_map",
    "check",
    "contact",
    "lessons",
    "lookup",
    "mine",
    "points",
    "published",
    "receipt",
    "register",
    "report",
    "rising",
    "show",
    "suggest",
]
