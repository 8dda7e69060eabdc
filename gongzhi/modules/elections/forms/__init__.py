"""What is asked of whoever registers, nominates, reviews, entrusts a vote, hands over."""

from .base import NothingForm
from .leading import CommitteeForm, ItemForm, OpenForm, PersonForm, RecallForm, ResignForm, SignForm, TickForm
from .roll import CorrectForm, EnterForm, EntrustForm, SelfForm
from .slate import (
    AcceptForm,
    AnnulForm,
    AnswerForm,
    AppealAnswerForm,
    AppealForm,
    AskForm,
    BackForm,
    KinForm,
    NominateForm,
    OneForm,
    OpinionForm,
)

__all__ = [
    "AcceptForm",
    "AnnulForm",
    "AnswerForm",
    "AppealAnswerForm",
    "AppealForm",
    "AskForm",
    "BackForm",
    "CommitteeForm",
    "CorrectForm",
    "EnterForm",
    "EntrustForm",
    "ItemForm",
    "KinForm",
    "NominateForm",
    "NothingForm",
    "OneForm",
    "OpenForm",
    "OpinionForm",
    "PersonForm",
    "RecallForm",
    "ResignForm",
    "SelfForm",
    "SignForm",
    "TickForm",
]
