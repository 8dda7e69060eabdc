"""What is asked of whoever registers, nominates, reviews, entrusts a vote, hands over."""

from .base import NothingForm
from .leading import (
    CommitteeForm,
    GiveForm,
    ItemForm,
    OpenForm,
    PersonForm,
    RecallForm,
    ResignForm,
    SignForm,
    TakeForm,
)
from .roll import CorrectForm, EnterForm, EntrustForm, SelfForm, VotersForm
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
    "GiveForm",
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
    "TakeForm",
    "VotersForm",
]
