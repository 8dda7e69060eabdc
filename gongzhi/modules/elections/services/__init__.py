"""What may be done with an election; one function a use case."""

from .applying import apply, tell_followers
from .choosing import name_person
from .demonstrating import demonstrate
from .forming import Chosen, name_committee, resign
from .handing import add_item, annul, give, sign, take
from .meeting import answer, ask, entrust
from .nominating import Named, accept, back, nominate, note_kin, withdraw
from .opening import ask_recall, open_choice, open_election, prepare
from .registering import Registrant, correct_roll, enter, propose_residents, register_self, settle
from .representing import name_voters
from .reviewing import answer_appeal, appeal, give_opinion, give_opinions

__all__ = [
    "Chosen",
    "Named",
    "Registrant",
    "accept",
    "add_item",
    "annul",
    "answer",
    "answer_appeal",
    "appeal",
    "apply",
    "ask",
    "ask_recall",
    "back",
    "correct_roll",
    "demonstrate",
    "enter",
    "entrust",
    "give",
    "give_opinion",
    "give_opinions",
    "name_committee",
    "name_person",
    "name_voters",
    "nominate",
    "note_kin",
    "open_choice",
    "open_election",
    "prepare",
    "propose_residents",
    "register_self",
    "resign",
    "settle",
    "sign",
    "take",
    "tell_followers",
    "withdraw",
]
