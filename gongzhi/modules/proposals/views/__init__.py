"""Pages of proposals."""

from .answering import receipt, reply, signed_paper, todays_paper, unlock_reply
from .drafting import draft
from .listing import new, overview, rates, taken_in

__all__ = [
    "draft",
    "new",
    "overview",
    "rates",
    "receipt",
    "reply",
    "signed_paper",
    "taken_in",
    "todays_paper",
    "unlock_reply",
]
