"""Reads on disclosure: words and sums, the board of a community, what is owed, punctuality by area."""

from .boards import Board, Shown, board, entries, history, notice_panel, periods_of, shown
from .owing import Owing, answers_waiting, complaints_in, late_below, owed_here
from .punctuality import Year, late_sentence, not_begun, punctuality, yearly
from .wording import Line, Table, due_words, lines_of, period_words, table_of, table_text, text_of, yuan

__all__ = [
    "Board",
    "Line",
    "Owing",
    "Shown",
    "Table",
    "Year",
    "answers_waiting",
    "board",
    "complaints_in",
    "due_words",
    "entries",
    "history",
    "late_below",
    "late_sentence",
    "lines_of",
    "not_begun",
    "notice_panel",
    "owed_here",
    "period_words",
    "periods_of",
    "punctuality",
    "shown",
    "table_of",
    "table_text",
    "text_of",
    "yearly",
    "yuan",
]
