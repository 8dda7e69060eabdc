"""Polls and their rolls; keys and credentials; ballots, marks of who voted on paper, counts; archives.

Rows of what was cast, struck, counted and decrypted are only added: the database refuses to change them
(migrations 0002, 0003, 0005, 0007). What turns out wrong is set aside by a row of its own that says why.
"""

from gongzhi.kernel.ballots.models.cast import Ballot, Disputed, NamedVote, SetAside, Withdrawal
from gongzhi.kernel.ballots.models.opened import Archive, Partial
from gongzhi.kernel.ballots.models.paper import Confirmation, Erased, Mark, Sheet, Station, Upheld
from gongzhi.kernel.ballots.models.poll import Credential, KeyHolder, KeyPart, Poll, Voter

__all__ = [
    "Archive",
    "Ballot",
    "Confirmation",
    "Credential",
    "Disputed",
    "Erased",
    "KeyHolder",
    "KeyPart",
    "Mark",
    "NamedVote",
    "Partial",
    "Poll",
    "SetAside",
    "Sheet",
    "Station",
    "Upheld",
    "Voter",
    "Withdrawal",
]
