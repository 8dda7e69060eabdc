"""Writes on cases: bring one in, store what a step hands in, tell the reporters, import messages and kinds."""

from . import texts
from .applying import apply, tell_reporters
from .demonstrating import demonstrate
from .generating import generate
from .importing import Outcome, import_messages
from .kinds import load_kinds, prepare
from .learning import choose, learn
from .looking import look
from .reading import Unreadable
from .reporting import Contact, Report, report
from .rising import gather, put_together

__all__ = [
    "Contact",
    "Outcome",
    "Report",
    "Unreadable",
    "apply",
    "choose",
    "demonstrate",
    "gather",
    "generate",
    "import_messages",
    "learn",
    "load_kinds",
    "look",
    "prepare",
    "put_together",
    "report",
    "tell_reporters",
    "texts",
]
