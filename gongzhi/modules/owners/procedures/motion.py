"""A motion to the owners: drafted, notified fifteen days before, voted on, judged, shown, in force."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ballots.polling import Polling
from gongzhi.kernel.matters.declarations import Field, Party, Procedure, Step, Text, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.kernel.publications.publicity import Publicity
from gongzhi.lib.majority import asked
from gongzhi.lib.workdays import Term, Unit
from gongzhi.modules.owners.models import Assembly
from gongzhi.modules.owners.vocabulary import Caller
from gongzhi.modules.owners.vocabulary import Motion as S

from . import laws, qualifying, rolls
from .judging import facts
from .laws import OWNERS, REASON, RUNS, body_of, record, term

# Not called in time, a motion turns red and comes before the subdistrict, which may order the meeting.
CONVENING = term("convening", _("召集期限"), Term(30, Unit.CALENDAR, laws.ASKED), 60)
DECIDING = term("deciding", _("从通知到公布结果"), Term(60, Unit.CALENDAR, laws.NOTICE), 120)
# At least so long, at most as the ceiling has it: nobody ends the period early.
SHOWN = term("result_shown", _("结果公示期"), laws.SHOWN_TERM, 60, "close_result")
ANSWER = term("result_answer", _("异议处理期限"), Term(7, Unit.WORKING, laws.SUPERVISED), 30)


def support(matter: Matter, at: datetime) -> tuple[int, int]:
    """Answer how many heads ask for a meeting, of how many."""
    found = rolls.voters(Assembly.objects.get(estate=matter.motion.estate_id), timezone.localdate(at))
    accounts: set[UUID] = set(matter.owners_support.values_list("account_id", flat=True))
    return rolls.asking(found, accounts), sum(v.head for v in found)


def not_ready(matter: Matter, at: datetime) -> Text:
    """Why a motion may not be notified yet: no item, too few candidates, or too few owners ask and nobody ordered it."""
    motion = matter.motion
    if not motion.items.exists():
        return gettext("还没有表决事项。")
    if why := qualifying.not_ready(matter, at):
        return why
    if motion.caller != Caller.OWNERS or motion.ordered_until:
        return ""
    asking, entitled = support(matter, at)
    if (
        entitled
        and asked("owners_meeting", on=timezone.localdate(at), entitled=entitled, asking=asking).passed
    ):
        return ""
    return gettext("联名的业主{asking}名，业主总人数{entitled}名，还没有达到20%。").format(
        asking=asking, entitled=entitled
    )


def no_request(matter: Matter, at: datetime) -> Text:
    return "" if matter.motion.caller == Caller.OWNERS else gettext("这次会议不需要联名。")


POLL = Polling(
    slug="owners",
    key="owners",
    what=_("准备表决"),
    waiting=(S.NOTICED,),
    preparing=S.PREPARING,
    polling=S.POLLING,
    counting=S.COUNTING,
    counted=S.COUNTED,
    law=laws.DECIDED,
    by=RUNS,
    seats=OWNERS,
    guard=qualifying.not_ready,
)
RESULT = Publicity(
    slug="owners",
    key="result",
    what=_("公布表决结果"),
    waiting=(S.COUNTED,),
    showing=S.SHOWING,
    contested=S.CONTESTED,
    over=S.DECIDED,
    term=SHOWN,
    answer=ANSWER,
    by=RUNS,
    seats=OWNERS,
    stops=("deciding",),
    typed=False,
)
OPENED = record("motion_opened", _("{caller}：提出表决事项{items}项"))


def _support_it() -> Step:
    return Step(
        key="support",
        verb=_("联名提议"),
        outcome=_("业主名册上的业主每人一次；达到业主总人数20%，业主委员会必须召集。您的姓名不公开。"),
        sources=(S.DRAFTED,),
        by=(Party.ANYONE,),
        law=laws.ASKED,
        guard=no_request,
        records=record("supported", pgettext_lazy("in the record", "一名业主联名提议")),
    )


def _order() -> Step:
    return Step(
        key="order_meeting",
        verb=_("责令召开"),
        outcome=_("业主委员会须在期限内召集；逾期仍不召集，由街道（乡镇）召集。"),
        sources=(S.DRAFTED,),
        by=(Party.ABOVE,),
        hands_in=(REASON, Field(name="days", label=_("几日内召集"), widget=Widget.NUMBER, most=60)),
        grave=True,
        law=laws.SUPERVISED,
        records=record("meeting_ordered", _("责令{days}日内召集业主大会会议：{reason}")),
    )


def _notice() -> Step:
    return Step(
        key="notice",
        verb=_("通知全体业主"),
        outcome=_("通知随即公开，并告知居民委员会；从通知之日起满15日才能开始表决。"),
        sources=(S.DRAFTED,),
        target=S.NOTICED,
        by=RUNS,
        seats=OWNERS,
        hands_in=(
            Field(name="how", label=_("还怎样通知"), help=_("例如：单元门口张贴、逐户送达。"), most=400),
            laws.FILES,
        ),
        stops=("convening",),
        starts=("deciding",),
        law=laws.NOTICE,
        guard=not_ready,
        records=record("noticed", _("通知全体业主：{how}")),
    )


def _withdraw() -> Step:
    return Step(
        key="withdraw",
        verb=_("撤回"),
        outcome=_("这次不再表决；理由公开。"),
        sources=(S.DRAFTED, S.NOTICED),
        target=S.WITHDRAWN,
        by=(Party.REPORTER, *RUNS),
        seats=OWNERS,
        hands_in=(REASON,),
        grave=True,
        records=record("withdrawn", pgettext_lazy("in the record", "撤回：{reason}")),
    )


def _revoke() -> Step:
    return Step(
        key="revoke",
        verb=_("撤销决定"),
        outcome=_("决定违反法律、法规，由街道（乡镇）撤销并通告全体业主。"),
        sources=(S.CONTESTED, S.SHOWING),
        target=S.REVOKED,
        by=(Party.ABOVE,),
        hands_in=(REASON, laws.FILES),
        grave=True,
        law=laws.SUPERVISED,
        records=record("revoked", pgettext_lazy("in the record", "撤销决定：{reason}")),
    )


def _told(step: Step) -> Step:
    """The verdict goes into the record with the act that makes it known."""
    return replace(step, facts=facts) if step.key == "publish_result" else step


MOTION = Procedure(
    key="owners.motion",
    title=_("业主共同决定事项"),
    states=S,
    start=S.DRAFTED,
    final=frozenset({S.DECIDED, S.REVOKED, S.WITHDRAWN}),
    opens=OPENED,
    steps=tuple(
        replace(step, within=body_of)
        for step in (
            _support_it(),
            _order(),
            _notice(),
            _withdraw(),
            *qualifying.steps(),
            *POLL.steps,
            *(_told(s) for s in RESULT.steps),
            _revoke(),
        )
    ),
    terms=(CONVENING, DECIDING, SHOWN, ANSWER),
    opening_terms=("convening",),
    law=(laws.DECIDED, laws.ASKED, laws.NOTICE, laws.COMMITTEE, laws.BINDING, laws.SUPERVISED),
    open=True,
)
