"""Writes on cases: bring one in, store what a step hands in, tell the reporters, load the kinds."""

from .applying import apply, tell_reporters
from .kinds import load_kinds, prepare
from .reporting import Contact, Report, report

__all__ = ["Contact", "Report", "apply", "load_kinds", "prepare", "report", "tell_reporters"]
