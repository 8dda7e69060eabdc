"""Writes on registers: single rows, whole tables, what the demo shows."""

from .demonstrating import demonstrate
from .importing import Given, Preview, check, import_rows, take_in, undo
from .keeping import change, end, enter, void

__all__ = [
    "Given",
    "Preview",
    "change",
    "check",
    "demonstrate",
    "end",
    "enter",
    "import_rows",
    "take_in",
    "undo",
    "void",
]
