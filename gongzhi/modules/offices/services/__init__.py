"""Writes on bodies, by whoever may."""

from .demonstrating import demonstrate
from .filling import add_post, register, seat, unseat

__all__ = ["add_post", "demonstrate", "register", "seat", "unseat"]
