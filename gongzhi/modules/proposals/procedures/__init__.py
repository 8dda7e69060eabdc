"""The handling of a proposal, from intake to what was promised in its reply."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Procedure

from .ending import ENDING
from .handling import HANDLING
from .rules import ANSWERING, PUBLIC, TERMS, TOWN, S, record_type

PROPOSAL = Procedure(
    key="proposals.proposal",
    title=_("提案和建议办理"),
    states=S,
    start=S.RECEIVED,
    final=frozenset({S.CLOSED}),
    opens=record_type("opened", _("收到{session}第{proposal}号，提出人：{deputies}")),
    steps=(*HANDLING, *ENDING),
    terms=TERMS,
    opening_terms=("handing",),
    law=(ANSWERING, TOWN, PUBLIC),
    open=True,
)

__all__ = ["PROPOSAL"]
