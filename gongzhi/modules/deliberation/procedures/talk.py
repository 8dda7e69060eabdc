"""A topic of deliberation: raised, accepted, talked over, its result made public, carried out, evaluated.

Nobody votes: what counts is what was agreed, and what was not. What was agreed stands under a term until it is
carried out or put to the meeting of all; a term that ends is red and taken one level up.
"""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Field, Party, Procedure, Step, TermRule, Widget
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.deliberation.vocabulary import Talk as S

from .preparing import preparing
from .rules import FILES, LEADERS, PROGRESS, REASON, Law, in_time, limit, office, record_type
from .talking import agreed, holding, not_agreed

OPENED = record_type("raised", _("提出议题“{title}”（{source}）"), "text")
NOTICE = (
    Field(name="title", label=_("标题"), widget=Widget.LINE, most=100),
    Field(name="text", label=_("公开内容"), most=8000),
)


def terms(law: Law) -> tuple[TermRule, ...]:
    """The law says "promptly" and "in time": the numbers are ours."""
    return (
        limit("receipt", _("受理告知期限"), 7, 15, law.deliberated),
        limit("prepare", _("协商组织期限"), 30, 60, law.deliberated),
        limit("publish", _("协商结果公开期限"), 5, 10, law.announced),
        limit("carry", _("协商结果落实期限"), 90, 180, law.deliberated),
        limit("settle", _("后续处理期限"), 30, 60, law.deliberated),
        limit("evaluate", _("评价期限"), 10, 30, law.disclosed, "close"),
    )


def receiving(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="accept",
            verb=_("受理议题"),
            awaited=_("待受理"),
            outcome=_("告知提出人，开始组织协商。"),
            sources=(S.RAISED,),
            target=S.ACCEPTED,
            stops=("receipt",),
            starts=("prepare",),
            hands_in=(Field(name="note", label=_("说明"), required=False, most=500),),
            law=law.deliberated,
            records=record_type("accepted", _("受理议题")),
        ),
        office(
            key="decline",
            verb=_("不列为协商议题"),
            outcome=_("议题到此结束，理由会告诉提出人并公开。"),
            sources=(S.RAISED,),
            target=S.DECLINED,
            grave=True,
            hands_in=(REASON, Field(name="turn_to", label=_("可以向哪里提出"), widget=Widget.LINE, most=120)),
            law=law.deliberated,
            records=record_type("declined", _("不列为协商议题：{reason}；可以向{turn_to}提出")),
        ),
    )


def keeping_back(law: Law) -> Step:
    return office(
        key="keep_back",
        verb=_("不公开，也不列为协商议题"),
        outcome=_(
            "只用于内容违法、侮辱他人或者泄露个人信息的：所有人只看到理由，提出人和工作人员仍看得到原文。"
        ),
        sources=(S.RAISED,),
        target=S.DECLINED,
        grave=True,
        hands_in=(Field(name="reason", label=_("不公开的理由"), most=1000),),
        law=law.deliberated,
        records=record_type("kept_back", _("议题没有公开，也不列为协商议题：{reason}")),
    )


def publishing(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="publish_result",
            verb=_("公开协商结果"),
            outcome=_("立即公开至少15日；协商确定的事项随即开始计算落实期限。"),
            sources=(S.HELD,),
            target=S.CARRYING,
            stops=("publish",),
            starts=("carry",),
            hands_in=(*NOTICE, Field(name="duty", label=_("由谁、做什么"), most=1000), FILES),
            guard=agreed,
            law=law.disclosed,
            records=record_type("result_published", _("公开协商结果“{title}”：{duty}"), "text"),
        ),
        office(
            key="publish_unsettled",
            verb=_("公开协商情况"),
            outcome=_("公开没有达成一致的情况，随后决定再次协商、提交会议或者终止。"),
            sources=(S.HELD,),
            target=S.UNSETTLED,
            stops=("publish",),
            starts=("settle",),
            hands_in=(*NOTICE, FILES),
            guard=not_agreed,
            law=law.disclosed,
            records=record_type("unsettled_published", _("公开协商情况“{title}”"), "text"),
        ),
    )


