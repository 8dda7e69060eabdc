"""How owners decide, and how their first assembly comes about: two procedures."""

from .founding import FOUNDING, PLAN
from .motion import MOTION, POLL, RESULT

PROCEDURES = (FOUNDING, MOTION)

__all__ = ["FOUNDING", "MOTION", "PLAN", "POLL", "PROCEDURES", "RESULT"]
