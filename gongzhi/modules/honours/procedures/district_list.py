"""The list of a district: recommend, show what the review found, submit."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.matters.declarations import Field, Party, Procedure, Step
from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.lib.workdays import Unit
from gongzhi.modules.honours.vocabulary import Listing

from .rules import ANSWER, DISTRICT_PUBLICITY, LAW, not_ready_to_report, record_type, setting

S = Listing
DISTRICT = Publicity(
    slug="honours",
    key="district",
    what=_("区县公示"),
    waiting=(S.LISTED,),
    showing=S.SHOWING,
    contested=S.CONTESTED,
    over=S.CLEARED,
    term=DISTRICT_PUBLICITY,
    answer=ANSWER,
    stops=("publish",),
    starts_after=("submit",),
)
OWN_STEPS = (
    Step(
        key="report",
        verb=_("报送推荐对象"),
        outcome=_("报送后不能再增减，等待评审结果。"),
        sources=(S.COLLECTING,),
        target=S.REPORTED,
        stops=("report",),
        guard=not_ready_to_report,
        law=LAW,
        records=record_type("list_reported", _("报送推荐对象")),
    ),
    Step(
        key="waive",
        verb=_("不推荐"),
        outcome=_("本区县不参加这次评选，名额不再使用。"),
        sources=(S.COLLECTING,),
        target=S.WAIVED,
        grave=True,
        hands_in=(Field(name="reason", label=_("理由"), help=_("会公开。"), most=400),),
        records=record_type("list_waived", _("不推荐：{reason}")),
    ),
    Step(
        key="lapse",
        verb=_("逾期未报送"),
        outcome=_("推荐已经截止，视为不推荐。"),
        sources=(S.COLLECTING,),
        target=S.WAIVED,
        by=(Party.SYSTEM,),
        records=record_type("list_lapsed", _("推荐截止时没有报送，视为不推荐")),
    ),
    Step(
        key="feed_back",
        verb=_("反馈评审结果"),
        outcome=_("评审结果反馈本区县，请公示。"),
        sources=(S.REPORTED,),
        target=S.LISTED,
        by=(Party.SYSTEM,),
        starts=("publish",),
        law=LAW,
        records=record_type("list_fed_back", _("评审结果已反馈，请公示5个工作日")),
    ),
    Step(
        key="submit",
        verb=_("正式上报"),
        outcome=_("名单报市评选表彰工作领导小组审定。"),
        sources=(S.CLEARED,),
        target=S.SUBMITTED,
        law=LAW,
        records=record_type("list_submitted", pgettext_lazy("in the record", "公示无异议，正式上报名单")),
    ),
    Step(
        key="stop",
        verb=_("随活动终止"),
        outcome=_("评选活动已终止。"),
        sources=(S.COLLECTING, S.REPORTED, S.LISTED, S.SHOWING, S.CONTESTED, S.CLEARED),
        target=S.ENDED,
        by=(Party.SYSTEM,),
        records=record_type("list_stopped", _("评选活动终止，名单随之终止")),
    ),
)
LIST = Procedure(
    key="honours.list",
    title=_("区县推荐名单"),
    states=S,
    start=S.COLLECTING,
    final=frozenset({S.SUBMITTED, S.WAIVED, S.ENDED}),
    opens=record_type("list_opened", _("请推荐：{quota}")),
    steps=(*OWN_STEPS, *DISTRICT.steps),
    terms=(
        setting("report", _("报送推荐对象的期限"), 90, Unit.CALENDAR),
        setting("publish", _("反馈后公示的期限"), 10),
        setting("submit", _("公示期满后上报的期限"), 5),
        DISTRICT_PUBLICITY,
        ANSWER,
    ),
    opening_terms=("report",),
    law=(LAW,),
    open=True,
)
