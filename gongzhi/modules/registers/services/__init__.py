"""Writes on registers: single rows, whole tables, what the demo shows."""

from .demonstrating import demonstrate
from .generating import generate
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
    "generate",
    "import_rows",
    "take_in",
    "undo",
    "void",
]
