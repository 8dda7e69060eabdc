"""How a case is handled, from registration to closing, with the article behind each term and act."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Procedure

from .ending import ENDING
from .handling import HANDLING
from .rules import TERMS, S, petitions, record_type
from .waiting import WAITING

OPENED = record_type(
    "opened",
    _("登记为“{kind_name}”，交{body}，{due} 前告知是否受理"),
    "title",
    "body_text",
    "address",
    "reporter",
)

CASE = Procedure(
    key="cases.case",
    title=_("群众诉求办理"),
    states=S,
    start=S.REGISTERED,
    final=frozenset({S.CLOSED, S.DECLINED, S.MERGED, S.WITHDRAWN}),
    opens=OPENED,
    steps=(*HANDLING, *WAITING, *ENDING),
    terms=TERMS,
    opening_terms=("receipt", "answer"),
    law=(petitions("二十二条"), petitions("二十三条"), petitions("三十四条"), petitions("三十五条")),
)
