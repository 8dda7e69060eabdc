"""Pages of elections."""

from .listing import index
from .opening import new, recall
from .pages import certificate, committee, do, handover, result, roll, slate
from .photos import photo

__all__ = [
    "certificate",
    "committee",
    "do",
    "handover",
    "index",
    "new",
    "photo",
    "recall",
    "result",
    "roll",
    "slate",
]
