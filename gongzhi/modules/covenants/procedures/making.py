"""The steps of a covenant from draft to vote; filing and ways back are in ending.py, publication in showing.py."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.matters.declarations import Decision, Field, Move, Party, Procedure, Step, Text, Widget
from gongzhi.modules.covenants.vocabulary import WRITING
from gongzhi.modules.covenants.vocabulary import State as S

from . import guards
from .ending import drop, file, order, record_type, rewrite
from .guards import COMMITTEE, COMMITTEE_SEATS, FILES, NOTE, PARTY_SEATS, REASON
from .laws import Laws, own_terms, showing_terms
from .showing import period

OPENED = record_type("opened", _("开始起草“{name}”：{reason}"))
ADOPTED = record_type("adopted", _("会议表决通过"))
REJECTED = record_type("rejected", _("会议表决没有通过，退回修改"))


def hear(laws: Laws) -> Step:
    return Step(
        key="hear",
        verb=_("征求意见"),
        outcome=_("草案随即公开，任何居民都可以提意见；入户收到的意见由您登记。"),
        sources=WRITING,
        target=S.HEARING,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        hands_in=(
            Field(name="households", label=_("全村（社区）共有多少户"), widget=Widget.NUMBER, most=99999),
            Field(
                name="how", label=_("怎样征求意见"), help=_("例如：院坝会的时间地点，谁负责入户。"), most=1000
            ),
        ),
        stops=("drafting", "revising"),
        starts=("opinions",),
        law=laws.heard,
        guard=guards.no_clauses,
        records=record_type("heard", _("向{households}户征求意见：{how}")),
    )


def close_hearing() -> Step:
    return Step(
        key="close_hearing",
        verb=_("结束征求意见"),
        outcome=_("不再收意见；听取的户数、意见条数和采纳情况一并公开。"),
        sources=(S.HEARING,),
        target=S.REVISING,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        hands_in=(
            Field(
                name="summary",
                label=_("意见采纳情况"),
                help=_("采纳了哪些；没有采纳的，写明理由。"),
                most=4000,
            ),
        ),
        stops=("opinions",),
        starts=("revising",),
        guard=guards.nobody_heard,
        records=record_type("hearing_closed", _("意见采纳情况：{summary}")),
    )


def discuss(laws: Laws) -> Step:
    return Step(
        key="discuss",
        verb=_("登记党组织研究意见"),
        outcome=_("这一稿可以报请审核；条文再有改动，须重新研究。"),
        sources=(S.REVISING,),
        by=(Party.SEATED, Party.RESPONSIBLE),
        seats=PARTY_SEATS,
        hands_in=(Field(name="opinion", label=_("研究意见"), most=2000), FILES),
        law=laws.party,
        records=record_type("discussed", _("党组织研究讨论：{opinion}")),
    )


def submit(laws: Laws) -> Step:
    return Step(
        key="submit",
        verb=_("报请审核"),
        outcome=_("草案定稿，交乡镇（街道）审核；退回之前不能再改。"),
        sources=(S.REVISING,),
        target=S.REVIEW,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        move=Move.UP,
        stops=("revising",),
        starts=("review",),
        hands_in=(NOTE,),
        law=laws.made,
        guard=guards.not_ready,
        records=record_type("submitted", _("报请{responsible}审核")),
    )


def approve(laws: Laws) -> Step:
    return Step(
        key="approve",
        verb=_("审核无异议"),
        outcome=_("退给村（居）委会召集会议表决。"),
        sources=(S.REVIEW,),
        target=S.READY,
        move=Move.BACK,
        stops=("review",),
        starts=("voting",),
        hands_in=(NOTE,),
        law=laws.made,
        records=record_type("approved", pgettext_lazy("in the record", "审核无异议")),
    )


def send_back(laws: Laws) -> Step:
    return Step(
        key="return",
        verb=_("退回修改"),
        outcome=_("写明哪一条为什么要改，退给村（居）委会修改后再报。"),
        sources=(S.REVIEW,),
        target=S.REVISING,
        move=Move.BACK,
        stops=("review",),
        starts=("revising",),
        hands_in=(REASON,),
        law=laws.made,
        records=record_type("returned", _("审核后退回修改：{reason}")),
    )


def outcomes(laws: Laws, *, key: str, delegated: bool) -> Iterable[Step]:
    """The two ends of one decision: of everybody, or of the representatives whom everybody has authorised."""
    for carried in (True, False):
        yield Step(
            key=key if carried else f"{key}_rejected",
            verb=_("居民代表会议表决") if delegated else _("村（居）民会议表决"),
            outcome=_("由会议表决；法定人数和过半数由系统依法认定，通过后限期备案。"),
            sources=(S.READY,),
            target=S.ADOPTED if carried else S.REVISING,
            by=COMMITTEE,
            seats=COMMITTEE_SEATS,
            stops=("voting",),
            starts=("filing",) if carried else ("revising",),
            law=laws.delegated if delegated else laws.decided,
            guard=guards.not_authorised if delegated else guards.free,
            meeting=_delegated(key, carried) if delegated else _assembly(key, carried),
            records=ADOPTED if carried else REJECTED,
        )


def _assembly(key: str, carried: bool) -> Decision:
    return Decision(
        key=key,
        title=_("村（居）民会议"),
        village=("village_assembly_voters", "village_assembly_households"),
        residents=("residents_assembly_voters", "residents_assembly_households"),
        carried=carried,
    )


def _delegated(key: str, carried: bool) -> Decision:
    return Decision(
        key=key,
        title=_("居民代表会议"),
        village=(),
        residents=("residents_representatives",),
        convenes=guards.REPRESENTATIVES,
        carried=carried,
    )


def voting(laws: Laws) -> Iterable[Step]:
    yield from outcomes(laws, key="assembly", delegated=False)
    if laws.delegated:
        yield Step(
            key="authorise",
            verb=_("登记居民会议的授权"),
            outcome=_("登记以后，可以改由居民代表会议表决。"),
            sources=(S.READY,),
            by=COMMITTEE,
            seats=COMMITTEE_SEATS,
            hands_in=(
                Field(
                    name="decision",
                    label=_("哪一次居民会议的什么决定"),
                    help=_("写明开会日期和授权的事项，附会议记录。"),
                    widget=Widget.LINE,
                    most=200,
                ),
                FILES,
            ),
            law=laws.delegated,
            records=record_type("authorised", _("居民会议授权居民代表会议决定：{decision}")),
        )
        yield from outcomes(laws, key="delegated", delegated=True)


def covenant_procedure(key: str, title: Text, laws: Laws) -> Procedure:
    return Procedure(
        key=key,
        title=title,
        states=S,
        start=S.DRAFTING,
        final=frozenset({S.IN_FORCE, S.DROPPED}),
        opens=OPENED,
        steps=(
            hear(laws),
            close_hearing(),
            discuss(laws),
            submit(laws),
            approve(laws),
            send_back(laws),
            *voting(laws),
            file(laws),
            order(laws),
            rewrite(),
            drop(),
            *period(laws).steps,
        ),
        terms=(*own_terms(laws), *showing_terms(laws)),
        opening_terms=("drafting",),
        law=tuple(dict.fromkeys((laws.made, laws.decided, laws.party, laws.shown))),
        open=True,
    )
