"""The first assembly of an estate: applied for, confirmed, prepared by a group, shown, put to the vote."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.matters.declarations import Field, Party, Procedure, Step, Text
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.lib.majority import Finding, against_founding
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.models import Unit as Room
from gongzhi.modules.owners.vocabulary import Founding as S
from gongzhi.modules.owners.vocabulary import Ground

from . import laws, rolls
from .judging import square_metres
from .laws import OWNERS, REASON, RUNS, body_of, record, term

CHECKING = term("checking", _("核实期限"), Term(60, Unit.CALENDAR, laws.GUIDED), 90)
PREPARING = term("preparing", _("筹备期限"), Term(90, Unit.CALENDAR, laws.FOUNDED), 180)
SHOWN = term("plan_shown", _("筹备方案公示期"), Term(7, Unit.CALENDAR, laws.RULES_SAY), 60, "close_plan")
ANSWER = term("plan_answer", _("异议处理期限"), Term(7, Unit.WORKING, laws.GUIDED), 30)


def missing(matter: Matter, at: datetime) -> tuple[Finding, ...]:
    """Answer what is missing for a first assembly: how much is handed over, how many ask."""
    founding, day = matter.founding, timezone.localdate(at)
    assembly = Assembly.objects.get(estate=founding.estate_id)
    units = list(Room.objects.filter(estate=founding.estate_id).select_related("dwelling"))
    found = rolls.voters(assembly, day)
    accounts: set[UUID] = set(matter.owners_support.values_list("account_id", flat=True))
    return against_founding(
        on=day,
        delivered=sum(u.dwelling.floor_area for u in units if not u.unsold),
        area=sum(u.dwelling.floor_area for u in units),
        asking=rolls.asking(found, accounts),
        owners=sum(v.head for v in found),
        announced=founding.ground == Ground.DEVELOPER,
    )


def not_met(matter: Matter, at: datetime) -> Text:
    found = missing(matter, at)
    return "；".join(map(_words, found))


def _words(finding: Finding) -> str:
    numbers = finding.numbers
    if finding.code == "too_little_delivered":
        return gettext("已交付的专有部分{delivered}㎡，至少要{needed}㎡").format(
            delivered=square_metres(int(numbers["delivered"])),
            needed=square_metres(int(numbers["needed"])),
        )
    return gettext("联名申请的业主{asking}名，至少要{needed}名").format(
        asking=numbers["asking"], needed=numbers["needed"]
    )


def not_by_owners(matter: Matter, at: datetime) -> Text:
    return "" if matter.founding.ground == Ground.OWNERS else gettext("由建设单位报告，不需要联名。")


def not_founded(matter: Matter, at: datetime) -> Text:
    """Why the assembly is not founded: rules, covenant and committee must all have passed."""
    passed = {
        item.subject
        for motion in matter.founding.motions.filter(matter__state="decided")
        for item in motion.items.all()
        if item.passed
    }
    lacking = [str(label) for number, label in LACKING.items() if number not in passed]
    return gettext("还没有通过：{items}。").format(items="、".join(lacking)) if lacking else ""


LACKING = {1: _("议事规则"), 2: _("管理规约"), 3: _("选举业主委员会")}
PLAN = Publicity(
    slug="owners",
    key="plan",
    what=_("公示筹备方案"),
    waiting=(S.GROUPED,),
    showing=S.SHOWING,
    contested=S.CONTESTED,
    over=S.READY,
    term=SHOWN,
    answer=ANSWER,
    by=RUNS,
    seats=OWNERS,
)


def _support_it() -> Step:
    return Step(
        key="support",
        verb=_("联名申请"),
        outcome=_("业主名册上的业主每人一次。您的姓名不公开。"),
        sources=(S.APPLIED,),
        by=(Party.ANYONE,),
        law=laws.GUIDED,
        guard=not_by_owners,
        records=record("founding_supported", pgettext_lazy("in the record", "一名业主联名申请")),
    )


def _confirm() -> Step:
    return Step(
        key="confirm",
        verb=_("核实条件"),
        outcome=_("条件已经具备，由您组建筹备组。"),
        sources=(S.APPLIED,),
        target=S.CONFIRMED,
        by=(Party.ABOVE,),
        hands_in=(Field(name="note", label=_("核实情况"), most=1000),),
        stops=("checking",),
        starts=("preparing",),
        law=laws.FOUNDED,
        guard=not_met,
        records=record("founding_confirmed", _("核实首次业主大会会议的条件：{note}")),
    )


def _group() -> Step:
    return Step(
        key="group",
        verb=_("组建筹备组"),
        outcome=_("成员随即在筹备组任职，准备议事规则、管理规约和业主委员会选举。"),
        sources=(S.CONFIRMED,),
        target=S.GROUPED,
        by=(Party.ABOVE,),
        hands_in=(
            Field(
                name="members",
                label=_("筹备组成员"),
                help=_("每行一人：姓名，手机号。建议有业主、建设单位、街道和居民委员会的人。"),
                most=2000,
            ),
        ),
        law=laws.FOUNDED,
        records=record("group_named", _("组建首次业主大会会议筹备组"), "members"),
    )


def _found() -> Step:
    return Step(
        key="found",
        verb=_("确认业主大会成立"),
        outcome=_("议事规则、管理规约已通过，业主委员会已选出。"),
        sources=(S.READY,),
        target=S.FOUNDED,
        by=RUNS,
        seats=OWNERS,
        stops=("preparing",),
        law=laws.ASSEMBLY,
        guard=not_founded,
        records=record("founded", _("业主大会成立")),
    )


def _end() -> Step:
    return Step(
        key="end",
        verb=_("终止筹备"),
        outcome=_("这次不再筹备；理由公开。"),
        sources=(S.APPLIED, S.CONFIRMED, S.GROUPED, S.READY),
        target=S.ENDED,
        by=(Party.ABOVE,),
        hands_in=(REASON,),
        grave=True,
        records=record("founding_ended", pgettext_lazy("in the record", "终止筹备：{reason}")),
    )


FOUNDING = Procedure(
    key="owners.founding",
    title=_("首次业主大会会议筹备"),
    states=S,
    start=S.APPLIED,
    final=frozenset({S.FOUNDED, S.ENDED}),
    opens=record("founding_opened", _("{ground}，请求筹备首次业主大会会议")),
    steps=tuple(
        replace(step, within=body_of)
        for step in (_support_it(), _confirm(), _group(), _found(), _end(), *PLAN.steps)
    ),
    terms=(CHECKING, PREPARING, SHOWN, ANSWER),
    opening_terms=("checking",),
    law=(laws.GUIDED, laws.FOUNDED, laws.ASSEMBLY, laws.RULES_SAY),
    open=True,
)
