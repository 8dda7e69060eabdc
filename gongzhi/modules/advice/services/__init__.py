"""Writes of advice: texts come in; a model may put a clause in plainer words."""

from .importing import Brought, import_laws
from .phrasing import Phrased, may_phrase, phrase

__all__ = ["Brought", "Phrased", "import_laws", "may_phrase", "phrase"]
