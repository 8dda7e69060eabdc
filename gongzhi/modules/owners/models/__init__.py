"""Tables of owners, one file a part of their life."""

from .deciding import Candidate, Founding, Item, Motion, RollLine, Support
from .keeping import Approval, Audit, Handover, HandoverLine, Order, SealUse
from .roll import Assembly, Dispute, Holding, Owner, Unit

__all__ = [
    "Approval",
    "Assembly",
    "Audit",
    "Candidate",
    "Dispute",
    "Founding",
    "Handover",
    "HandoverLine",
    "Holding",
    "Item",
    "Motion",
    "Order",
    "Owner",
    "RollLine",
    "SealUse",
    "Support",
    "Unit",
]
