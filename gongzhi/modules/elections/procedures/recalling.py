"""A recall: asked for by enough, answered by whom it is about, voted on, judged. And a choice by a meeting."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.ballots.polling import Polling
from gongzhi.kernel.matters.declarations import Field, Party, Step
from gongzhi.kernel.matters.models import Matter
from gongzhi.lib.canonical import Json
from gongzhi.modules.elections.vocabulary import Choosing as C
from gongzhi.modules.elections.vocabulary import Recall as R

from . import guards
from .forming import REASON, decisions, record_type
from .guards import OFFICE, election_of
from .laws import Laws
from .rounds import VOTE, recall_facts


def asking(laws: Laws) -> Iterable[Step]:
    yield Step(
        key="take_up",
        verb=_("受理罢免要求"),
        outcome=_("联名人数达到法定人数，进入申辩和投票。"),
        sources=(R.SIGNING,),
        target=R.ACCEPTED,
        by=OFFICE,
        stops=("sign",),
        starts=("recall",),
        law=laws.recall,
        guard=guards.asked_by_enough,
        records=record_type("recall_accepted", _("罢免要求达到法定人数，受理")),
    )
    yield Step(
        key="turn_down",
        verb=_("不予受理"),
        outcome=_("罢免要求到此结束，理由公开。"),
        sources=(R.SIGNING,),
        target=R.ENDED,
        by=OFFICE,
        grave=True,
        hands_in=(REASON,),
        law=laws.recall,
        guard=lambda matter, at: (
            "" if guards.asked_by_enough(matter, at) else _("联名人数已经达到，应当受理。")
        ),
        records=record_type("recall_turned_down", pgettext_lazy("in the record", "不予受理：{reason}")),
    )
    yield Step(
        key="defend",
        verb=_("提出申辩意见"),
        outcome=_("申辩意见随即公开，投票前每个人都能看到。"),
        sources=(R.SIGNING, R.ACCEPTED),
        by=(Party.ANYONE,),
        hands_in=(Field(name="text", label=_("申辩意见"), most=4000),),
        law=laws.recall,
        records=record_type("defended", _("被要求罢免的成员提出申辩意见"), "text"),
    )


def recall_poll(laws: Laws) -> Polling:
    return Polling(
        slug="elections",
        key=VOTE,
        what=_("准备罢免投票"),
        waiting=(R.ACCEPTED,),
        preparing=R.PREPARING,
        polling=R.POLLING,
        counting=R.COUNTING,
        counted=R.COUNTED,
        law=laws.recall,
        by=OFFICE,
        always_secret=True,
        guard=guards.no_roll,
        stops_counted=("recall",),
    )


def _facts(matter: Matter, at: datetime) -> Mapping[str, Json]:
    return recall_facts(election_of(matter))


def judging(laws: Laws) -> Iterable[Step]:
    yield Step(
        key="recall",
        verb=_("宣布罢免通过"),
        outcome=_("该成员的职务从当天起终止，可以依法补选。"),
        sources=(R.COUNTED,),
        target=R.RECALLED,
        by=OFFICE,
        grave=True,
        law=laws.recall,
        guard=guards.not_recalled,
        facts=_facts,
        records=record_type("recalled", _("罢免通过：{why}")),
    )
    yield Step(
        key="keep",
        verb=_("宣布罢免未通过"),
        outcome=_("该成员继续任职。"),
        sources=(R.COUNTED,),
        target=R.KEPT,
        by=OFFICE,
        law=laws.recall,
        guard=guards.is_recalled,
        facts=_facts,
        records=record_type("kept", _("罢免没有通过：{why}")),
    )


CHOSEN = record_type("chosen", _("会议推选产生"))
NOT_CHOSEN = record_type("not_chosen", _("会议没有通过人选"))


def choosing(laws: Laws) -> Iterable[Step]:
    for key, verb in (("by_all", _("村（居）民会议推选")), ("by_reps", _("村（居）民代表会议推选"))):
        for carried in (True, False):
            yield Step(
                key=f"choose_{key}" if carried else f"choose_{key}_failed",
                verb=verb,
                outcome=_("由会议推选；通过后人选就任，任期依法计算。"),
                sources=(C.NAMING,),
                target=C.CHOSEN if carried else C.NAMING,
                by=OFFICE,
                stops=("choose",) if carried else (),
                law=laws.supervised,
                guard=guards.nobody_named,
                meeting=decisions(key, carried=carried),
                records=CHOSEN if carried else NOT_CHOSEN,
            )
    yield Step(
        key="drop",
        verb=pgettext_lazy("a choice by a meeting", "终止"),
        outcome=_("推选到此结束，理由公开。"),
        sources=(C.NAMING,),
        target=C.ENDED,
        by=OFFICE,
        grave=True,
        hands_in=(REASON,),
        guard=guards.no_meeting_called,
        records=record_type("choice_dropped", pgettext_lazy("in the record", "终止：{reason}")),
    )