def settling(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="again",
            verb=_("再次协商"),
            outcome=_("重新组织协商，已有的意见保留。"),
            sources=(S.UNSETTLED,),
            target=S.ACCEPTED,
            stops=("settle",),
            starts=("prepare",),
            hands_in=(REASON,),
            law=law.deliberated,
            records=record_type("again", _("再次协商：{reason}")),
        ),
        office(
            key="drop",
            verb=_("终止协商"),
            outcome=_("议题到此结束，理由会公开。"),
            sources=(S.UNSETTLED,),
            target=S.DROPPED,
            grave=True,
            hands_in=(REASON,),
            law=law.deliberated,
            records=record_type("dropped", _("终止协商：{reason}")),
        ),
    )


def referring(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="refer",
            verb=_("提交村（居）民会议决定"),
            outcome=_("按四议两公开立项，由党组织提议，从“两委”商议开始；参加协商的人随即可以评价。"),
            sources=(S.CARRYING, S.UNSETTLED),
            target=S.EVALUATING,
            seats=(LEADERS,),
            stops=("carry", "settle"),
            starts=("evaluate",),
            hands_in=(
                Field(name="kind", label=_("属于哪一类事项"), widget=Widget.CHOICE, choices=law.matters),
                Field(name="text", label=_("提议内容"), most=8000),
            ),
            law=law.deliberated,
            records=record_type("referred", _("提交会议决定，另立四议两公开事项"), "text"),
        ),
    )


def fulfilling(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="progress",
            verb=_("记录落实进展"),
            outcome=_("所有人都可以看到，状态不变。"),
            sources=(S.CARRYING,),
            hands_in=(PROGRESS, FILES),
            law=law.deliberated,
            records=record_type("topic_progressed", _("落实进展：{progress}")),
        ),
        office(
            key="report",
            verb=_("公开落实情况"),
            outcome=_("公开落实情况至少15日，请参加协商的人评价。"),
            sources=(S.CARRYING,),
            target=S.EVALUATING,
            stops=("carry",),
            starts=("evaluate",),
            hands_in=(*NOTICE, FILES),
            law=law.disclosed,
            records=record_type("fulfilled", _("公开落实情况“{title}”"), "text"),
        ),
    )


def evaluating(law: Law) -> tuple[Step, ...]:
    return (
        Step(
            key="rate",
            verb=_("评价"),
            outcome=_("谢谢您。评价公开统计，不显示您的姓名。"),
            sources=(S.EVALUATING,),
            by=(Party.ANYONE,),
            hands_in=(
                Field(name="stars", label=_("满意程度"), widget=Widget.STARS),
                Field(name="words", label=_("想说的话"), required=False, most=500),
            ),
            records=record_type("rated", _("参加协商的人评价 {stars} 星"), "words"),
        ),
        Step(
            key="close",
            verb=_("评价期满办结"),
            outcome=_("评价期满，办结归档。"),
            sources=(S.EVALUATING,),
            target=S.CLOSED,
            by=(Party.SYSTEM,),
            records=record_type("closed", _("评价期满，办结归档")),
        ),
    )


def talk(key: str, law: Law) -> Procedure:
    return Procedure(
        key=key,
        title=_("民主协商"),
        states=S,
        start=S.RAISED,
        final=frozenset({S.CLOSED, S.DECLINED, S.DROPPED}),
        opens=OPENED,
        steps=in_time(
            (
                *receiving(law),
                keeping_back(law),
                *preparing(law),
                *holding(law),
                *publishing(law),
                *settling(law),
                *referring(law),
                *fulfilling(law),
                *evaluating(law),
            )
        ),
        terms=terms(law),
        opening_terms=("receipt",),
        law=(law.deliberated, law.disclosed),
        open=True,
        # Ours: well inside the seven days in which the office says whether it takes the topic up.
        unseen=Term(3, Unit.WORKING, law.deliberated),
    )
