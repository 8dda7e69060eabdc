"""Writes on grids: cut and close them, engage their workers, send them what they need."""

from .changing import appoint, close, cut, dismiss, rename, send, withdraw
from .demonstrating import demonstrate

__all__ = ["appoint", "close", "cut", "demonstrate", "dismiss", "rename", "send", "withdraw"]
