"""From the nominations to a counted poll, and what follows from it: declared, voted again, voted on the rest."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.ballots.polling import Polling
from gongzhi.kernel.matters.declarations import Field, Party, Step, Widget
from gongzhi.kernel.matters.models import Matter
from gongzhi.lib.canonical import Json
from gongzhi.modules.elections.vocabulary import State as S

from . import guards
from .forming import FILES, record_type
from .guards import COMMITTEE, LED, election_of
from .laws import Laws
from .rounds import VOTE, counted, facts

led: Callable[..., Step] = partial(Step, by=LED, seats=COMMITTEE)


def nominating(laws: Laws) -> Iterable[Step]:
    yield led(
        key="close_nominations",
        verb=_("结束提名，交部门联审"),
        outcome=_("不再接受提名；同意参选的人选交有关部门联审。"),
        sources=(S.NOMINATING,),
        target=S.REVIEWING,
        stops=("nominate",),
        starts=("review",),
        law=laws.nomination,
        guard=guards.slate_too_small,
        records=record_type("nominations_closed", _("提名结束，交部门联审")),
    )
    yield led(
        key="reopen_nominations",
        verb=_("重新提名"),
        outcome=_("联审后候选人不够，重新接受提名。"),
        sources=(S.REVIEWING,),
        target=S.NOMINATING,
        stops=("review",),
        starts=("nominate",),
        law=laws.nomination,
        guard=guards.slate_stands,
        records=record_type("nominations_reopened", _("联审后候选人不够，重新提名")),
    )
    yield led(
        key="publish_candidates",
        verb=_("公布候选人"),
        outcome=_("联审通过的人选成为正式候选人，名单随即公布。"),
        sources=(S.REVIEWING,),
        target=S.ANNOUNCED,
        stops=("review",),
        starts=("vote",),
        law=laws.nomination,
        guard=guards.review_open,
        records=record_type("candidates_published", _("公布候选人名单")),
    )


def meeting(laws: Laws) -> Iterable[Step]:
    yield led(
        key="call_hustings",
        verb=_("公告候选人见面会"),
        outcome=_("时间和地点随即公开，选民可以先在网上提问。"),
        sources=(S.ANNOUNCED,),
        hands_in=(
            Field(name="moment", label=_("时间"), widget=Widget.MOMENT),
            Field(name="place", label=_("地点"), widget=Widget.LINE, most=120),
        ),
        law=laws.nomination,
        records=record_type("hustings_called", _("候选人见面会：{moment}，{place}")),
    )
    yield led(
        key="hold_hustings",
        verb=_("登记见面会情况"),
        outcome=_("情况公开，此后可以准备投票。"),
        sources=(S.ANNOUNCED,),
        hands_in=(
            Field(name="summary", label=_("见面会情况"), help=_("到会人数、介绍和回答的要点。"), most=4000),
            FILES,
        ),
        law=laws.nomination,
        guard=guards.not_met_yet,
        records=record_type("hustings_held", _("候选人与选民见面：{summary}")),
    )
    yield led(
        key="publish_proxies",
        verb=_("公布委托投票名单"),
        outcome=_("委托人和受委托人的名单随即公布。"),
        sources=(S.ANNOUNCED, S.RUNOFF),
        law=laws.vote,
        guard=guards.no_new_proxies,
        records=record_type("proxies_published", _("公布委托人和受委托人名单")),
    )


def poll(laws: Laws) -> Polling:
    return Polling(
        slug="elections",
        key=VOTE,
        what=_("准备投票"),
        waiting=(S.ANNOUNCED, S.RUNOFF),
        preparing=S.PREPARING,
        polling=S.POLLING,
        counting=S.COUNTING,
        counted=S.COUNTED,
        law=laws.vote,
        by=LED,
        seats=COMMITTEE,
        always_secret=True,
        guard=guards.not_ready_for_vote,
        stops_counted=("vote",),
    )


def _facts(matter: Matter, at: datetime) -> Mapping[str, Json]:
    found = counted(election_of(matter))
    return facts(found) if found else {}


def resulting(laws: Laws) -> Iterable[Step]:
    yield led(
        key="declare",
        verb=_("宣布选举结果"),
        outcome=_("当选名单随即公布，发给当选证书；新一届任期从当天起算，十日内完成移交。"),
        sources=(S.COUNTED,),
        target=S.DECLARED,
        starts=("handover",),
        law=laws.vote,
        guard=guards.not_elected,
        facts=_facts,
        records=record_type(
            "declared", _("宣布选举结果：名单{roll}人，发出{issued}票，收回{returned}票，选举有效")
        ),
    )
    yield led(
        key="run_off",
        verb=_("另行选举"),
        outcome=_("已当选的有效；不足的名额由得票多的未当选人再次投票，得票不少于三分之一的当选。"),
        sources=(S.COUNTED,),
        target=S.RUNOFF,
        starts=("vote",),
        law=laws.vote,
        guard=guards.no_runoff,
        facts=_facts,
        records=record_type("run_off", _("名额没有选满，另行选举：{why}")),
    )
    yield led(
        key="vote_again",
        verb=_("选举无效，重新投票"),
        outcome=_("这次投票无效，另定选举日重新投票。"),
        sources=(S.COUNTED,),
        target=S.ANNOUNCED,
        starts=("vote",),
        law=laws.vote,
        guard=guards.valid_vote,
        facts=_facts,
        records=record_type("vote_void", _("选举无效：{why}")),
    )


def handing(laws: Laws) -> Iterable[Step]:
    yield Step(
        key="file",
        verb=_("收到备案"),
        outcome=_("登记选举结果已报乡镇（街道）。"),
        sources=(S.DECLARED,),
        by=(Party.ABOVE,),
        hands_in=(Field(name="note", label=_("备案情况"), required=False, most=400), FILES),
        law=laws.handover,
        guard=guards.filed,
        records=record_type("filed", _("选举结果已备案")),
    )
    yield led(
        key="hand_over",
        verb=_("完成移交"),
        outcome=_("移交完成，选举委员会职责结束。"),
        sources=(S.DECLARED,),
        target=S.DONE,
        stops=("handover",),
        hands_in=(
            Field(name="overseen", label=_("监督移交的乡镇（街道）人员"), widget=Widget.LINE, most=80),
            FILES,
        ),
        law=laws.handover,
        guard=guards.not_handed_over,
        records=record_type("handed_over", _("工作移交完成"), "overseen"),
    )
