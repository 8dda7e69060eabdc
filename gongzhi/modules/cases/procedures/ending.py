"""How a case ends, and how it comes back: rate, reopen, close, merge, withdraw."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.matters.declarations import Field, Step

from .rules import (
    BEFORE_ANSWER,
    FILES,
    NOTE,
    REASON,
    P,
    S,
    W,
    at_level,
    came_back,
    petitions,
    record_type,
    reopen_too_late,
)

ENDING = (
    Step(
        key="rate",
        verb=_("评价"),
        awaited=_("待评价"),
        outcome=_("谢谢您。评价会公开统计，不显示您的姓名。"),
        sources=(S.ANSWERED,),
        target=S.RATED,
        by=(P.REPORTER,),
        stops=("rating",),
        starts=("filing",),
        hands_in=(
            Field(name="stars", label=_("满意程度"), widget=W.STARS),
            Field(name="words", label=_("想说的话"), required=False, most=500),
        ),
        records=record_type("rated", _("评价 {stars} 星"), "words"),
    ),
    Step(
        key="reopen",
        verb=_("不满意，重新办理"),
        outcome=_("退回承办单位重新办理，期限重新计算。"),
        sources=(S.ANSWERED, S.RATED, S.CLOSED),
        target=S.IN_HAND,
        by=(P.REPORTER,),
        stops=("rating", "filing"),
        starts=("answer",),
        guard=reopen_too_late,
        law=petitions("三十五条"),
        hands_in=(Field(name="reason", label=_("哪里没有解决"), most=1000), FILES),
        facts=came_back,
        records=record_type("reopened", _("反映人不满意，要求重新办理：{reason}"), "reason"),
    ),
    Step(
        key="close",
        verb=_("办结归档"),
        awaited=_("待办结"),
        outcome=_("事项办结；30日内反映人仍可要求重新办理。"),
        sources=(S.RATED,),
        target=S.CLOSED,
        by=(P.RESPONSIBLE, P.SYSTEM),
        facts=at_level,
        records=record_type("closed", pgettext_lazy("in the record", "办结归档")),
    ),
    Step(
        key="close_unrated",
        verb=_("期满办结"),
        outcome=_("评价期满未评价，自动办结。"),
        sources=(S.ANSWERED,),
        target=S.CLOSED,
        by=(P.SYSTEM,),
        facts=at_level,
        records=record_type("closed_unrated", _("评价期满，自动办结")),
    ),
    Step(
        key="merge",
        verb=_("并入另一事项"),
        outcome=_("与另一件同样的事项一并办理，两边的反映人都会收到答复。"),
        sources=BEFORE_ANSWER,
        target=S.MERGED,
        grave=True,
        hands_in=(Field(name="matter", label=_("并入哪一件（编号）"), widget=W.MATTER), NOTE),
        records=record_type("merged", _("并入 {matter}"), "note"),
    ),
    Step(
        key="withdraw",
        verb=_("撤回"),
        outcome=_("事项到此结束，不再办理。"),
        sources=(*BEFORE_ANSWER, S.WAITING),
        target=S.WITHDRAWN,
        by=(P.REPORTER,),
        grave=True,
        hands_in=(REASON,),
        records=record_type("withdrawn", _("反映人撤回：{reason}"), "reason"),
    ),
)
