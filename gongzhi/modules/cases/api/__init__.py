"""Cases for machines: our own API, and the desk of Open311."""

from .open311 import CaseDesk
from .rest import router

__all__ = ["CaseDesk", "router"]
