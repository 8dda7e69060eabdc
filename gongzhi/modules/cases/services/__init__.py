"""Writes on cases: bring one in, store what a step hands in, tell the reporters, import messages and kinds."""

from . import texts
from .applying import apply, tell_reporters
from .demonstrating import demonstrate
from .generating import generate
from .importing import Outcome, import_messages
from .kinds import load_kinds, prepare
from .reading import Unreadable
from .reporting import Contact, Report, report

__all__ = [
    "Contact",
    "Outcome",
    "Report",
    "Unreadable",
    "apply",
    "demonstrate",
    "generate",
    "import_messages",
    "load_kinds",
    "prepare",
    "report",
    "tell_reporters",
    "texts",
]
