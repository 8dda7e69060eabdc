"""After the reply: what the deputies say, handling it once more, keeping what was promised."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Field, Step
from gongzhi.modules.proposals.vocabulary import Satisfaction

from .rules import (
    P,
    S,
    W,
    first_round,
    last_round,
    nothing_promised,
    record_type,
    unpublished,
)

PLEASED = tuple((s.value, s.label) for s in (Satisfaction.SATISFIED, Satisfaction.MOSTLY))
WORDS = Field(name="words", label=_("意见和建议"), required=False, most=1000)

ENDING = (
    Step(
        key="receive",
        verb=_("满意或基本满意"),
        awaited=_("待反馈意见"),
        outcome=_("您的意见会记录并计入满意率。"),
        sources=(S.ANSWERED,),
        target=S.HEARD,
        by=(P.REPORTER,),
        stops=("receipt",),
        starts=("filing",),
        hands_in=(
            Field(name="satisfaction", label=_("您对办理是否满意"), widget=W.CHOICE, choices=PLEASED),
            WORDS,
        ),
        records=record_type("received", _("代表委员反馈意见"), "words"),
    ),
    Step(
        key="dissatisfied",
        verb=_("不满意，请再次办理"),
        outcome=_("退回主办单位再次办理，另行答复。"),
        sources=(S.ANSWERED,),
        target=S.IN_HAND,
        by=(P.REPORTER,),
        guard=last_round,
        stops=("receipt", "publishing"),
        starts=("again",),
        hands_in=(Field(name="reason", label=_("哪里不满意"), most=1000),),
        records=record_type("dissatisfied", _("代表委员不满意，再次办理"), "reason"),
    ),
    Step(
        key="still_dissatisfied",
        verb=_("仍不满意"),
        outcome=_("如实记录并计入满意率，由交办单位另行研究。"),
        sources=(S.ANSWERED,),
        target=S.HEARD,
        by=(P.REPORTER,),
        guard=first_round,
        stops=("receipt",),
        starts=("filing",),
        hands_in=(Field(name="reason", label=_("哪里不满意"), most=1000),),
        records=record_type("still_dissatisfied", _("代表委员仍不满意"), "reason"),
    ),
    Step(
        key="receipt_lapsed",
        verb=_("反馈期满"),
        outcome=_("期内没有反馈意见，不计入满意率。"),
        sources=(S.ANSWERED,),
        target=S.HEARD,
        by=(P.SYSTEM,),
        stops=("receipt",),
        starts=("filing",),
        records=record_type("receipt_lapsed", _("反馈期满，没有收到意见")),
    ),
    Step(
        key="fulfil",
        verb=_("登记承诺已落实"),
        outcome=_("这项承诺随即标为已落实，代表委员会收到通知。"),
        sources=(S.ANSWERED, S.HEARD),
        guard=nothing_promised,
        hands_in=(
            Field(name="place", label=_("第几项承诺"), widget=W.NUMBER, most=20),
            Field(name="result", label=_("怎样落实的"), most=1000),
        ),
        records=record_type("fulfilled", _("第{place}项承诺已落实：{result}")),
    ),
    Step(
        key="close",
        verb=_("办结"),
        awaited=_("待办结"),
        outcome=_("提案办结。"),
        sources=(S.HEARD,),
        target=S.CLOSED,
        guard=unpublished,
        records=record_type("closed", _("办结")),
    ),
)
