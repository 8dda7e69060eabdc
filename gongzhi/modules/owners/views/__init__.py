"""Pages of owners, one file a purpose."""

from .importing import enrol, export, take_in
from .keeping import audits, do, handover, remind, rules, seal, seal_photo, supervision
from .proposing import new
from .reading import estates, mine, participation, roll, show, unit

__all__ = [
    "audits",
    "do",
    "enrol",
    "estates",
    "export",
    "handover",
    "mine",
    "new",
    "participation",
    "remind",
    "roll",
    "rules",
    "seal",
    "seal_photo",
    "show",
    "supervision",
    "take_in",
    "unit",
]
