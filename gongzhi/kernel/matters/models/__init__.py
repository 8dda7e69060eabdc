"""Tables of matters; of meetings, by which a matter is decided; of what people are told."""

from gongzhi.kernel.matters.models.likeness import Likeness
from gongzhi.kernel.matters.models.matter import (
    NAME_PLACE,
    PHONE_PLACE,
    Attachment,
    Clock,
    Kind,
    Matter,
    ProcedureTable,
    Reporter,
    SavedFilter,
    Serial,
    Task,
)
from gongzhi.kernel.matters.models.meeting import Attendee, Meeting, Motion, Speech, Vote
from gongzhi.kernel.matters.models.message import Message, Telling

__all__ = [
    "NAME_PLACE",
    "PHONE_PLACE",
    "Attachment",
    "Attendee",
    "Clock",
    "Kind",
    "Likeness",
    "Matter",
    "Meeting",
    "Message",
    "Motion",
    "ProcedureTable",
    "Reporter",
    "SavedFilter",
    "Serial",
    "Speech",
    "Task",
    "Telling",
    "Vote",
]
