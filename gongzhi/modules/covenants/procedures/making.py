"""The steps of a covenant from draft to filing; what follows is in showing.py."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gongzhi.kernel.matters.declarations import Decision, Field, Move, Party, Procedure, Step, Text, Widget
from gongzhi.kernel.publications.publicity import nothing_upheld
from gongzhi.kernel.record.declarations import RecordType
from gongzhi.modules.covenants.vocabulary import WRITING
from gongzhi.modules.covenants.vocabulary import State as S

from . import guards
from .guards import COMMITTEE, COMMITTEE_SEATS, FILES, NOTE, PARTY_SEATS, REASON
from .laws import Laws, own_terms, showing_terms
from .showing import period

BEFORE_VOTE = (S.DRAFTING, S.HEARING, S.REVISING, S.READY)
AFTER_VOTE = (S.ADOPTED, S.FILED, S.SHOWING, S.CONTESTED)
RUNNING_AFTER = ("filing", "publishing", "text", "objection")


def record_type(key: str, sentence: Text, *personal: str) -> RecordType:
    return RecordType(f"covenants.{key}", sentence, frozenset(personal))


OPENED = record_type("opened", _("开始起草“{name}”：{reason}"))
ADOPTED = record_type("adopted", _("会议表决通过"))
REJECTED = record_type("rejected", _("会议表决没有通过，退回修改"))


def hearing(laws: Laws) -> Iterable[Step]:
    yield Step(
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
    yield Step(
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
    yield Step(
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


def review(laws: Laws) -> Iterable[Step]:
    yield Step(
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
    yield Step(
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
    yield Step(
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


def filing(laws: Laws) -> Iterable[Step]:
    yield Step(
        key="file",
        verb=_("报送备案"),
        outcome=_("登记已报乡镇人民政府（街道办事处）备案，接着公布全文。"),
        sources=(S.ADOPTED,),
        target=S.FILED,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        stops=("filing",),
        starts=("publishing",),
        hands_in=(NOTE, FILES),
        law=laws.made,
        records=record_type("filed", _("报送备案")),
    )
    yield Step(
        key="order",
        verb=_("责令改正"),
        outcome=_("退回修改，改好后重新审核、表决；不会生效。"),
        sources=AFTER_VOTE,
        target=S.REVISING,
        by=(Party.ABOVE,),
        grave=True,
        stops=RUNNING_AFTER,
        starts=("revising",),
        hands_in=(REASON,),
        law=laws.made,
        records=record_type("order_before", _("责令改正，退回修改：{reason}")),
    )
    yield Step(
        key="rewrite",
        verb=_("异议成立，退回修改"),
        outcome=_("停止公布，条文改好后重新审核、表决。"),
        sources=(S.CONTESTED,),
        target=S.REVISING,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        grave=True,
        stops=RUNNING_AFTER,
        starts=("revising",),
        hands_in=(REASON,),
        guard=nothing_upheld,
        records=record_type("rewritten", _("异议成立，退回修改：{reason}")),
    )
    yield Step(
        key="drop",
        verb=_("放弃这次制定（修改）"),
        outcome=_("到此结束；现行的公约照旧有效。"),
        sources=BEFORE_VOTE,
        target=S.DROPPED,
        by=COMMITTEE,
        seats=COMMITTEE_SEATS,
        grave=True,
        hands_in=(REASON,),
        records=record_type("dropped", _("放弃这次制定（修改）：{reason}")),
    )


def covenant_procedure(key: str, title: Text, laws: Laws) -> Procedure:
    return Procedure(
        key=key,
        title=title,
        states=S,
        start=S.DRAFTING,
        final=frozenset({S.IN_FORCE, S.DROPPED}),
        opens=OPENED,
        steps=(*hearing(laws), *review(laws), *voting(laws), *filing(laws), *period(laws).steps),
        terms=(*own_terms(laws), *showing_terms(laws)),
        opening_terms=("drafting",),
        law=tuple(dict.fromkeys((laws.made, laws.decided, laws.party, laws.shown))),
        open=True,
    )
