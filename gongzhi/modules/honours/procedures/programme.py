"""A round of honours in the city: nominate, review, have the districts show, decide, show, honour."""

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Field, Party, Procedure, Step, Widget
from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.lib.workdays import Unit
from gongzhi.modules.honours.vocabulary import Approval, Round

from .rules import (
    ANSWER,
    CITY_PUBLICITY,
    LAW,
    lists_missing,
    record_type,
    review_unfinished,
    setting,
    still_nominating,
)

R = Round
REASON = Field(name="reason", label=_("理由"), help=_("会公开。"), most=400)

CITY = Publicity(
    slug="honours",
    key="city",
    what=_("全市公示"),
    waiting=(R.APPROVED,),
    showing=R.SHOWING,
    contested=R.CONTESTED,
    over=R.CLEARED,
    term=CITY_PUBLICITY,
    answer=ANSWER,
    stops=("publish",),
    starts_after=("honour",),
)
OWN_STEPS = (
    Step(
        key="close_nominations",
        verb=_("结束推荐，开始评审"),
        outcome=_("不再接受推荐；没有报送的区县视为不推荐，已报送的进入评审。"),
        sources=(R.NOMINATING,),
        target=R.REVIEWING,
        stops=("nomination",),
        starts=("review",),
        guard=still_nominating,
        law=LAW,
        records=record_type("nominations_closed", _("推荐截止，进入评审")),
    ),
    Step(
        key="conclude_review",
        verb=_("确定推荐名单"),
        outcome=_("按评分确定正式推荐名单和递补顺序，反馈各区县公示；之后不能再改评分。"),
        sources=(R.REVIEWING,),
        target=R.CONFIRMING,
        stops=("review",),
        starts=("confirmation",),
        guard=review_unfinished,
        law=LAW,
        hands_in=(
            Field(
                name="minutes",
                label=_("评审会情况"),
                help=_("时间、地点、到会评审人员的人数和评审的做法。会公开，不要写姓名。"),
                most=2000,
            ),
            Field(name="files", label=_("照片或文件"), widget=Widget.FILES, required=False),
        ),
        records=record_type("review_concluded", _("评审会确定推荐名单，反馈各区县公示")),
    ),
    Step(
        key="approve",
        verb=_("领导小组审定"),
        outcome=_("名单审定后在全市公示；公示之前不对外生效。"),
        sources=(R.CONFIRMING,),
        target=R.APPROVED,
        stops=("confirmation",),
        starts=("publish",),
        guard=lists_missing,
        law=LAW,
        hands_in=(
            Field(name="how", label=_("审定方式"), widget=Widget.CHOICE, choices=tuple(Approval.choices)),
            Field(
                name="paper",
                label=_("会议纪要或者批件的文号"),
                widget=Widget.LINE,
                most=80,
            ),
            Field(name="files", label=_("照片或文件"), widget=Widget.FILES, required=False),
        ),
        records=record_type("approved", _("领导小组审定推荐名单（{paper}）")),
    ),
    Step(
        key="honour",
        verb=_("作出表彰决定"),
        outcome=_("名单上的每个对象得到一份有编号、可以查验的证书，并列入荣誉名册。"),
        sources=(R.CLEARED,),
        target=R.HONOURED,
        law=LAW,
        grave=True,
        hands_in=(
            Field(name="document", label=_("表彰决定的文号"), widget=Widget.LINE, most=80),
            Field(name="files", label=_("照片或文件"), widget=Widget.FILES, required=False),
        ),
        records=record_type("honoured", _("作出表彰决定（{document}）")),
    ),
    Step(
        key="end",
        verb=_("终止活动"),
        outcome=_("活动到此结束，不表彰任何对象；各区县的名单同时终止，理由公开。"),
        sources=(R.NOMINATING, R.REVIEWING, R.CONFIRMING, R.APPROVED, R.CLEARED),
        target=R.ENDED,
        grave=True,
        by=(Party.RESPONSIBLE,),
        hands_in=(REASON,),
        records=record_type("ended", _("终止评选活动：{reason}")),
    ),
)
PROGRAMME = Procedure(
    key="honours.programme",
    title=_("评选表彰活动"),
    states=R,
    start=R.NOMINATING,
    final=frozenset({R.HONOURED, R.ENDED}),
    opens=record_type("announced", _("公布评选活动，推荐到{until}截止")),
    steps=(*OWN_STEPS, *CITY.steps),
    terms=(
        setting("nomination", _("推荐阶段期限"), 90, Unit.CALENDAR),
        setting("review", _("评审期限"), 30),
        setting("confirmation", _("区县公示和上报期限"), 30),
        setting("publish", _("审定后公示的期限"), 10),
        setting("honour", _("作出表彰决定的期限"), 20),
        CITY_PUBLICITY,
        ANSWER,
    ),
    opening_terms=("nomination",),
    law=(LAW,),
    open=True,
)
