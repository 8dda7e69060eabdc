"""Writes on estates, their owners and committees, one file a part of their life."""

from .applying import apply_founding, apply_motion
from .chairing import Choice, choose_officers
from .demonstrating import demonstrate
from .handing import begin_handover, former_bodies, sides, tick
from .importing import check, enrol, import_roll
from .keeping import (
    ask_for_seal,
    comply,
    dissolve,
    file_committee,
    judge_seal,
    order,
    publish_audit,
    use_seal,
)
from .owning import Person, answer, correct, dispute, link, link_verified, name_voice, owns, sell
from .polling import remind
from .proposing import Proposal, Question, apply_for_founding, prepare, propose
from .ruling import set_rules

__all__ = [
    "Choice",
    "Person",
    "Proposal",
    "Question",
    "answer",
    "apply_for_founding",
    "apply_founding",
    "apply_motion",
    "ask_for_seal",
    "begin_handover",
    "check",
    "choose_officers",
    "comply",
    "correct",
    "demonstrate",
    "dispute",
    "dissolve",
    "enrol",
    "file_committee",
    "former_bodies",
    "import_roll",
    "judge_seal",
    "link",
    "link_verified",
    "name_voice",
    "order",
    "owns",
    "prepare",
    "propose",
    "publish_audit",
    "remind",
    "sell",
    "set_rules",
    "sides",
    "tick",
    "use_seal",
]
