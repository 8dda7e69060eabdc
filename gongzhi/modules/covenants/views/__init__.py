"""Pages of covenants, one file a purpose."""

from .keeping import do, judge, kept
from .reading import compare, index, opinions, read
from .writing import draft, hints, new

__all__ = ["compare", "do", "draft", "hints", "index", "judge", "kept", "new", "opinions", "read"]
