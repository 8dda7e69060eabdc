"""Writes on registers: single rows, whole tables, what the demo shows."""

from .importing import Given, Preview, check, import_rows, take_in, undo
from .keeping import change, end, enter, void

__all__ = ["Given", "Preview", "change", "check", "end", "enter", "import_rows", "take_in", "undo", "void"]
