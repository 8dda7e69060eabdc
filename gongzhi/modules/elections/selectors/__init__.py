"""Reads on elections."""

from .page import listed, panel, text_of
from .roll import digest, named, on_roll, own, proxies, roll_shown, voters_of, waiting
from .slate import elected, questions, rounds, slate, spoken
from .terms import Due, falling_due, term_of

__all__ = [
    "Due",
    "digest",
    "elected",
    "falling_due",
    "listed",
    "named",
    "on_roll",
    "own",
    "panel",
    "proxies",
    "questions",
    "roll_shown",
    "rounds",
    "slate",
    "spoken",
    "term_of",
    "text_of",
    "voters_of",
    "waiting",
]
