"""Pages of elections."""

from .listing import index

__all__ = ["index"]
