"""四议两公开: proposed, consulted, reviewed, resolved; made public, carried out, its result made public.

Nothing that was not carried is lost: the proposer revises it, and every step is gone through anew, or ends it with
reasons. An upheld objection to the resolution itself sends it back to the meeting; one to the result, back to work.
"""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Field, Procedure, Step, TermRule
from gongzhi.kernel.publications.publicity import Publicity, nothing_upheld
from gongzhi.modules.deliberation.vocabulary import Four as S

from .rules import (
    COMMITTEE,
    FILES,
    LEADERS,
    OFFICE,
    PROGRESS,
    REASON,
    Law,
    in_time,
    limit,
    no_meeting_called,
    office,
    record_type,
)
from .voting import meetings

OPENED = record_type("proposed", _("党组织提议“{title}”（{kind_name}）"), "text")
BEFORE_RESOLUTION = (S.PROPOSED, S.CONSULTED, S.REVIEWED, S.REVISING)


def terms(law: Law) -> tuple[TermRule, ...]:
    return (
        limit("consult", _("“两委”商议期限"), 15, 30, law.first),
        limit("review", _("党员大会审议期限"), 15, 30, law.first),
        # At the latest at the next meeting that the law asks for: one a quarter, in communities one a half-year.
        limit("resolve", _("会议决议期限"), 30, law.quarter, law.representatives),
        limit("revise", _("修改期限"), 30, 60, law.first),
        # The city asks villages for ten days (important affairs); communities are told "in time".
        limit("announce", _("决议公开期限"), 5, 10, law.announced),
        limit("carry", _("实施期限"), 180, 365, law.carried_out),
        limit("report", _("结果公开期限"), 5, 10, law.announced),
        *publicity_terms("resolution", law),
        *publicity_terms("result", law),
    )


def publicity_terms(key: str, law: Law) -> tuple[TermRule, TermRule]:
    """The law sets how long a notice stands at least; `most` keeps a stricter setting from never ending."""
    return (
        limit(f"stand_{key}", _("公示期"), 15, 60, law.disclosed, f"close_{key}"),
        # Three days where the city says so; communities, for which nothing is said, take them over.
        limit(f"answer_{key}", _("异议处理期限"), 3, 3, law.answered),
    )


def resolution(law: Law) -> Publicity:
    stand, answer = publicity_terms("resolution", law)
    return Publicity(
        slug="deliberation",
        key="resolution",
        what=_("公开决议"),
        waiting=(S.RESOLVED,),
        showing=S.SHOWING_RESOLUTION,
        contested=S.CONTESTED_RESOLUTION,
        over=S.CARRYING,
        term=stand,
        answer=answer,
        by=OFFICE,
        seats=(COMMITTEE,),
        stops=("announce",),
        starts_after=("carry",),
    )


def result(law: Law) -> Publicity:
    stand, answer = publicity_terms("result", law)
    return Publicity(
        slug="deliberation",
        key="result",
        what=_("公开实施结果"),
        waiting=(S.CARRIED,),
        showing=S.SHOWING_RESULT,
        contested=S.CONTESTED_RESULT,
        over=S.DONE,
        term=stand,
        answer=answer,
        by=OFFICE,
        seats=(COMMITTEE,),
        stops=("report",),
    )


def proposing(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="revise",
            verb=_("修改后重新提议"),
            outcome=_("以修改后的内容重新提议，商议、审议、决议从头进行。"),
            sources=(S.REVISING,),
            target=S.PROPOSED,
            seats=(LEADERS,),
            stops=("revise",),
            starts=("consult",),
            law=law.first,
            hands_in=(Field(name="text", label=_("修改后的提议内容"), most=8000), REASON, FILES),
            records=record_type("revised", _("修改后重新提议：{reason}"), "text"),
        ),
        office(
            key="end",
            verb=_("终止"),
            outcome=_("事项到此结束，理由会公开。"),
            sources=BEFORE_RESOLUTION,
            target=S.ENDED,
            seats=(LEADERS,),
            grave=True,
            guard=no_meeting_called,
            hands_in=(REASON,),
            records=record_type("ended", _("终止：{reason}")),
        ),
    )


def carrying(law: Law) -> tuple[Step, ...]:
    return (
        office(
            key="progress",
            verb=_("记录实施进展"),
            outcome=_("所有人都可以看到，状态不变。"),
            sources=(S.CARRYING,),
            hands_in=(PROGRESS, FILES),
            law=law.carried_out,
            records=record_type("progressed", _("实施进展：{progress}")),
        ),
        office(
            key="complete",
            verb=_("实施完毕"),
            outcome=_("实施结束，随后须公开结果。"),
            sources=(S.CARRYING,),
            target=S.CARRIED,
            stops=("carry",),
            starts=("report",),
            hands_in=(Field(name="summary", label=_("实施情况和经费使用"), most=4000), FILES),
            law=law.carried_out,
            records=record_type("completed", _("实施完毕：{summary}")),
        ),
    )


def going_back(law: Law) -> tuple[Step, ...]:
    """What an upheld objection leads to, where a corrected notice is not enough."""
    return (
        office(
            key="reconsider",
            verb=_("重新提交会议决议"),
            outcome=_("异议成立，原决议不实施，重新召集会议决议。"),
            sources=(S.CONTESTED_RESOLUTION,),
            target=S.REVIEWED,
            stops=("stand_resolution", "answer_resolution"),
            starts=("resolve",),
            grave=True,
            guard=nothing_upheld,
            hands_in=(REASON,),
            law=law.representatives,
            records=record_type("reconsidered", _("异议成立，重新提交会议决议：{reason}")),
        ),
        office(
            key="resume_work",
            verb=_("继续实施"),
            outcome=_("异议成立，返工或补做后再次公开结果。"),
            sources=(S.CONTESTED_RESULT,),
            target=S.CARRYING,
            stops=("stand_result", "answer_result"),
            starts=("carry",),
            guard=nothing_upheld,
            hands_in=(REASON,),
            law=law.carried_out,
            records=record_type("work_resumed", _("异议成立，继续实施：{reason}")),
        ),
    )


def four(key: str, law: Law) -> Procedure:
    return Procedure(
        key=key,
        title=_("四议两公开"),
        states=S,
        start=S.PROPOSED,
        final=frozenset({S.DONE, S.ENDED}),
        opens=OPENED,
        steps=in_time(
            (
                *meetings(law),
                *proposing(law),
                *resolution(law).steps,
                *carrying(law),
                *result(law).steps,
                *going_back(law),
            )
        ),
        terms=terms(law),
        opening_terms=("consult",),
        law=law.all,
        open=True,
    )
