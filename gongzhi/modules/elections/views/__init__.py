"""Pages of elections."""

from .listing import index
from .opening import new, recall
from .pages import certificate, committee, do, handover, result, roll, slate

__all__ = [
    "certificate",
    "committee",
    "do",
    "handover",
    "index",
    "new",
    "recall",
    "result",
    "roll",
    "slate",
]
